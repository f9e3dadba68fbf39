package dev.nagare.server;

import dev.nagare.wire.ErrorCodec;
import dev.nagare.wire.Utf8Buffer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Writes the responses of one connection. Event loop only. */
final class Responder {
    private static final System.Logger LOG = System.getLogger(Responder.class.getName());
    private static final byte[] CRLF = {'\r', '\n'};

    /** What an engine cannot set: these say how the response itself is to be read. */
    private static final Set<String> OWN_HEADERS = Set.of(
            "content-type", "content-length", "transfer-encoding", "connection", "content-encoding", "date", "trailer");

    private final Channel channel;
    private final ChannelHandlerContext encoder;
    private final LoopState loop;

    /**
     * A responder.
     *
     * @param encoder the context of the HTTP encoder: frames of events are written beneath it, because it would
     *     allocate three buffers for each
     */
    Responder(ChannelHandlerContext encoder, LoopState loop) {
        this.channel = encoder.channel();
        this.encoder = encoder;
        this.loop = loop;
    }

    boolean isWritable() {
        return channel.isWritable();
    }

    void flush() {
        channel.flush();
    }

    /** Tells a client that waits for it to send the body. */
    void continueRequest() {
        var _ = channel.writeAndFlush(
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
    }

    /** Writes a whole answer of JSON. */
    void json(Exchange exchange, int status, byte[] body, Map<String, String> more) {
        whole(exchange, status, body, more, true);
    }

    /** Writes an error, for which no status has been sent yet. */
    void error(Exchange exchange, ErrorAnswer answer) {
        exchange.outcome(answer.status() == 500 ? RequestOutcome.FAILED : RequestOutcome.REJECTED);
        whole(exchange, answer.status(), ErrorCodec.encode(answer.error()), answer.headers(), true);
    }

    /** Writes an answer without a body. */
    void empty(Exchange exchange, Map<String, String> more) {
        whole(exchange, 204, new byte[0], more, false);
    }

    private void whole(Exchange exchange, int status, byte[] body, Map<String, String> more, boolean isJson) {
        ByteBuf content = exchange.headOnly ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body);
        DefaultFullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), content);
        HttpHeaders headers = response.headers();
        if (isJson) {
            headers.set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON);
            headers.set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        }
        common(exchange, headers, more);
        exchange.committed(status);
        var _ = channel.writeAndFlush(response, channel.voidPromise());
    }

    /** Writes the head of a stream of events. */
    void begin(Exchange exchange, Map<String, String> more) {
        DefaultHttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        HttpHeaders headers = response.headers();
        headers.set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream; charset=utf-8");
        headers.set(HttpHeaderNames.CACHE_CONTROL, "no-cache, no-transform");
        headers.set("x-accel-buffering", "no");
        if (exchange.http10) {
            // Without chunks only the end of the connection can say where the body ends.
            exchange.keepAlive = false;
        } else {
            headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        common(exchange, headers, more);
        exchange.committed(200);
        var _ = channel.write(response, channel.voidPromise());
    }

    /** Writes events as one chunk of the body, and clears their buffer. */
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

    /** Writes the end of a stream of events. */
    void end() {
        var _ = channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT, channel.voidPromise());
    }

    private void common(Exchange exchange, HttpHeaders headers, Map<String, String> more) {
        headers.set("x-request-id", exchange.id);
        headers.set("openai-processing-ms", Long.toString(TimeUnit.NANOSECONDS.toMillis(exchange.age())));
        headers.set("x-content-type-options", "nosniff");
        headers.set(HttpHeaderNames.DATE, loop.date());
        more.forEach((name, value) -> {
            if (OWN_HEADERS.contains(name)) {
                return;
            }
            try {
                headers.set(name, value);
            } catch (IllegalArgumentException e) {
                LOG.log(Level.WARNING, "an engine''s header is not valid and was left out: {0}", e.getMessage());
            }
        });
        if (!exchange.keepAlive) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        } else if (exchange.http10) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
        }
    }
}
