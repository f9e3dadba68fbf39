package dev.nagare.local.gguf;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A GGUF file: metadata by key and tensors by name.
 *
 * <p>Opening checks the whole structure, so every value and tensor that is found lies within the file. Numbers are
 * decoded when they are asked for, from the mapped file or the given bytes; nothing obtained from {@link #tensors()} may
 * be used after {@link #close()}. Any thread may read.
 */
public final class GgufFile implements AutoCloseable {
    private final String name;
    private final MemorySegment bytes;
    private final @Nullable Arena arena;
    private final Map<String, GgufValue> values;
    private final Map<String, GgufTensor> tensors;

    private GgufFile(String name, MemorySegment bytes, @Nullable Arena arena) {
        GgufParser parser = new GgufParser(name, bytes).parse();
        this.name = name;
        this.bytes = bytes;
        this.arena = arena;
        this.values = Collections.unmodifiableMap(parser.values());
        this.tensors = Collections.unmodifiableMap(parser.tensors());
    }

    /**
     * Maps a file and checks it.
     *
     * @throws GgufException if it is no valid GGUF file
     * @throws IOException if it cannot be read
     */
    @SuppressWarnings("MustBeClosedChecker") // the arena lives until the file is closed
    public static GgufFile open(Path path) throws IOException {
        Arena arena = Arena.ofShared();
        boolean opened = false;
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            GgufFile file = new GgufFile(path.toString(), bytes, arena);
            opened = true;
            return file;
        } finally {
            if (!opened) {
                arena.close();
            }
        }
    }

    /**
     * Checks a file that is in memory already.
     *
     * @param name what errors call it
     * @param bytes the file's content; not copied, so it must not change
     * @throws GgufException if it is no valid GGUF file
     */
    public static GgufFile of(String name, byte[] bytes) {
        return new GgufFile(name, MemorySegment.ofArray(bytes).asReadOnly(), null);
    }

    /** What errors call this file. */
    public String name() {
        return name;
    }

    /** All bytes, read-only. */
    public MemorySegment bytes() {
        return bytes;
    }

    /** The tensors by name, in the order of the file. */
    public Map<String, GgufTensor> tensors() {
        return tensors;
    }

    /**
     * The tensor of this name.
     *
     * @throws GgufException if there is none
     */
    public GgufTensor tensor(String tensor) {
        GgufTensor found = tensors.get(tensor);
        if (found == null) {
            throw new GgufException(name, "tensor " + GgufException.shown(tensor), "is missing");
        }
        return found;
    }

    /** The keys of the metadata, in the order of the file. */
    public Set<String> keys() {
        return values.keySet();
    }

    /** Whether the metadata has this key. */
    public boolean has(String key) {
        return values.containsKey(key);
    }

    /**
     * A string.
     *
     * @throws GgufException if the key is missing or no string
     */
    public String string(String key) {
        GgufValue value = value(key, GgufType.STRING);
        GgufCursor cursor = new GgufCursor(name, bytes, value.offset());
        return cursor.string(field(key), Integer.MAX_VALUE - 8);
    }

    /** A string, or the fallback when the key is missing. */
    public String string(String key, String fallback) {
        return has(key) ? string(key) : fallback;
    }

    /**
     * An integer of any width from 0 to {@link Integer#MAX_VALUE}.
     *
     * @throws GgufException if the key is missing, no integer or out of this range
     */
    public int u32(String key) {
        GgufValue value = value(key);
        if (!value.type().isInteger()) {
            throw wrongType(key, value.type().toString(), "an integer");
        }
        return inRange(key, integer(value.type(), value.offset()), 0);
    }

    /** An integer from 0 to {@link Integer#MAX_VALUE}, or the fallback when the key is missing. */
    public int u32(String key, int fallback) {
        return has(key) ? u32(key) : fallback;
    }

    /**
     * A floating-point number.
     *
     * @throws GgufException if the key is missing, no such number, or not finite
     */
    public float f32(String key) {
        GgufValue value = value(key);
        float number = switch (value.type()) {
            case FLOAT32 -> bytes.get(GgufCursor.FLOAT, value.offset());
            case FLOAT64 -> (float) bytes.get(GgufCursor.DOUBLE, value.offset());
            default -> throw wrongType(key, value.type().toString(), "a floating-point number");
        };
        if (!Float.isFinite(number)) {
            throw new GgufException(name, field(key), number + " is not a finite number");
        }
        return number;
    }

    /** A floating-point number, or the fallback when the key is missing. */
    public float f32(String key, float fallback) {
        return has(key) ? f32(key) : fallback;
    }

    /** A boolean, or the fallback when the key is missing. */
    public boolean bool(String key, boolean fallback) {
        return has(key)
                ? bytes.get(ValueLayout.JAVA_BYTE, value(key, GgufType.BOOL).offset()) != 0
                : fallback;
    }

    /**
     * An array of strings.
     *
     * @throws GgufException if the key is missing or no array of strings
     */
    public List<String> strings(String key) {
        GgufValue value = array(key);
        if (value.elementType() != GgufType.STRING) {
            throw wrongType(key, "array of " + value.elementType(), "an array of strings");
        }
        int count = inRange(key, value.count(), 0);
        List<String> strings = new ArrayList<>(count);
        GgufCursor cursor = new GgufCursor(name, bytes, value.offset());
        String field = field(key);
        for (int i = 0; i < count; i++) {
            strings.add(cursor.string(field, Integer.MAX_VALUE - 8));
        }
        return strings;
    }

    /**
     * An array of integers of any width, each in the range of an {@code int}.
     *
     * @throws GgufException if the key is missing, no array of integers, or one is out of range
     */
    public int[] ints(String key) {
        GgufValue value = array(key);
        GgufType type = value.elementType();
        if (!type.isInteger()) {
            throw wrongType(key, "array of " + type, "an array of integers");
        }
        int[] ints = new int[inRange(key, value.count(), 0)];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = inRange(key, integer(type, value.offset() + (long) i * type.bytes()), Integer.MIN_VALUE);
        }
        return ints;
    }

    /**
     * An array of 32-bit floats.
     *
     * @throws GgufException if the key is missing or no array of them
     */
    public float[] floats(String key) {
        GgufValue value = array(key);
        if (value.elementType() != GgufType.FLOAT32) {
            throw wrongType(key, "array of " + value.elementType(), "an array of FLOAT32");
        }
        float[] floats = new float[inRange(key, value.count(), 0)];
        MemorySegment.copy(bytes, GgufCursor.FLOAT, value.offset(), floats, 0, floats.length);
        return floats;
    }

    /** Drops the map of a file; afterwards nothing of it may be read. */
    @Override
    public void close() {
        if (arena != null && arena.scope().isAlive()) {
            arena.close();
        }
    }

    private long integer(GgufType type, long offset) {
        return switch (type) {
            case UINT8 -> bytes.get(ValueLayout.JAVA_BYTE, offset) & 0xFF;
            case INT8 -> bytes.get(ValueLayout.JAVA_BYTE, offset);
            case UINT16 -> bytes.get(GgufCursor.SHORT, offset) & 0xFFFF;
            case INT16 -> bytes.get(GgufCursor.SHORT, offset);
            case UINT32 -> Integer.toUnsignedLong(bytes.get(GgufCursor.INT, offset));
            case INT32 -> bytes.get(GgufCursor.INT, offset);
            case UINT64, INT64 -> bytes.get(GgufCursor.LONG, offset);
            case FLOAT32, BOOL, STRING, ARRAY, FLOAT64 -> throw new IllegalArgumentException(type + " is no integer");
        };
    }

    private int inRange(String key, long number, int lowest) {
        if (number < lowest || number > Integer.MAX_VALUE) {
            throw new GgufException(
                    name, field(key), number + " is not in the range " + lowest + ".." + Integer.MAX_VALUE);
        }
        return (int) number;
    }

    private GgufValue array(String key) {
        return value(key, GgufType.ARRAY);
    }

    private GgufValue value(String key, GgufType type) {
        GgufValue value = value(key);
        if (value.type() != type) {
            throw wrongType(key, value.type().toString(), type.toString());
        }
        return value;
    }

    private GgufValue value(String key) {
        GgufValue value = values.get(key);
        if (value == null) {
            throw new GgufException(name, field(key), "is missing");
        }
        return value;
    }

    private GgufException wrongType(String key, String actual, String expected) {
        return new GgufException(name, field(key), "is " + actual + " instead of " + expected);
    }

    private static String field(String key) {
        return "metadata " + GgufException.shown(key);
    }
}
