package dev.nagare.local.gguf;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * A tensor of a file: its shape and a view of its bytes.
 *
 * <p>The first dimension is the one that is contiguous in memory: a matrix of {@code dim(1)} rows has {@code dim(0)}
 * columns. The bytes are the file's, at no guaranteed address: read them with unaligned, little-endian layouts, copy
 * them, and do not use them after the file is closed.
 */
public final class GgufTensor {
    private final String file;
    private final String name;
    private final GgmlType type;
    private final long[] dims;
    private final MemorySegment data;

    GgufTensor(String file, String name, GgmlType type, long[] dims, MemorySegment data) {
        this.file = file;
        this.name = name;
        this.type = type;
        this.dims = dims;
        this.data = data;
    }

    /** What errors call the file that it lies in. */
    public String file() {
        return file;
    }

    /** The tensor's name, such as {@code blk.0.attn_q.weight}. */
    public String name() {
        return name;
    }

    /** How its numbers are stored; always a supported type. */
    public GgmlType type() {
        return type;
    }

    /** The number of dimensions, 1..4. */
    public int rank() {
        return dims.length;
    }

    /** The size of a dimension, at least 1; 1 for an axis beyond the rank. */
    public long dim(int axis) {
        return axis < dims.length ? dims[axis] : 1;
    }

    /** The sizes of all dimensions, contiguous one first. */
    public long[] dims() {
        return dims.clone();
    }

    /** The number of elements: the product of the dimensions. */
    public long elements() {
        long product = 1;
        for (long dim : dims) {
            product *= dim;
        }
        return product;
    }

    /** The tensor's bytes, exactly as many as its shape and type need; read-only. */
    public MemorySegment data() {
        return data;
    }

    @Override
    public String toString() {
        return GgufException.shown(name) + " " + type + " " + Arrays.toString(dims);
    }
}
