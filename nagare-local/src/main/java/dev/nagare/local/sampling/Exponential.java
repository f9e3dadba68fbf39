package dev.nagare.local.sampling;

/**
 * The exponential function for arguments that are not positive, the same to the last bit on every JVM; the JDK's may
 * differ between processors. The relative error is below 1e-15.
 */
final class Exponential {
    private static final double LOG2_E = 1.4426950408889634;
    private static final double LN2_HIGH = 0x1.62e42fee00000p-1;
    private static final double LN2_LOW = 0x1.a39ef35793c76p-33;
    private static final double SMALLEST = -700;

    /** 1/n! from n = 13 down to 2. */
    private static final double[] COEFFICIENTS = {
        1.0 / 6227020800L,
        1.0 / 479001600,
        1.0 / 39916800,
        1.0 / 3628800,
        1.0 / 362880,
        1.0 / 40320,
        1.0 / 5040,
        1.0 / 720,
        1.0 / 120,
        1.0 / 24,
        1.0 / 6,
        1.0 / 2
    };

    private Exponential() {}

    /** e to the power of x, for x ≤ 0; 0 below -700. */
    static double exp(double x) {
        if (!(x >= SMALLEST)) {
            return 0;
        }
        // x = k ln 2 + r with |r| ≤ ln 2 / 2; the cast after the shift rounds to the nearest k
        int k = (int) (x * LOG2_E - 0.5);
        double r = x - k * LN2_HIGH - k * LN2_LOW;
        double sum = COEFFICIENTS[0];
        for (int i = 1; i < COEFFICIENTS.length; i++) {
            sum = sum * r + COEFFICIENTS[i];
        }
        double value = 1 + (r + r * r * sum);
        return value * Double.longBitsToDouble((long) (k + Double.MAX_EXPONENT) << 52);
    }
}
