package dev.nagare.local.math;

import static dev.nagare.local.math.Matrix.PANEL;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * One block of floats times one, two or four rows.
 *
 * <p>A tile keeps eight sums in registers at most. Arguments: the block at {@code at} in {@code w}, {@code width} columns
 * of it; rows at {@code xAt} and every {@code xs} further; outputs at
 * {@code outAt} and every {@code os} further.
 */
final class FloatTiles {
    private static final VectorSpecies<Float> FLOATS = VectorKernels.FLOATS;
    private static final int LANES = FLOATS.length();

    private FloatTiles() {}

    static void one(float[] w, int at, int width, float[] x, int xAt, float[] out, int outAt) {
        for (int lane = 0; lane < PANEL; lane += 4 * LANES) {
            FloatVector sum00 = FloatVector.zero(FLOATS);
            FloatVector sum01 = FloatVector.zero(FLOATS);
            FloatVector sum02 = FloatVector.zero(FLOATS);
            FloatVector sum03 = FloatVector.zero(FLOATS);
            for (int i = 0; i < width; i++) {
                int from = at + i * PANEL + lane;
                FloatVector w0 = FloatVector.fromArray(FLOATS, w, from);
                FloatVector w1 = FloatVector.fromArray(FLOATS, w, from + LANES);
                FloatVector w2 = FloatVector.fromArray(FLOATS, w, from + 2 * LANES);
                FloatVector w3 = FloatVector.fromArray(FLOATS, w, from + 3 * LANES);
                FloatVector x0 = FloatVector.broadcast(FLOATS, x[xAt + i]);
                sum00 = w0.fma(x0, sum00);
                sum01 = w1.fma(x0, sum01);
                sum02 = w2.fma(x0, sum02);
                sum03 = w3.fma(x0, sum03);
            }
            int to = outAt + lane;
            add(sum00, out, to);
            add(sum01, out, to + LANES);
            add(sum02, out, to + 2 * LANES);
            add(sum03, out, to + 3 * LANES);
        }
    }

    static void two(float[] w, int at, int width, float[] x, int xAt, int xs, float[] out, int outAt, int os) {
        for (int lane = 0; lane < PANEL; lane += 4 * LANES) {
            FloatVector sum00 = FloatVector.zero(FLOATS);
            FloatVector sum01 = FloatVector.zero(FLOATS);
            FloatVector sum02 = FloatVector.zero(FLOATS);
            FloatVector sum03 = FloatVector.zero(FLOATS);
            FloatVector sum10 = FloatVector.zero(FLOATS);
            FloatVector sum11 = FloatVector.zero(FLOATS);
            FloatVector sum12 = FloatVector.zero(FLOATS);
            FloatVector sum13 = FloatVector.zero(FLOATS);
            for (int i = 0; i < width; i++) {
                int from = at + i * PANEL + lane;
                FloatVector w0 = FloatVector.fromArray(FLOATS, w, from);
                FloatVector w1 = FloatVector.fromArray(FLOATS, w, from + LANES);
                FloatVector w2 = FloatVector.fromArray(FLOATS, w, from + 2 * LANES);
                FloatVector w3 = FloatVector.fromArray(FLOATS, w, from + 3 * LANES);
                FloatVector x0 = FloatVector.broadcast(FLOATS, x[xAt + i]);
                sum00 = w0.fma(x0, sum00);
                sum01 = w1.fma(x0, sum01);
                sum02 = w2.fma(x0, sum02);
                sum03 = w3.fma(x0, sum03);
                FloatVector x1 = FloatVector.broadcast(FLOATS, x[xAt + xs + i]);
                sum10 = w0.fma(x1, sum10);
                sum11 = w1.fma(x1, sum11);
                sum12 = w2.fma(x1, sum12);
                sum13 = w3.fma(x1, sum13);
            }
            int to = outAt + lane;
            add(sum00, out, to);
            add(sum01, out, to + LANES);
            add(sum02, out, to + 2 * LANES);
            add(sum03, out, to + 3 * LANES);
            add(sum10, out, to + os);
            add(sum11, out, to + os + LANES);
            add(sum12, out, to + os + 2 * LANES);
            add(sum13, out, to + os + 3 * LANES);
        }
    }

    static void four(float[] w, int at, int width, float[] x, int xAt, int xs, float[] out, int outAt, int os) {
        for (int lane = 0; lane < PANEL; lane += 2 * LANES) {
            FloatVector sum00 = FloatVector.zero(FLOATS);
            FloatVector sum01 = FloatVector.zero(FLOATS);
            FloatVector sum10 = FloatVector.zero(FLOATS);
            FloatVector sum11 = FloatVector.zero(FLOATS);
            FloatVector sum20 = FloatVector.zero(FLOATS);
            FloatVector sum21 = FloatVector.zero(FLOATS);
            FloatVector sum30 = FloatVector.zero(FLOATS);
            FloatVector sum31 = FloatVector.zero(FLOATS);
            for (int i = 0; i < width; i++) {
                int from = at + i * PANEL + lane;
                FloatVector w0 = FloatVector.fromArray(FLOATS, w, from);
                FloatVector w1 = FloatVector.fromArray(FLOATS, w, from + LANES);
                FloatVector x0 = FloatVector.broadcast(FLOATS, x[xAt + i]);
                sum00 = w0.fma(x0, sum00);
                sum01 = w1.fma(x0, sum01);
                FloatVector x1 = FloatVector.broadcast(FLOATS, x[xAt + xs + i]);
                sum10 = w0.fma(x1, sum10);
                sum11 = w1.fma(x1, sum11);
                FloatVector x2 = FloatVector.broadcast(FLOATS, x[xAt + 2 * xs + i]);
                sum20 = w0.fma(x2, sum20);
                sum21 = w1.fma(x2, sum21);
                FloatVector x3 = FloatVector.broadcast(FLOATS, x[xAt + 3 * xs + i]);
                sum30 = w0.fma(x3, sum30);
                sum31 = w1.fma(x3, sum31);
            }
            int to = outAt + lane;
            add(sum00, out, to);
            add(sum01, out, to + LANES);
            add(sum10, out, to + os);
            add(sum11, out, to + os + LANES);
            add(sum20, out, to + 2 * os);
            add(sum21, out, to + 2 * os + LANES);
            add(sum30, out, to + 3 * os);
            add(sum31, out, to + 3 * os + LANES);
        }
    }

    private static void add(FloatVector sum, float[] out, int at) {
        sum.add(FloatVector.fromArray(FLOATS, out, at)).intoArray(out, at);
    }
}
