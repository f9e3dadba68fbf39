package dev.nagare.server;

import dev.nagare.wire.Utf8Buffer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Frame;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.Locale;

/**
 * Writes the answer of one stream of HTTP/2, and tells whether its reader accepts it: a frame is done when the reader's
 * window and the socket have taken it. Event loop only.
 */
final class Http2Responder extends Responder {
    private final Channel channel;
    private final long stalledNanos;
    private final ChannelFutureListener counted = _ -> this.done++;
    private ChannelFuture last;
    private long written;
    private long done;
    private long bytes;
    private long seen;
    private long since;

    Http2Responder(Channel channel, LoopState loop) {
        super(loop);
        this.channel = channel;
        this.last = channel.newSucceededFuture();
        this.stalledNanos = loop.server().config().stallTimeout().toNanos();
        this.since = loop.nanoTime();
    }

    /** So many bytes of the body are through, perhaps of a frame that is not. */
    void accepted(int more) {
        bytes += more;
    }

    /** Whether frames wait and no byte of them has been taken for too long; to be asked now and then. */
    boolean isStalled(long now) {
        long progress = done + bytes;
        if (written == done || progress != seen) {
            seen = progress;
            since = now;
        }
        return now - since >= stalledNanos;
    }

    @Override
    boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    void flush() {
        channel.flush();
    }

    @Override
    void continueRequest() {
        write(new DefaultHttp2HeadersFrame(head(HttpResponseStatus.CONTINUE.code()), false));
        flush();
    }

    @Override
    void write(Exchange exchange, int status, HttpHeaders headers, byte[] body) {
        write(new DefaultHttp2HeadersFrame(head(status, headers), body.length == 0));
        if (body.length > 0) {
            write(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(body), true));
        }
        flush();
    }

    @Override
    void write(int status, HttpHeaders headers) {
        write(new DefaultHttp2HeadersFrame(head(status, headers), false));
    }

    @Override
    void frameBody(Exchange exchange, HttpHeaders headers) {
        // Every body comes in frames.
    }

    @Override
    void frameConnection(Exchange exchange, HttpHeaders headers) {
        // RFC 9113, section 8.2.2: a message says nothing about its connection.
    }

    @Override
    void frame(Exchange exchange, Utf8Buffer events) {
        int length = events.length();
        if (length > 0) {
            ByteBuf bytes = channel.alloc().directBuffer(length);
            bytes.writeBytes(events.array(), 0, length);
            events.clear();
            write(new DefaultHttp2DataFrame(bytes, false));
        }
    }

    @Override
    void end() {
        write(new DefaultHttp2DataFrame(true));
        flush();
    }

    /**
     * Tells the client, once it has the answer, to send no more of its request: RFC 9113, section 8.1. Any earlier, the
     * reset would drop what of the answer has still to be written.
     */
    void refuseTheRest() {
        last.addListener(_ -> {
            var _ = channel.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.NO_ERROR));
        });
    }

    /**
     * Resets the stream, and drops what has not been taken. Closing its channel alone does neither when the end of the
     * answer is among that: then the stream counts as done.
     */
    void giveUp() {
        var _ = channel.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL));
    }

    private void write(Http2Frame frame) {
        written++;
        last = channel.write(frame).addListener(counted);
    }

    private static Http2Headers head(int status, HttpHeaders headers) {
        Http2Headers head = head(status);
        headers.forEach(header -> head.add(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
        return head;
    }

    private static Http2Headers head(int status) {
        return new DefaultHttp2Headers().status(Integer.toString(status));
    }
}
