package dev.nagare.local.math;

/** A matrix of 16-bit floats, either IEEE half precision or the upper half of a 32-bit float. */
public final class HalfMatrix extends Matrix {
    /** A half's magnitude, shifted to the place of a float's, is too small by this factor. */
    static final float HALF_SCALE = 0x1p112f;

    private final short[] weights;
    private final boolean brain;

    /**
     * Packs a matrix.
     *
     * @param brain whether an element is the upper half of a float, not an IEEE half
     * @param source gives one row after the other, in order
     */
    HalfMatrix(int rows, int columns, boolean brain, RowSource<short[]> source) {
        super(rows, columns);
        this.brain = brain;
        weights = new short[length(rows, columns)];
        short[] row = new short[columns];
        for (int r = 0; r < rows; r++) {
            source.read(r, row);
            int to = at(r);
            for (int c = 0; c < columns; c++) {
                weights[to + c * PANEL] = brain ? row[c] : withoutDenormal(row[c]);
            }
        }
    }

    short[] weights() {
        return weights;
    }

    boolean isBrain() {
        return brain;
    }

    /** The float that a stored element stands for. */
    static float value(short bits, boolean brain) {
        return brain ? Float.intBitsToFloat(bits << 16) : Float.intBitsToFloat((bits << 13) & 0x8FFF_E000) * HALF_SCALE;
    }

    /**
     * A half, or zero for one below 2^-14: as a shifted float it would be denormal, which costs many cycles on some
     * processors, and it is too small to matter. An infinity or NaN has no place among weights; it becomes a large number.
     */
    private static short withoutDenormal(short bits) {
        return (bits & 0x7C00) == 0 ? 0 : bits;
    }

    @Override
    public void row(int row, float[] out, int at) {
        int from = at(row);
        for (int c = 0; c < columns(); c++) {
            out[at + c] = value(weights[from + c * PANEL], brain);
        }
    }

    @Override
    public long byteSize() {
        return (long) weights.length * Short.BYTES;
    }
}
