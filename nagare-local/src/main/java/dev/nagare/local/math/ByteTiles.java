package dev.nagare.local.math;

import static dev.nagare.local.math.Matrix.BLOCK;
import static dev.nagare.local.math.Matrix.PANEL;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** One panel of bytes times one, two or four rows, straight from the stored form. */
final class ByteTiles {
    private static final VectorSpecies<Float> FLOATS = VectorKernels.FLOATS;
    private static final int LANES = FLOATS.length();

    private ByteTiles() {}

    static void one(Q8Matrix weights, int panel, Rows rows, int row, Rows output) {
        byte[] w = weights.weights();
        float[] scales = weights.scales();
        float[] x = rows.values();
        float[] out = output.values();
        int blocks = weights.blocks();
        int outAt = output.at(row) + panel * PANEL;
        for (int block = 0; block < blocks; block++) {
            int unit = panel * blocks + block;
            int at = unit * BLOCK * PANEL;
            int scaleAt = unit * PANEL;
            int xAt = rows.at(row) + block * BLOCK;
            for (int lane = 0; lane < PANEL; lane += 4 * LANES) {
                FloatVector sum00 = FloatVector.zero(FLOATS);
                FloatVector sum01 = FloatVector.zero(FLOATS);
                FloatVector sum02 = FloatVector.zero(FLOATS);
                FloatVector sum03 = FloatVector.zero(FLOATS);
                for (int i = 0; i < BLOCK; i++) {
                    int from = at + i * PANEL + lane;
                    FloatVector w0 = Widening.bytes(w, from);
                    FloatVector w1 = Widening.bytes(w, from + LANES);
                    FloatVector w2 = Widening.bytes(w, from + 2 * LANES);
                    FloatVector w3 = Widening.bytes(w, from + 3 * LANES);
                    FloatVector x0 = FloatVector.broadcast(FLOATS, x[xAt + i]);
                    sum00 = w0.fma(x0, sum00);
                    sum01 = w1.fma(x0, sum01);
                    sum02 = w2.fma(x0, sum02);
                    sum03 = w3.fma(x0, sum03);
                }
                int scale = scaleAt + lane;
                int to = outAt + lane;
                FloatVector scale0 = FloatVector.fromArray(FLOATS, scales, scale);
                FloatVector scale1 = FloatVector.fromArray(FLOATS, scales, scale + LANES);
                FloatVector scale2 = FloatVector.fromArray(FLOATS, scales, scale + 2 * LANES);
                FloatVector scale3 = FloatVector.fromArray(FLOATS, scales, scale + 3 * LANES);
                add(sum00, scale0, out, to);
                add(sum01, scale1, out, to + LANES);
                add(sum02, scale2, out, to + 2 * LANES);
                add(sum03, scale3, out, to + 3 * LANES);
            }
        }
    }

    static void two(Q8Matrix weights, int panel, Rows rows, int row, Rows output) {
        byte[] w = weights.weights();
        float[] scales = weights.scales();
        float[] x = rows.values();
        float[] out = output.values();
        int xs = rows.stride();
        int os = output.stride();
        int blocks = weights.blocks();
        int outAt = output.at(row) + panel * PANEL;
        for (int block = 0; block < blocks; block++) {
            int unit = panel * blocks + block;
            int at = unit * BLOCK * PANEL;
            int scaleAt = unit * PANEL;
            int xAt = rows.at(row) + block * BLOCK;
            for (int lane = 0; lane < PANEL; lane += 4 * LANES) {
                FloatVector sum00 = FloatVector.zero(FLOATS);
                FloatVector sum01 = FloatVector.zero(FLOATS);
                FloatVector sum02 = FloatVector.zero(FLOATS);
                FloatVector sum03 = FloatVector.zero(FLOATS);
                FloatVector sum10 = FloatVector.zero(FLOATS);
                FloatVector sum11 = FloatVector.zero(FLOATS);
                FloatVector sum12 = FloatVector.zero(FLOATS);
                FloatVector sum13 = FloatVector.zero(FLOATS);
                for (int i = 0; i < BLOCK; i++) {
                    int from = at + i * PANEL + lane;
                    FloatVector w0 = Widening.bytes(w, from);
                    FloatVector w1 = Widening.bytes(w, from + LANES);
                    FloatVector w2 = Widening.bytes(w, from + 2 * LANES);
                    FloatVector w3 = Widening.bytes(w, from + 3 * LANES);
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
                int scale = scaleAt + lane;
                int to = outAt + lane;
                FloatVector scale0 = FloatVector.fromArray(FLOATS, scales, scale);
                FloatVector scale1 = FloatVector.fromArray(FLOATS, scales, scale + LANES);
                FloatVector scale2 = FloatVector.fromArray(FLOATS, scales, scale + 2 * LANES);
                FloatVector scale3 = FloatVector.fromArray(FLOATS, scales, scale + 3 * LANES);
                add(sum00, scale0, out, to);
                add(sum01, scale1, out, to + LANES);
                add(sum02, scale2, out, to + 2 * LANES);
                add(sum03, scale3, out, to + 3 * LANES);
                add(sum10, scale0, out, to + os);
                add(sum11, scale1, out, to + os + LANES);
                add(sum12, scale2, out, to + os + 2 * LANES);
                add(sum13, scale3, out, to + os + 3 * LANES);
            }
        }
    }

    static void four(Q8Matrix weights, int panel, Rows rows, int row, Rows output) {
        byte[] w = weights.weights();
        float[] scales = weights.scales();
        float[] x = rows.values();
        float[] out = output.values();
        int xs = rows.stride();
        int os = output.stride();
        int blocks = weights.blocks();
        int outAt = output.at(row) + panel * PANEL;
        for (int block = 0; block < blocks; block++) {
            int unit = panel * blocks + block;
            int at = unit * BLOCK * PANEL;
            int scaleAt = unit * PANEL;
            int xAt = rows.at(row) + block * BLOCK;
            for (int lane = 0; lane < PANEL; lane += 2 * LANES) {
                FloatVector sum00 = FloatVector.zero(FLOATS);
                FloatVector sum01 = FloatVector.zero(FLOATS);
                FloatVector sum10 = FloatVector.zero(FLOATS);
                FloatVector sum11 = FloatVector.zero(FLOATS);
                FloatVector sum20 = FloatVector.zero(FLOATS);
                FloatVector sum21 = FloatVector.zero(FLOATS);
                FloatVector sum30 = FloatVector.zero(FLOATS);
                FloatVector sum31 = FloatVector.zero(FLOATS);
                for (int i = 0; i < BLOCK; i++) {
                    int from = at + i * PANEL + lane;
                    FloatVector w0 = Widening.bytes(w, from);
                    FloatVector w1 = Widening.bytes(w, from + LANES);
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
                int scale = scaleAt + lane;
                int to = outAt + lane;
                FloatVector scale0 = FloatVector.fromArray(FLOATS, scales, scale);
                FloatVector scale1 = FloatVector.fromArray(FLOATS, scales, scale + LANES);
                add(sum00, scale0, out, to);
                add(sum01, scale1, out, to + LANES);
                add(sum10, scale0, out, to + os);
                add(sum11, scale1, out, to + os + LANES);
                add(sum20, scale0, out, to + 2 * os);
                add(sum21, scale1, out, to + 2 * os + LANES);
                add(sum30, scale0, out, to + 3 * os);
                add(sum31, scale1, out, to + 3 * os + LANES);
            }
        }
    }

    private static void add(FloatVector sum, FloatVector scale, float[] out, int at) {
        sum.fma(scale, FloatVector.fromArray(FLOATS, out, at)).intoArray(out, at);
    }
}
