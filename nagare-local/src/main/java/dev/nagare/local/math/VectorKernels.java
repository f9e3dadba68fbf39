package dev.nagare.local.math;

import static dev.nagare.local.math.Matrix.BLOCK;
import static dev.nagare.local.math.Matrix.PANEL;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernels on the Vector API: one lane for each row of a panel, an input broadcast to all lanes.
 *
 * <p>Bytes are multiplied straight from the stored form; a block of 16-bit floats is widened first, in memory that stays
 * in the nearest cache. May only be loaded when the module {@code jdk.incubator.vector} is present.
 */
public final class VectorKernels implements Kernels {
    /** At most 256 bits: the tiles are laid out for sixteen registers of that width. */
    static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED.vectorBitSize() > 256
            ? FloatVector.SPECIES_256
            : FloatVector.SPECIES_PREFERRED;

    /**
     * Kernels for this processor.
     *
     * @throws IllegalStateException if its vectors are too narrow for these kernels
     */
    public VectorKernels() {
        if (FLOATS.vectorShape() == VectorShape.S_64_BIT) {
            throw new IllegalStateException("vectors of 64 bits");
        }
    }

    @Override
    public String name() {
        return "vector-" + FLOATS.vectorBitSize();
    }

    @Override
    public String toString() {
        return name();
    }

    @Override
    public void multiply(F32Matrix weights, Rows x, Rows out, int from, int to) {
        Kernels.clear(out, from, to);
        int columns = weights.columns();
        for (int panel = from; panel < to; panel++) {
            accumulate(weights.weights(), panel * PANEL * columns, columns, x, out.from(panel * PANEL));
        }
    }

    @Override
    public void multiply(HalfMatrix weights, Rows x, Rows out, int from, int to) {
        Kernels.clear(out, from, to);
        int columns = weights.columns();
        float[] block = new float[BLOCK * PANEL];
        for (int panel = from; panel < to; panel++) {
            Rows lanes = out.from(panel * PANEL);
            for (int first = 0; first < columns; first += BLOCK) {
                int width = Math.min(BLOCK, columns - first);
                int at = (panel * columns + first) * PANEL;
                if (weights.isBrain()) {
                    Widening.brains(weights.weights(), at, width * PANEL, block);
                } else {
                    Widening.halves(weights.weights(), at, width * PANEL, block);
                }
                block(block, 0, width, x, first, lanes);
            }
        }
    }

    @Override
    public void multiply(Q8Matrix weights, Rows x, Rows out, int from, int to) {
        Kernels.clear(out, from, to);
        for (int panel = from; panel < to; panel++) {
            int row = 0;
            for (; row + 4 <= x.count(); row += 4) {
                ByteTiles.four(weights, panel, x, row, out);
            }
            if (row + 2 <= x.count()) {
                ByteTiles.two(weights, panel, x, row, out);
                row += 2;
            }
            if (row < x.count()) {
                ByteTiles.one(weights, panel, x, row, out);
            }
        }
    }

    @Override
    public void accumulate(float[] panel, int at, int columns, Rows x, Rows out) {
        for (int first = 0; first < columns; first += BLOCK) {
            block(panel, at + first * PANEL, Math.min(BLOCK, columns - first), x, first, out);
        }
    }

    /** One block for all rows. */
    private static void block(float[] w, int at, int width, Rows x, int column, Rows out) {
        float[] in = x.values();
        float[] to = out.values();
        int xs = x.stride();
        int os = out.stride();
        int row = 0;
        for (; row + 4 <= x.count(); row += 4) {
            FloatTiles.four(w, at, width, in, x.at(row) + column, xs, to, out.at(row), os);
        }
        if (row + 2 <= x.count()) {
            FloatTiles.two(w, at, width, in, x.at(row) + column, xs, to, out.at(row), os);
            row += 2;
        }
        if (row < x.count()) {
            FloatTiles.one(w, at, width, in, x.at(row) + column, to, out.at(row));
        }
    }
}
