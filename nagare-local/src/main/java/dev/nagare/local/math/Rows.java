package dev.nagare.local.math;

/**
 * A block of rows inside an array: row {@code r} begins at {@code start + r * stride}.
 *
 * @param values the array
 * @param start where the first row begins
 * @param stride how far apart two rows begin
 * @param count how many rows there are
 */
@SuppressWarnings("ArrayRecordComponent") // a view, never compared
public record Rows(float[] values, int start, int stride, int count) {
    /** Where a row begins. */
    public int at(int row) {
        return start + row * stride;
    }

    /** These rows, each from another element on. */
    public Rows from(int element) {
        return new Rows(values, start + element, stride, count);
    }
}
