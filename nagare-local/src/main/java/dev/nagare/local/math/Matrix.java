package dev.nagare.local.math;

/**
 * A weight matrix, packed so that one load brings the same column of many rows.
 *
 * <p>Rows are grouped in <em>panels</em> of {@value #PANEL}. Within a panel the elements are ordered by column first:
 * element {@code (row, column)} lies at {@code panel * PANEL * columns + column * PANEL + row % PANEL}. A kernel gives
 * each row its own vector lane, so every output is summed in one lane over ascending columns and nothing is ever added
 * across lanes. The last panel is filled up with zero rows. Columns are summed in blocks of {@value #BLOCK}: each block
 * by itself, then the block sums in order.
 *
 * <p>A matrix never changes after it is made; any thread may read it.
 */
public abstract sealed class Matrix permits F32Matrix, HalfMatrix, Q8Matrix {
    /** Rows in a panel. */
    public static final int PANEL = 32;
    /** Columns in a block; the block of {@code Q8_0} as well. */
    public static final int BLOCK = 32;

    private final int rows;
    private final int columns;

    Matrix(int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
    }

    /** The number of rows: the outputs. */
    public final int rows() {
        return rows;
    }

    /** The number of columns: the inputs. */
    public final int columns() {
        return columns;
    }

    /** The number of panels; the last one may be padded. */
    public final int panels() {
        return panels(rows);
    }

    /** The number of panels that this many rows need. */
    public static int panels(int rows) {
        return (rows + PANEL - 1) / PANEL;
    }

    /** The smallest multiple of {@link #PANEL} that is not below a size: what a row of outputs needs as room. */
    public static int padded(int size) {
        return panels(size) * PANEL;
    }

    /** Writes one row as floats, {@link #columns()} of them. */
    public abstract void row(int row, float[] out, int at);

    /** The bytes that the weights take. */
    public abstract long byteSize();

    /** Where column 0 of a row lies in the packed array; further columns follow at steps of {@link #PANEL}. */
    final int at(int row) {
        return row / PANEL * PANEL * columns + row % PANEL;
    }

    /** The length of the packed array. A few elements more than used, since a narrow vector loads beyond its last lane. */
    static int length(int rows, int columns) {
        return Math.addExact(Math.multiplyExact(padded(rows), columns), PANEL);
    }
}
