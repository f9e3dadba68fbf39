package dev.nagare.wire.sse;

import dev.nagare.wire.Utf8Buffer;
import java.nio.charset.StandardCharsets;

/**
 * Writes server-sent events in the form that every client reads: one {@code data} line, then an empty line, line feeds
 * only.
 *
 * <p>Comments end with a single line feed: an empty line after them would make some decoders see an empty event.
 */
public final class SseEncoder {
    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HEARTBEAT = ": keep-alive\n".getBytes(StandardCharsets.US_ASCII);

    private SseEncoder() {}

    /** Begins an event whose data, without line ends, the caller appends next. */
    public static void begin(Utf8Buffer out) {
        out.append(DATA);
    }

    /** Ends an event that {@link #begin} began. */
    public static void end(Utf8Buffer out) {
        out.append(END);
    }

    /**
     * Appends an event.
     *
     * @param data one line, such as compact JSON; it must hold no carriage return or line feed
     */
    public static void event(Utf8Buffer out, byte[] data) {
        out.append(DATA).append(data).append(END);
    }

    /** Appends the event that ends a stream. */
    public static void done(Utf8Buffer out) {
        out.append(DONE);
    }

    /** Appends a comment that keeps a silent connection alive. */
    public static void heartbeat(Utf8Buffer out) {
        out.append(HEARTBEAT);
    }
}
