package dev.nagare.local.model;

/**
 * The rotary position embedding in the order of the Llama architecture: elements 2i and 2i+1 of a head are rotated
 * together by position · scale · base^(-2i/n) / factor(i).
 *
 * <p>Angles are computed in double precision with functions whose result Java defines to the last bit.
 */
final class Rope {
    private final int pairs;
    private final double[] frequencies;

    /**
     * A rotation.
     *
     * @param factors what the frequency of each pair is divided by; empty for none
     */
    Rope(LlamaConfig config, float[] factors) {
        pairs = config.ropeDimensions() / 2;
        frequencies = new double[pairs];
        for (int i = 0; i < pairs; i++) {
            double frequency = StrictMath.pow(config.ropeBase(), -2.0 * i / config.ropeDimensions());
            frequencies[i] = frequency * config.ropeScale() / (factors.length == 0 ? 1 : factors[i]);
        }
    }

    /** How many floats {@link #angles} writes for a position. */
    int size() {
        return 2 * pairs;
    }

    /** Writes cosine and sine of each pair's angle. */
    void angles(int position, float[] out, int at) {
        for (int i = 0; i < pairs; i++) {
            double angle = position * frequencies[i];
            out[at + 2 * i] = (float) StrictMath.cos(angle);
            out[at + 2 * i + 1] = (float) StrictMath.sin(angle);
        }
    }

    /** Rotates some heads that follow each other. */
    void rotate(float[] x, int at, int heads, int headLength, float[] angles, int anglesAt) {
        for (int head = 0; head < heads; head++) {
            int start = at + head * headLength;
            for (int i = 0; i < 2 * pairs; i += 2) {
                float cos = angles[anglesAt + i];
                float sin = angles[anglesAt + i + 1];
                float a = x[start + i];
                float b = x[start + i + 1];
                x[start + i] = a * cos - b * sin;
                x[start + i + 1] = a * sin + b * cos;
            }
        }
    }
}
