package dev.nagare.local.math;

import dev.nagare.local.ModelException;
import dev.nagare.local.gguf.GgmlType;
import dev.nagare.local.gguf.GgufException;
import dev.nagare.local.gguf.GgufTensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Copies tensors out of a file into the forms that the kernels read. */
public final class Matrices {
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private Matrices() {}

    /**
     * Packs a tensor of two dimensions.
     *
     * @throws ModelException if it has more elements than an array can hold
     */
    public static Matrix pack(GgufTensor tensor) {
        int columns = size(tensor, 0);
        int rows = size(tensor, 1);
        if (((long) rows + Matrix.PANEL) * columns + Matrix.PANEL > Integer.MAX_VALUE - 8) {
            throw wrong(tensor, "has more elements than this engine holds in one tensor");
        }
        MemorySegment data = tensor.data();
        return switch (tensor.type()) {
            case F32 ->
                new F32Matrix(
                        rows,
                        columns,
                        (row, into) -> MemorySegment.copy(data, FLOAT, 4L * row * columns, into, 0, columns));
            case F16, BF16 ->
                new HalfMatrix(
                        rows,
                        columns,
                        tensor.type() == GgmlType.BF16,
                        (row, into) -> MemorySegment.copy(data, SHORT, 2L * row * columns, into, 0, columns));
            case Q8_0 ->
                new Q8Matrix(
                        rows,
                        columns,
                        (row, into) -> MemorySegment.copy(
                                data, ValueLayout.JAVA_BYTE, (long) row * into.length, into, 0, into.length));
            default -> throw wrong(tensor, "has a type that cannot be computed with");
        };
    }

    /** About how many bytes a tensor takes in memory: a matrix of few rows is filled up to a panel of them. */
    public static long packedBytes(GgufTensor tensor) {
        if (tensor.rank() == 1) {
            return tensor.elements() * Float.BYTES;
        }
        int rows = size(tensor, 1);
        return tensor.data().byteSize() / rows * Matrix.padded(rows);
    }

    /** The elements of a tensor of one dimension, as floats. */
    public static float[] vector(GgufTensor tensor) {
        int size = size(tensor, 0);
        MemorySegment data = tensor.data();
        float[] values = new float[size];
        switch (tensor.type()) {
            case F32 -> MemorySegment.copy(data, FLOAT, 0, values, 0, size);
            case F16 -> {
                for (int i = 0; i < size; i++) {
                    values[i] = Float.float16ToFloat(data.get(SHORT, 2L * i));
                }
            }
            case BF16 -> {
                for (int i = 0; i < size; i++) {
                    values[i] = HalfMatrix.value(data.get(SHORT, 2L * i), true);
                }
            }
            default -> throw wrong(tensor, "is a vector, which must be F32, F16 or BF16");
        }
        return values;
    }

    private static int size(GgufTensor tensor, int axis) {
        long size = tensor.dim(axis);
        if (size > Integer.MAX_VALUE - 8) {
            throw wrong(tensor, "dimension " + axis + " is too large");
        }
        return (int) size;
    }

    private static ModelException wrong(GgufTensor tensor, String reason) {
        return new GgufException(tensor.file(), "tensor " + tensor, reason);
    }
}
