package dev.nagare.local.math;

/**
 * A matrix of signed bytes with one scale for each block of {@link Matrix#BLOCK} columns of a row ({@code Q8_0}).
 *
 * <p>The bytes are packed like every matrix; the scale of {@code (row, block)} lies at
 * {@code (panel * blocks + block) * PANEL + row % PANEL}.
 */
public final class Q8Matrix extends Matrix {
    private static final int BLOCK_BYTES = Short.BYTES + BLOCK;

    private final byte[] weights;
    private final float[] scales;

    /**
     * Packs a matrix.
     *
     * @param columns a multiple of {@link Matrix#BLOCK}
     * @param source gives one row after the other, in order, as the file stores it: for each block a half-precision
     *     scale, then the bytes
     */
    Q8Matrix(int rows, int columns, RowSource<byte[]> source) {
        super(rows, columns);
        int blocks = blocks();
        weights = new byte[length(rows, columns)];
        scales = new float[length(rows, blocks)];
        byte[] row = new byte[blocks * BLOCK_BYTES];
        for (int r = 0; r < rows; r++) {
            source.read(r, row);
            for (int block = 0; block < blocks; block++) {
                int from = block * BLOCK_BYTES;
                short scale = (short) ((row[from] & 0xFF) | (row[from + 1] << 8));
                scales[scaleAt(r, block)] = Float.float16ToFloat(scale);
                unpack(row, from + Short.BYTES, at(r) + block * BLOCK * PANEL);
            }
        }
    }

    private void unpack(byte[] row, int from, int to) {
        for (int i = 0; i < BLOCK; i++) {
            weights[to + i * PANEL] = row[from + i];
        }
    }

    byte[] weights() {
        return weights;
    }

    float[] scales() {
        return scales;
    }

    int blocks() {
        return columns() / BLOCK;
    }

    private int scaleAt(int row, int block) {
        return (row / PANEL * blocks() + block) * PANEL + row % PANEL;
    }

    @Override
    public void row(int row, float[] out, int at) {
        int from = at(row);
        for (int c = 0; c < columns(); c++) {
            out[at + c] = weights[from + c * PANEL] * scales[scaleAt(row, c / BLOCK)];
        }
    }

    @Override
    public long byteSize() {
        return weights.length + (long) scales.length * Float.BYTES;
    }
}
