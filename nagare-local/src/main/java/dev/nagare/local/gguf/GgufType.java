package dev.nagare.local.gguf;

import org.jspecify.annotations.Nullable;

/** The type of a metadata value; the numbers are those of the format. */
enum GgufType {
    UINT8(0, 1),
    INT8(1, 1),
    UINT16(2, 2),
    INT16(3, 2),
    UINT32(4, 4),
    INT32(5, 4),
    FLOAT32(6, 4),
    BOOL(7, 1),
    STRING(8, 0),
    ARRAY(9, 0),
    UINT64(10, 8),
    INT64(11, 8),
    FLOAT64(12, 8);

    private static final GgufType[] TYPES = values();

    private final int id;
    private final int bytes;

    GgufType(int id, int bytes) {
        this.id = id;
        this.bytes = bytes;
    }

    /** The number that stands for this type in a file. */
    int id() {
        return id;
    }

    /** The size of a value in bytes; 0 where the value itself says it. */
    int bytes() {
        return bytes;
    }

    boolean isInteger() {
        return switch (this) {
            case UINT8, INT8, UINT16, INT16, UINT32, INT32, UINT64, INT64 -> true;
            case FLOAT32, BOOL, STRING, ARRAY, FLOAT64 -> false;
        };
    }

    static @Nullable GgufType of(int id) {
        return id >= 0 && id < TYPES.length ? TYPES[id] : null;
    }
}
