package dev.nagare.local.gguf;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks the whole structure of a file in one pass. Nothing is allocated in proportion to a number that the file
 * declares: a count is first compared with the bytes that as many entries would at least take.
 */
final class GgufParser {
    private static final int MAGIC = 0x46554747;
    private static final int KEY_LIMIT = 65_535;
    private static final int NAME_LIMIT = 64;
    private static final int RANK_LIMIT = 4;
    private static final int DEPTH_LIMIT = 4;
    private static final long KEY_VALUE_BYTES = 8 + 4 + 1;
    private static final long TENSOR_BYTES = 8 + 4 + 8 + 4 + 8;
    private static final long DEFAULT_ALIGNMENT = 32;
    private static final long ALIGNMENT_LIMIT = 1 << 20;

    private final String file;
    private final MemorySegment bytes;
    private final GgufCursor cursor;
    private final Map<String, GgufValue> values = new LinkedHashMap<>();
    private final Map<String, GgufTensor> tensors = new LinkedHashMap<>();

    GgufParser(String file, MemorySegment bytes) {
        this.file = file;
        this.bytes = bytes;
        this.cursor = new GgufCursor(file, bytes, 0);
    }

    Map<String, GgufValue> values() {
        return values;
    }

    Map<String, GgufTensor> tensors() {
        return tensors;
    }

    GgufParser parse() {
        if (bytes.byteSize() == 0) {
            throw new GgufException(file, "file", "is empty");
        }
        if (cursor.i32("magic") != MAGIC) {
            throw new GgufException(file, "magic", "is not 'GGUF': this is no GGUF file");
        }
        int version = cursor.i32("version");
        if (version != 2 && version != 3) {
            int swapped = Integer.reverseBytes(version);
            throw new GgufException(
                    file,
                    "version",
                    swapped == 2 || swapped == 3
                            ? "the file is big endian, which is not supported"
                            : Integer.toUnsignedString(version) + " is not supported; 2 and 3 are");
        }
        long tensorCount = atMost(cursor.count("tensor count"), TENSOR_BYTES, "tensor count");
        long valueCount = atMost(cursor.count("metadata count"), KEY_VALUE_BYTES, "metadata count");
        for (long i = 0; i < valueCount; i++) {
            readValue(i);
        }
        List<TensorInfo> infos = new ArrayList<>();
        for (long i = 0; i < tensorCount; i++) {
            infos.add(readTensorInfo(i));
        }
        place(infos);
        return this;
    }

    private long atMost(long count, long bytesEach, String field) {
        if (count > cursor.remaining() / bytesEach) {
            throw new GgufException(
                    file, field, count + " is more than fits into the " + bytes.byteSize() + " bytes of the file");
        }
        return count;
    }

    private void readValue(long index) {
        String key = cursor.string("key of metadata " + index, KEY_LIMIT);
        String field = "metadata " + GgufException.shown(key);
        GgufValue value = scan(readType(field), field, 0);
        if (values.putIfAbsent(key, value) != null) {
            throw new GgufException(file, field, "the key occurs twice");
        }
    }

    private GgufType readType(String field) {
        int id = cursor.i32(field);
        GgufType type = GgufType.of(id);
        if (type == null) {
            throw new GgufException(file, field, "unknown value type " + Integer.toUnsignedString(id));
        }
        return type;
    }

    private GgufValue scan(GgufType type, String field, int depth) {
        if (type == GgufType.ARRAY) {
            return scanArray(field, depth);
        }
        long start = cursor.position();
        skip(type, 1, field);
        return new GgufValue(type, type, start, 1);
    }

    private GgufValue scanArray(String field, int depth) {
        if (depth == DEPTH_LIMIT) {
            throw new GgufException(file, field, "arrays are nested deeper than " + DEPTH_LIMIT);
        }
        GgufType elementType = readType(field);
        long count = cursor.count(field);
        long start = cursor.position();
        if (elementType == GgufType.ARRAY) {
            atMost(count, 4 + 8, field);
            for (long i = 0; i < count; i++) {
                scanArray(field, depth + 1);
            }
        } else {
            skip(elementType, count, field);
        }
        return new GgufValue(GgufType.ARRAY, elementType, start, count);
    }

    private void skip(GgufType type, long count, String field) {
        if (type == GgufType.STRING) {
            atMost(count, 8, field);
            for (long i = 0; i < count; i++) {
                cursor.skipString(field);
            }
        } else {
            atMost(count, type.bytes(), field);
            cursor.skip(count * type.bytes(), field);
        }
    }

    /** A tensor as declared, its bytes not yet looked for. */
    private record TensorInfo(String name, GgmlType type, List<Long> dims, long byteSize, long offset) {
        String field() {
            return "tensor " + GgufException.shown(name);
        }

        long[] shape() {
            return dims.stream().mapToLong(Long::longValue).toArray();
        }
    }

    private TensorInfo readTensorInfo(long index) {
        String name = cursor.string("name of tensor " + index, NAME_LIMIT);
        String field = "tensor " + GgufException.shown(name);
        int rank = cursor.i32(field);
        if (rank < 1 || rank > RANK_LIMIT) {
            throw new GgufException(
                    file, field, "has " + Integer.toUnsignedString(rank) + " dimensions instead of 1 to " + RANK_LIMIT);
        }
        List<Long> dims = new ArrayList<>(rank);
        long elements = 1;
        for (int i = 0; i < rank; i++) {
            long dim = cursor.count(field);
            if (dim == 0 || Math.multiplyHigh(elements, dim) != 0 || elements * dim < 0) {
                throw new GgufException(file, field, "dimension " + i + " is " + dim + ", which is not possible");
            }
            elements *= dim;
            dims.add(dim);
        }
        GgmlType type = readTensorType(field);
        if (dims.getFirst() % type.blockSize() != 0) {
            throw new GgufException(
                    file,
                    field,
                    "rows of " + dims.getFirst() + " elements cannot be stored in blocks of " + type.blockSize() + " ("
                            + type + ")");
        }
        long blocks = elements / type.blockSize();
        if (blocks > bytes.byteSize() / type.blockBytes()) {
            throw new GgufException(
                    file, field, "its " + elements + " elements do not fit into " + bytes.byteSize() + " bytes");
        }
        return new TensorInfo(name, type, dims, blocks * type.blockBytes(), cursor.count(field));
    }

    private GgmlType readTensorType(String field) {
        int id = cursor.i32(field);
        GgmlType type = GgmlType.of(id);
        if (type == null) {
            throw new GgufException(file, field, "unknown tensor type " + Integer.toUnsignedString(id));
        }
        if (!type.isSupported()) {
            throw new GgufException(
                    file, field, "has type " + type + ", which is not supported; F32, F16, BF16 and Q8_0 are");
        }
        return type;
    }

    private void place(List<TensorInfo> infos) {
        long alignment = alignment();
        long dataStart = roundUp(cursor.position(), alignment);
        long available = Math.max(0, bytes.byteSize() - dataStart);
        checkOverlaps(infos);
        for (TensorInfo info : infos) {
            if (info.offset % alignment != 0) {
                throw new GgufException(
                        file, info.field(), "offset " + info.offset + " is no multiple of the alignment " + alignment);
            }
            if (info.offset > available || info.byteSize > available - info.offset) {
                throw new GgufException(
                        file,
                        info.field(),
                        "needs " + info.byteSize + " bytes at offset " + info.offset + " of " + available
                                + " bytes of tensor data: the file is cut or damaged");
            }
            MemorySegment data = bytes.asSlice(dataStart + info.offset, info.byteSize);
            if (tensors.putIfAbsent(info.name, new GgufTensor(file, info.name, info.type, info.shape(), data))
                    != null) {
                throw new GgufException(file, info.field(), "the name occurs twice");
            }
        }
    }

    /** Shared bytes would let a small file ask for far more memory than its own size. */
    private void checkOverlaps(List<TensorInfo> infos) {
        List<TensorInfo> sorted = new ArrayList<>(infos);
        sorted.sort(Comparator.comparingLong(TensorInfo::offset));
        for (int i = 1; i < sorted.size(); i++) {
            TensorInfo before = sorted.get(i - 1);
            if (sorted.get(i).offset - before.offset < before.byteSize) {
                throw new GgufException(
                        file, sorted.get(i).field(), "its bytes overlap those of " + GgufException.shown(before.name));
            }
        }
    }

    private long alignment() {
        GgufValue value = values.get("general.alignment");
        if (value == null) {
            return DEFAULT_ALIGNMENT;
        }
        String field = "metadata 'general.alignment'";
        if (value.type() != GgufType.UINT32) {
            throw new GgufException(file, field, "has type " + value.type() + " instead of UINT32");
        }
        long alignment = Integer.toUnsignedLong(bytes.get(GgufCursor.INT, value.offset()));
        if (Long.bitCount(alignment) != 1 || alignment > ALIGNMENT_LIMIT) {
            throw new GgufException(file, field, alignment + " is no power of two up to " + ALIGNMENT_LIMIT);
        }
        return alignment;
    }

    private static long roundUp(long value, long multiple) {
        return (value + multiple - 1) / multiple * multiple;
    }
}
