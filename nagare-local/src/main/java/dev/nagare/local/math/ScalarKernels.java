package dev.nagare.local.math;

import static dev.nagare.local.math.Matrix.BLOCK;
import static dev.nagare.local.math.Matrix.PANEL;

/** The kernels in plain Java: the reference for {@link VectorKernels}, and what runs where the Vector API is missing. */
public final class ScalarKernels implements Kernels {
    /** Lanes whose sums are kept in local variables at a time, so that their additions overlap. */
    private static final int LANES = 4;

    @Override
    public String name() {
        return "scalar";
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
        short[] w = weights.weights();
        float[] block = new float[BLOCK * PANEL];
        for (int panel = from; panel < to; panel++) {
            for (int first = 0; first < columns; first += BLOCK) {
                int width = Math.min(BLOCK, columns - first);
                int at = (panel * columns + first) * PANEL;
                for (int i = 0; i < width * PANEL; i++) {
                    block[i] = HalfMatrix.value(w[at + i], weights.isBrain());
                }
                accumulate(block, 0, width, x.from(first), out.from(panel * PANEL));
            }
        }
    }

    @Override
    public void multiply(Q8Matrix weights, Rows x, Rows out, int from, int to) {
        Kernels.clear(out, from, to);
        int blocks = weights.blocks();
        for (int panel = from; panel < to; panel++) {
            for (int row = 0; row < x.count(); row++) {
                int outAt = out.at(row) + panel * PANEL;
                for (int block = 0; block < blocks; block++) {
                    int unit = panel * blocks + block;
                    block(weights, unit, x.values(), x.at(row) + block * BLOCK, out.values(), outAt);
                }
            }
        }
    }

    private static void block(Q8Matrix weights, int unit, float[] x, int xAt, float[] out, int outAt) {
        byte[] w = weights.weights();
        float[] scales = weights.scales();
        for (int lane = 0; lane < PANEL; lane += LANES) {
            int at = unit * BLOCK * PANEL + lane;
            float sum0 = 0;
            float sum1 = 0;
            float sum2 = 0;
            float sum3 = 0;
            for (int i = 0; i < BLOCK; i++) {
                float input = x[xAt + i];
                sum0 = Math.fma(w[at], input, sum0);
                sum1 = Math.fma(w[at + 1], input, sum1);
                sum2 = Math.fma(w[at + 2], input, sum2);
                sum3 = Math.fma(w[at + 3], input, sum3);
                at += PANEL;
            }
            int scale = unit * PANEL + lane;
            int to = outAt + lane;
            out[to] = Math.fma(sum0, scales[scale], out[to]);
            out[to + 1] = Math.fma(sum1, scales[scale + 1], out[to + 1]);
            out[to + 2] = Math.fma(sum2, scales[scale + 2], out[to + 2]);
            out[to + 3] = Math.fma(sum3, scales[scale + 3], out[to + 3]);
        }
    }

    @Override
    public void accumulate(float[] panel, int at, int columns, Rows x, Rows out) {
        for (int row = 0; row < x.count(); row++) {
            for (int first = 0; first < columns; first += BLOCK) {
                int width = Math.min(BLOCK, columns - first);
                block(panel, at + first * PANEL, width, x.values(), x.at(row) + first, out.values(), out.at(row));
            }
        }
    }

    private static void block(float[] w, int from, int width, float[] x, int xAt, float[] out, int outAt) {
        for (int lane = 0; lane < PANEL; lane += LANES) {
            int at = from + lane;
            float sum0 = 0;
            float sum1 = 0;
            float sum2 = 0;
            float sum3 = 0;
            for (int i = 0; i < width; i++) {
                float input = x[xAt + i];
                sum0 = Math.fma(w[at], input, sum0);
                sum1 = Math.fma(w[at + 1], input, sum1);
                sum2 = Math.fma(w[at + 2], input, sum2);
                sum3 = Math.fma(w[at + 3], input, sum3);
                at += PANEL;
            }
            int to = outAt + lane;
            out[to] += sum0;
            out[to + 1] += sum1;
            out[to + 2] += sum2;
            out[to + 3] += sum3;
        }
    }
}
