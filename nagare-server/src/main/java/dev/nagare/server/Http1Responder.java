package dev.nagare.server;

import dev.nagare.wire.Utf8Buffer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;

/** Writes the answers of one connection of HTTP/1.1. Event loop only. */
final class Http1Responder extends Responder {
    private static final byte[] CRLF = {'\r', '\n'};

    private final Channel channel;
    private final ChannelHandlerContext encoder;

    /**
     * A responder.
     *
     * @param encoder the context of the HTTP encoder: frames of events are written beneath it, because it would
     *     allocate three buffers for each
     */
    Http1Responder(ChannelHandlerContext encoder, LoopState loop) {
        super(loop);
        this.channel = encoder.channel();
        this.encoder = encoder;
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
        var _ = channel.writeAndFlush(
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
    }

    @Override
    void write(Exchange exchange, int status, HttpHeaders headers, byte[] body) {
        var _ = channel.writeAndFlush(
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.valueOf(status),
                        Unpooled.wrappedBuffer(body),
                        headers,
                        DefaultHttpHeadersFactory.trailersFactory().newEmptyHeaders()),
                channel.voidPromise());
    }

    @Override
    void write(int status, HttpHeaders headers) {
        var _ = channel.write(
                new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), headers),
                channel.voidPromise());
    }

    @Override
    void frameBody(Exchange exchange, HttpHeaders headers) {
        if (exchange.http10) {
            // Without chunks only the end of the connection can say where the body ends.
            exchange.keepAlive = false;
        } else {
            headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
    }

    @Override
    void frameConnection(Exchange exchange, HttpHeaders headers) {
        if (!exchange.keepAlive) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        } else if (exchange.http10) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
        }
    }

    @Override
    void frame(Exchange exchange, Utf8Buffer events) {
        int length = events.length();
        if (length == 0) {
            return;
        }
        ByteBuf frame = channel.alloc().directBuffer(length + 12);
        if (!exchange.http10) {
            frame.writeCharSequence(Integer.toHexString(length), StandardCharsets.US_ASCII);
            frame.writeBytes(CRLF);
        }
        frame.writeBytes(events.array(), 0, length);
        if (!exchange.http10) {
            frame.writeBytes(CRLF);
        }
        events.clear();
        var _ = encoder.write(frame, channel.voidPromise());
    }

    @Override
    void end() {
        var _ = channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT, channel.voidPromise());
    }
}
