package dev.nagare.local.sampling;

/**
 * A small pseudo-random generator: SplitMix64 of Steele, Lea and Flood (2014). The JDK's generators could change; a seed
 * that a caller keeps must give the same tokens for ever.
 */
final class SplitMix {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    /** The generator of a stream: streams of one seed are independent of each other. */
    SplitMix(long seed, int stream) {
        state = mix(seed + mix(stream * GOLDEN_GAMMA));
    }

    /** A uniform number in [0, 1), a multiple of 2^-53. */
    double nextDouble() {
        state += GOLDEN_GAMMA;
        return (mix(state) >>> 11) * 0x1p-53;
    }

    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
