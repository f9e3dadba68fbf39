package dev.nagare.wire.sse;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds server-sent events in bytes that come in pieces of any size, as the WHATWG HTML standard says (section 9.2.6,
 * "Interpreting an event stream").
 *
 * <p>Lines end with LF, CR or CRLF, wherever a piece ends. One leading byte order mark is skipped. Data lines are joined
 * by line feeds; an event without data is not dispatched; an {@code id} with a NUL is ignored; what is left unfinished
 * at the end of the input is discarded, unless the caller {@linkplain #takeUnfinished() takes} it.
 *
 * <p>Time is linear in the input. A line that lies whole within one piece is not copied. Not for several threads at once,
 * and of no more use after an {@link SseLimitException}.
 */
public final class SseDecoder {
    /** The default bound on one event's bytes: 64 MiB. */
    public static final int DEFAULT_MAX_EVENT_BYTES = 64 << 20;

    private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    /** What the buffers keep at most between events. */
    private static final int MAX_KEPT = 1 << 20;

    private final SseListener listener;
    private final int maxEventBytes;

    private byte[] line = new byte[256];
    private int lineLength;
    private byte[] data = new byte[512];
    private int dataLength;
    private boolean hasData;
    private String type = "message";
    private @Nullable String lastEventId;
    private long retryMillis = -1;
    private boolean skipLineFeed;
    private int bomSeen;
    private boolean bomOver;

    /** A decoder that gives its events to this listener. */
    public SseDecoder(SseListener listener) {
        this(listener, DEFAULT_MAX_EVENT_BYTES);
    }

    /**
     * A decoder with a bound.
     *
     * @param maxEventBytes the most bytes that one line, or the data of one event, may have
     */
    public SseDecoder(SseListener listener, int maxEventBytes) {
        if (maxEventBytes < 1) {
            throw new IllegalArgumentException("maxEventBytes must be positive, but is " + maxEventBytes);
        }
        this.listener = listener;
        this.maxEventBytes = maxEventBytes;
    }

    /**
     * Takes the next piece of the input.
     *
     * @throws SseLimitException when an event is larger than the bound
     */
    public void push(byte[] bytes) {
        push(bytes, 0, bytes.length);
    }

    /**
     * Takes the next piece of the input from a range of bytes.
     *
     * @throws SseLimitException when an event is larger than the bound
     */
    public void push(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (!bomOver && at < end) {
            at = skipBom(bytes, at);
        }
        int start = at;
        while (at < end) {
            byte b = bytes[at];
            if (skipLineFeed) {
                skipLineFeed = false;
                if (b == '\n') {
                    start = ++at;
                    continue;
                }
            }
            if (b == '\n' || b == '\r') {
                skipLineFeed = b == '\r';
                endLine(bytes, start, at - start);
                start = at + 1;
            }
            at++;
        }
        if (start < end) {
            keep(bytes, start, end - start);
        }
    }

    /** The reconnection time that the stream last asked for, in milliseconds; -1 when it asked for none. */
    public long retryMillis() {
        return retryMillis;
    }

    /**
     * Ends the input. The standard discards an event that no empty line has ended; some servers leave the last one out.
     * This takes such an event, if its data is there, so that the caller may decide.
     */
    public @Nullable SseEvent takeUnfinished() {
        if (lineLength > 0) {
            byte[] last = line;
            int length = lineLength;
            lineLength = 0;
            field(last, 0, length);
        }
        if (!hasData) {
            return null;
        }
        SseEvent event = new SseEvent(type, new String(data, 0, dataLength, StandardCharsets.UTF_8), lastEventId);
        clearEvent();
        return event;
    }

    /** Skips one byte of a byte order mark, or finds that there is none. */
    private int skipBom(byte[] bytes, int at) {
        if (bytes[at] == BOM[bomSeen]) {
            bomSeen++;
            bomOver = bomSeen == BOM.length;
            return at + 1;
        }
        // What looked like a mark was the begin of a line.
        bomOver = true;
        if (bomSeen > 0) {
            keep(BOM, 0, bomSeen);
        }
        return at;
    }

    private void keep(byte[] bytes, int offset, int length) {
        long wanted = (long) lineLength + length;
        if (wanted > maxEventBytes + 16L) {
            throw new SseLimitException(maxEventBytes);
        }
        line = room(line, wanted);
        System.arraycopy(bytes, offset, line, lineLength, length);
        lineLength += length;
    }

    private void endLine(byte[] bytes, int offset, int length) {
        if (lineLength > 0) {
            keep(bytes, offset, length);
            int whole = lineLength;
            lineLength = 0;
            field(line, 0, whole);
        } else if (length == 0) {
            dispatch();
        } else {
            field(bytes, offset, length);
        }
    }

    private void field(byte[] bytes, int offset, int length) {
        int colon = 0;
        while (colon < length && bytes[offset + colon] != ':') {
            colon++;
        }
        if (colon == 0) {
            return;
        }
        int value = Math.min(length, colon + 1);
        if (value < length && bytes[offset + value] == ' ') {
            value++;
        }
        int valueLength = length - value;
        if (is(bytes, offset, colon, "data")) {
            appendData(bytes, offset + value, valueLength);
        } else if (is(bytes, offset, colon, "event")) {
            String named = text(bytes, offset + value, valueLength);
            type = named.isEmpty() ? "message" : named;
        } else if (is(bytes, offset, colon, "id")) {
            String id = text(bytes, offset + value, valueLength);
            if (id.indexOf('\0') < 0) {
                lastEventId = id;
            }
        } else if (is(bytes, offset, colon, "retry")) {
            retry(bytes, offset + value, valueLength);
        }
    }

    private void appendData(byte[] bytes, int offset, int length) {
        long wanted = (long) dataLength + length + (hasData ? 1 : 0);
        if (wanted > maxEventBytes) {
            throw new SseLimitException(maxEventBytes);
        }
        data = room(data, wanted);
        if (hasData) {
            data[dataLength++] = '\n';
        }
        System.arraycopy(bytes, offset, data, dataLength, length);
        dataLength += length;
        hasData = true;
    }

    private void retry(byte[] bytes, int offset, int length) {
        long millis = 0;
        for (int i = 0; i < length; i++) {
            byte b = bytes[offset + i];
            if (b < '0' || b > '9' || millis > Long.MAX_VALUE / 100) {
                return;
            }
            millis = millis * 10 + b - '0';
        }
        if (length > 0) {
            retryMillis = millis;
        }
    }

    private void dispatch() {
        String eventType = type;
        byte[] eventData = data;
        int length = dataLength;
        boolean dispatched = hasData;
        clearEvent();
        if (dispatched) {
            listener.event(eventType, eventData, 0, length, lastEventId);
        }
    }

    private void clearEvent() {
        type = "message";
        dataLength = 0;
        hasData = false;
        // One large event does not hold its room for the rest of the stream.
        if (data.length > MAX_KEPT) {
            data = new byte[512];
        }
        if (line.length > MAX_KEPT && lineLength == 0) {
            line = new byte[256];
        }
    }

    private static byte[] room(byte[] bytes, long wanted) {
        return wanted <= bytes.length
                ? bytes
                : Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 16, Math.max(wanted, bytes.length * 2L)));
    }

    private static boolean is(byte[] bytes, int offset, int length, String name) {
        if (length != name.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (bytes[offset + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static String text(byte[] bytes, int offset, int length) {
        return new String(bytes, offset, length, StandardCharsets.UTF_8);
    }
}
