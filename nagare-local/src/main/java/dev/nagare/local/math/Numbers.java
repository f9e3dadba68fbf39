package dev.nagare.local.math;

/**
 * The functions between the matrices: norms, exponentials, softmax.
 *
 * <p>They use only operations whose result Java defines to the last bit, so a seed gives the same tokens on every machine.
 */
public final class Numbers {
    /** About how many multiply-adds an exponential and what goes with it cost. */
    public static final int EXP_WORK = 32;

    /** Independent sums in a norm, so that additions overlap. */
    private static final int SUMS = 8;

    private static final float LOG2_E = 1.442695f;
    private static final float LN2_HIGH = 0x1.62e4p-1f;
    private static final float LN2_LOW = 1.4286068e-6f;
    /** Adding this rounds to an integer, which then stands in the lowest bits. */
    private static final float ROUND = 0x1.8p23f;

    private static final float LOWEST = -87;
    private static final float HIGHEST = 88;

    private Numbers() {}

    /**
     * e^x within 2 units in the last place, for x clamped to -87..88.
     *
     * <p>x = n ln 2 + r with |r| at most ln 2 / 2; a polynomial gives e^r (coefficients of Cephes' {@code expf}), the
     * exponent bits 2^n.
     */
    public static float exp(float x) {
        float clamped = Math.max(LOWEST, Math.min(HIGHEST, x));
        float shifted = Math.fma(clamped, LOG2_E, ROUND);
        float n = shifted - ROUND;
        float r = Math.fma(-n, LN2_LOW, Math.fma(-n, LN2_HIGH, clamped));
        float p = 0.00019875691f;
        p = Math.fma(p, r, 0.0013981999f);
        p = Math.fma(p, r, 0.008333452f);
        p = Math.fma(p, r, 0.041665796f);
        p = Math.fma(p, r, 0.16666666f);
        p = Math.fma(p, r, 0.5f);
        p = Math.fma(p * r, r, r) + 1;
        int exponent = (Float.floatToRawIntBits(shifted) + 127) << 23;
        return p * Float.intBitsToFloat(exponent);
    }

    /** Divides a row by the root of its mean square and multiplies it with weights. */
    public static void rmsNorm(float[] x, int at, int size, float[] weights, float epsilon, float[] out, int outAt) {
        float[] sums = new float[SUMS];
        for (int i = 0; i < size; i++) {
            sums[i % SUMS] = Math.fma(x[at + i], x[at + i], sums[i % SUMS]);
        }
        double sum = 0;
        for (float part : sums) {
            sum += part;
        }
        float factor = (float) (1 / Math.sqrt(sum / size + epsilon));
        for (int i = 0; i < size; i++) {
            out[outAt + i] = x[at + i] * factor * weights[i];
        }
    }

    /** Replaces gates g by g / (1 + e^-g) * up. */
    public static void swiGlu(float[] gate, int gateAt, float[] up, int upAt, int size) {
        for (int i = 0; i < size; i++) {
            float g = gate[gateAt + i];
            gate[gateAt + i] = g / (1 + exp(-g)) * up[upAt + i];
        }
    }

    /** Replaces scores s by the softmax of {@code s * scale}. */
    public static void softmax(float[] scores, int at, int size, float scale) {
        float highest = Float.NEGATIVE_INFINITY;
        for (int i = at; i < at + size; i++) {
            scores[i] *= scale;
            highest = Math.max(highest, scores[i]);
        }
        float sum = 0;
        for (int i = at; i < at + size; i++) {
            float e = exp(scores[i] - highest);
            scores[i] = e;
            sum += e;
        }
        float factor = 1 / sum;
        for (int i = at; i < at + size; i++) {
            scores[i] *= factor;
        }
    }

    /** Adds a row to another. */
    public static void add(float[] x, int at, float[] y, int yAt, int size) {
        for (int i = 0; i < size; i++) {
            x[at + i] += y[yAt + i];
        }
    }
}
