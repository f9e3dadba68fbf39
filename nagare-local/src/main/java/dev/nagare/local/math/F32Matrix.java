package dev.nagare.local.math;

/** A matrix of 32-bit floats. */
public final class F32Matrix extends Matrix {
    private final float[] weights;

    /**
     * Packs a matrix.
     *
     * @param source gives one row after the other, in order
     */
    F32Matrix(int rows, int columns, RowSource<float[]> source) {
        super(rows, columns);
        weights = new float[length(rows, columns)];
        float[] row = new float[columns];
        for (int r = 0; r < rows; r++) {
            source.read(r, row);
            int to = at(r);
            for (int c = 0; c < columns; c++) {
                weights[to + c * PANEL] = row[c];
            }
        }
    }

    float[] weights() {
        return weights;
    }

    @Override
    public void row(int row, float[] out, int at) {
        int from = at(row);
        for (int c = 0; c < columns(); c++) {
            out[at + c] = weights[from + c * PANEL];
        }
    }

    @Override
    public long byteSize() {
        return (long) weights.length * Float.BYTES;
    }
}
