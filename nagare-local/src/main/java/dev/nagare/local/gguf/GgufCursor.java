package dev.nagare.local.gguf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads little-endian values one after the other and never past the end. */
final class GgufCursor {
    static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final String file;
    private final MemorySegment bytes;
    private long position;

    GgufCursor(String file, MemorySegment bytes, long position) {
        this.file = file;
        this.bytes = bytes;
        this.position = position;
    }

    long position() {
        return position;
    }

    long remaining() {
        return bytes.byteSize() - position;
    }

    int u8(String field) {
        return bytes.get(ValueLayout.JAVA_BYTE, skip(1, field)) & 0xFF;
    }

    int i32(String field) {
        return bytes.get(INT, skip(4, field));
    }

    long i64(String field) {
        return bytes.get(LONG, skip(8, field));
    }

    /** A count or length: unsigned in the file, and so large that the sign is set only in a hostile one. */
    long count(String field) {
        long count = i64(field);
        if (count < 0) {
            throw new GgufException(file, field, Long.toUnsignedString(count) + " is more than any file can hold");
        }
        return count;
    }

    /** A length in bytes followed by that many bytes of UTF-8. */
    String string(String field, int limit) {
        long length = count(field);
        if (length > limit) {
            throw new GgufException(file, field, "a name of " + length + " bytes; at most " + limit + " are allowed");
        }
        long start = skip(length, field);
        return utf8(bytes, start, (int) length);
    }

    /** Steps over a string, whatever its length. */
    void skipString(String field) {
        skip(count(field), field);
    }

    /** Steps over some bytes and returns where they begin. */
    long skip(long length, String field) {
        if (length > remaining()) {
            throw new GgufException(
                    file,
                    field,
                    "needs " + length + " bytes at offset " + position + ", but only " + remaining()
                            + " are left: the file is cut or damaged");
        }
        long start = position;
        position += length;
        return start;
    }

    static String utf8(MemorySegment bytes, long offset, int length) {
        byte[] copy = new byte[length];
        MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, offset, copy, 0, length);
        return new String(copy, StandardCharsets.UTF_8);
    }
}
