package dev.nagare.wire.sse;

import dev.nagare.wire.Utf8Buffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

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

    private static final byte[] ID = "id: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EVENT = "event: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] COMMENT = ": ".getBytes(StandardCharsets.US_ASCII);
    private static final byte LINE_FEED = '\n';
    private static final Pattern LINE_END = Pattern.compile("\r\n|\r|\n");

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

    /**
     * Appends an event of any kind: its type unless that is {@code message}, its id if it has one, and one {@code data}
     * line for each line of its data.
     *
     * @throws IllegalArgumentException when the type or the id holds a line end, or the id a NUL: no decoder could tell
     */
    public static void event(Utf8Buffer out, SseEvent event) {
        String id = event.lastEventId();
        if (id != null) {
            out.append(ID).append(oneLine("id", id)).append(LINE_FEED);
        }
        if (!event.type().equals("message")) {
            out.append(EVENT).append(oneLine("type", event.type())).append(LINE_FEED);
        }
        for (String line : LINE_END.split(event.data(), -1)) {
            out.append(DATA).append(line.getBytes(StandardCharsets.UTF_8)).append(LINE_FEED);
        }
        out.append(LINE_FEED);
    }

    /** Appends a comment on one line, its line ends and what follows them left out. */
    public static void comment(Utf8Buffer out, String text) {
        String line = LINE_END.split(text, 2)[0];
        out.append(COMMENT).append(line.getBytes(StandardCharsets.UTF_8)).append(LINE_FEED);
    }

    /** Appends the event that ends a stream. */
    public static void done(Utf8Buffer out) {
        out.append(DONE);
    }

    /** Appends a comment that keeps a silent connection alive. */
    public static void heartbeat(Utf8Buffer out) {
        out.append(HEARTBEAT);
    }

    private static byte[] oneLine(String what, String value) {
        if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0 || value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("an event's " + what + " must be one line without NUL");
        }
        return value.getBytes(StandardCharsets.UTF_8);
    }
}
