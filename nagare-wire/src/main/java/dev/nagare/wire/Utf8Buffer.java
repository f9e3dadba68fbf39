package dev.nagare.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A growing buffer of UTF-8 bytes, to be used again and again so that writing allocates nothing.
 *
 * <p>Not for several threads at once. {@link #array()} and {@link #length()} show the content until the next change.
 */
public final class Utf8Buffer {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** So many chars of a text are escaped before the room is looked at again. */
    private static final int PIECE = 256;

    /** What an emptied buffer keeps at most. */
    private static final int MAX_KEPT = 1 << 16;

    private final int limit;
    private byte[] bytes;
    private int length;

    /** An empty buffer with room for a usual chunk. */
    public Utf8Buffer() {
        this(512);
    }

    /** An empty buffer with room for this many bytes at first. */
    public Utf8Buffer(int capacity) {
        this(capacity, Integer.MAX_VALUE - 16);
    }

    /**
     * An empty buffer with a bound.
     *
     * @param capacity how many bytes to have room for at first
     * @param limit the most bytes that it may have room for; needing more is an {@link IllegalStateException}
     */
    public Utf8Buffer(int capacity, int limit) {
        if (capacity < 0 || limit < 16) {
            throw new IllegalArgumentException(
                    "capacity " + capacity + " must not be negative, limit " + limit + " must be at least 16");
        }
        this.limit = limit;
        bytes = new byte[Math.min(limit, Math.max(16, capacity))];
    }

    /** The array that holds the content from index 0; it changes when the buffer grows. */
    public byte[] array() {
        return bytes;
    }

    /** How many bytes there are. */
    public int length() {
        return length;
    }

    /** Forgets the content and keeps the room, unless one large text has made it very large. */
    public void clear() {
        length = 0;
        if (bytes.length > MAX_KEPT) {
            bytes = new byte[MAX_KEPT];
        }
    }

    /** A copy of the content. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    /** The content as a string. */
    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /** A view of the content for reading. */
    public ByteBuffer view() {
        return ByteBuffer.wrap(bytes, 0, length).asReadOnlyBuffer();
    }

    /** Appends one byte. */
    public Utf8Buffer append(byte value) {
        room(1);
        bytes[length++] = value;
        return this;
    }

    /** Appends bytes. */
    public Utf8Buffer append(byte[] source) {
        return append(source, 0, source.length);
    }

    /** Appends a range of bytes. */
    public Utf8Buffer append(byte[] source, int offset, int count) {
        room(count);
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
        return this;
    }

    /** Appends characters of which each is ASCII. */
    public Utf8Buffer appendAscii(String text) {
        int count = text.length();
        room(count);
        for (int i = 0; i < count; i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
        return this;
    }

    /**
     * Appends a text as the inside of a JSON string (RFC 8259, section 7): quotation mark, backslash and control
     * characters escaped, everything else as UTF-8, a lone surrogate as U+FFFD.
     */
    public Utf8Buffer appendEscaped(CharSequence text) {
        int count = text.length();
        int i = 0;
        while (i < count) {
            i = escapePiece(text, i, Math.min(count, i + PIECE));
        }
        return this;
    }

    /** Appends a piece of a text, and the char behind it if that belongs to a surrogate pair; returns where it ended. */
    private int escapePiece(CharSequence text, int from, int to) {
        // The longest form of a char is six bytes; the two of a surrogate pair become four.
        room((to - from) * 6L);
        byte[] target = bytes;
        int at = length;
        int i = from;
        for (; i < to; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                if (c >= 0x20 && c != '"' && c != '\\') {
                    target[at++] = (byte) c;
                } else {
                    at = escape(c, target, at);
                }
            } else if (c < 0x800) {
                target[at++] = (byte) (0xC0 | (c >> 6));
                target[at++] = (byte) (0x80 | (c & 0x3F));
            } else if (!Character.isSurrogate(c)) {
                at = threeBytes(c, target, at);
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                int point = Character.toCodePoint(c, text.charAt(++i));
                target[at++] = (byte) (0xF0 | (point >> 18));
                target[at++] = (byte) (0x80 | ((point >> 12) & 0x3F));
                target[at++] = (byte) (0x80 | ((point >> 6) & 0x3F));
                target[at++] = (byte) (0x80 | (point & 0x3F));
            } else {
                at = threeBytes('\uFFFD', target, at);
            }
        }
        length = at;
        return i;
    }

    private static int threeBytes(char c, byte[] target, int at) {
        target[at] = (byte) (0xE0 | (c >> 12));
        target[at + 1] = (byte) (0x80 | ((c >> 6) & 0x3F));
        target[at + 2] = (byte) (0x80 | (c & 0x3F));
        return at + 3;
    }

    private static int escape(char c, byte[] target, int at) {
        target[at] = '\\';
        switch (c) {
            case '"', '\\' -> target[at + 1] = (byte) c;
            case '\n' -> target[at + 1] = 'n';
            case '\r' -> target[at + 1] = 'r';
            case '\t' -> target[at + 1] = 't';
            case '\b' -> target[at + 1] = 'b';
            case '\f' -> target[at + 1] = 'f';
            default -> {
                target[at + 1] = 'u';
                target[at + 2] = '0';
                target[at + 3] = '0';
                target[at + 4] = HEX[c >> 4];
                target[at + 5] = HEX[c & 15];
                return at + 6;
            }
        }
        return at + 2;
    }

    private void room(long count) {
        long wanted = length + count;
        if (wanted > bytes.length) {
            if (wanted > limit) {
                throw new IllegalStateException(
                        "the buffer's limit is " + limit + " bytes, but " + wanted + " are needed");
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(limit, Math.max(wanted, bytes.length * 2L)));
        }
    }
}
