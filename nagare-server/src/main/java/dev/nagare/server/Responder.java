package dev.nagare.server;

import dev.nagare.wire.ErrorCodec;
import dev.nagare.wire.Utf8Buffer;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Writes answers: what their heads say, for every version of HTTP. Event loop only. */
abstract sealed class Responder permits Http1Responder, Http2Responder {
    private static final System.Logger LOG = System.getLogger(Responder.class.getName());

    /** What an engine cannot set: these say how the response itself is to be read. */
    private static final Set<String> OWN_HEADERS = Set.of(
            "content-type", "content-length", "transfer-encoding", "connection", "content-encoding", "date", "trailer");

    private static final byte[] NOTHING = {};

    private final LoopState loop;

    Responder(LoopState loop) {
        this.loop = loop;
    }

    /** Whether the reader takes more for now. */
    abstract boolean isWritable();

    abstract void flush();

    /** Tells a client that waits for it to send the body. */
    abstract void continueRequest();

    /** Writes events as one piece of the body, and clears their buffer. */
    abstract void frame(Exchange exchange, Utf8Buffer events);

    /** Writes the end of a stream of events. */
    abstract void end();

    /** Writes a head and its whole body, which may be empty. */
    abstract void write(Exchange exchange, int status, HttpHeaders headers, byte[] body);

    /** Writes the head of a body that comes in pieces. */
    abstract void write(int status, HttpHeaders headers);

    /** Adds what says how a body that comes in pieces is framed. */
    abstract void frameBody(Exchange exchange, HttpHeaders headers);

    /** Adds what says whether the connection goes on. */
    abstract void frameConnection(Exchange exchange, HttpHeaders headers);

    /** Writes a whole answer of JSON. */
    final void json(Exchange exchange, int status, byte[] body, Map<String, String> more) {
        whole(exchange, status, "application/json", body, more);
    }

    /** Writes an error, for which no status has been sent yet. */
    final void error(Exchange exchange, ErrorAnswer answer) {
        exchange.outcome(answer);
        json(exchange, answer.status(), ErrorCodec.encode(answer.error()), answer.headers());
    }

    /** Writes a whole answer. */
    final void whole(Exchange exchange, int status, String type, byte[] body, Map<String, String> more) {
        HttpHeaders headers = headers();
        headers.set(HttpHeaderNames.CONTENT_TYPE, type);
        headers.set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        common(exchange, headers, more);
        exchange.committed(status);
        write(exchange, status, headers, exchange.headOnly ? NOTHING : body);
    }

    /** Writes an answer without a body. */
    final void empty(Exchange exchange, Map<String, String> more) {
        HttpHeaders headers = headers();
        common(exchange, headers, more);
        exchange.committed(204);
        write(exchange, 204, headers, NOTHING);
    }

    /** Writes the head of a stream of events. */
    final void begin(Exchange exchange, Map<String, String> more) {
        HttpHeaders headers = headers();
        headers.set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream; charset=utf-8");
        headers.set(HttpHeaderNames.CACHE_CONTROL, "no-cache, no-transform");
        headers.set("x-accel-buffering", "no");
        frameBody(exchange, headers);
        common(exchange, headers, more);
        exchange.committed(200);
        write(200, headers);
    }

    private static HttpHeaders headers() {
        return DefaultHttpHeadersFactory.headersFactory().newHeaders();
    }

    private void common(Exchange exchange, HttpHeaders headers, Map<String, String> more) {
        headers.set("x-request-id", exchange.id);
        headers.set("openai-processing-ms", Long.toString(TimeUnit.NANOSECONDS.toMillis(exchange.age())));
        headers.set("x-content-type-options", "nosniff");
        headers.set(HttpHeaderNames.DATE, loop.date());
        exchange.addHeaders(headers);
        if (exchange.route().isLimited()) {
            add(headers, loop.server().engineHeaders());
        }
        add(headers, more);
        frameConnection(exchange, headers);
    }

    private static void add(HttpHeaders headers, Map<String, String> more) {
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
    }
}
