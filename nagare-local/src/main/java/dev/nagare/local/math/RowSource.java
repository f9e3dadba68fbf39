package dev.nagare.local.math;

/** Gives the rows of a matrix that is being packed. */
@FunctionalInterface
interface RowSource<T> {
    /** Fills an array with the stored form of one row. */
    void read(int row, T into);
}
