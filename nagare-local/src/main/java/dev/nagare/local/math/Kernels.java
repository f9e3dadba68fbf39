package dev.nagare.local.math;

import java.util.Arrays;

/**
 * The inner loops of the forward pass: products of packed weights with a block of rows.
 *
 * <p>There are two sets. {@link ScalarKernels} is plain Java and says what the numbers are; {@link VectorKernels} gives
 * the same bits faster. Both sum an output over ascending columns with fused multiply-adds, each block of
 * {@link Matrix#BLOCK} columns from zero, and add the block's sum, times its scale if there is one, to the output with
 * one more. Nothing in this depends on the number of rows, so a row's result is the same alone and in company.
 *
 * <p>Implementations keep no state; any thread may call them, and several may work on different panels of one product.
 */
public sealed interface Kernels permits AdaptiveKernels, ScalarKernels, VectorKernels {
    /** The name for logs: {@code scalar} or {@code vector-256}. */
    String name();

    /**
     * Multiplies some panels of a matrix with all rows of a block.
     *
     * @param x the inputs: {@code weights.columns()} elements a row
     * @param out the outputs: element {@code i} of a row is for the matrix's row {@code i}; all lanes of the panels are
     *     overwritten, so a row needs {@link Matrix#padded} elements
     * @param from the first panel
     * @param to the panel after the last
     */
    default void multiply(Matrix weights, Rows x, Rows out, int from, int to) {
        switch (weights) {
            case F32Matrix f32 -> multiply(f32, x, out, from, to);
            case HalfMatrix half -> multiply(half, x, out, from, to);
            case Q8Matrix q8 -> multiply(q8, x, out, from, to);
        }
    }

    /** The product for 32-bit floats. */
    void multiply(F32Matrix weights, Rows x, Rows out, int from, int to);

    /** The product for 16-bit floats. */
    void multiply(HalfMatrix weights, Rows x, Rows out, int from, int to);

    /** The product for bytes with scales. */
    void multiply(Q8Matrix weights, Rows x, Rows out, int from, int to);

    /**
     * Adds the product of one panel of floats to the outputs.
     *
     * @param panel an array that holds the panel: {@code columns * PANEL} floats from {@code at} on
     * @param x the inputs: {@code columns} elements a row
     * @param out the outputs: {@link Matrix#PANEL} elements a row
     */
    void accumulate(float[] panel, int at, int columns, Rows x, Rows out);

    /** Sets the lanes of some panels to zero. */
    static void clear(Rows out, int from, int to) {
        for (int row = 0; row < out.count(); row++) {
            int at = out.at(row);
            Arrays.fill(out.values(), at + from * Matrix.PANEL, at + to * Matrix.PANEL, 0);
        }
    }
}
