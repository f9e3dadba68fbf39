package dev.nagare.local.sampling;

/**
 * The log probabilities of one place of an answer: the token's own and those of the most likely tokens. They are the
 * model's, before temperature, penalties and bias.
 */
public final class TokenProbabilities {
    private final int token;
    private final double logProbability;
    private final int[] topTokens;
    private final double[] topLogProbabilities;

    private TokenProbabilities(int token, double logProbability, int[] topTokens, double[] topLogProbabilities) {
        this.token = token;
        this.logProbability = logProbability;
        this.topTokens = topTokens;
        this.topLogProbabilities = topLogProbabilities;
    }

    /**
     * Looks at a row of logits.
     *
     * @param logits holds the row
     * @param offset where the row begins
     * @param size the size of the vocabulary
     * @param token the token of this place
     * @param top how many of the most likely tokens to name
     */
    public static TokenProbabilities of(float[] logits, int offset, int size, int token, int top) {
        int[] topTokens = mostLikely(logits, offset, size, Math.min(top, size));
        float highest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < size; i++) {
            highest = Math.max(highest, logits[offset + i]);
        }
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += Exponential.exp((double) logits[offset + i] - highest);
        }
        double normalizer = highest + StrictMath.log(sum);
        double[] topLogProbabilities = new double[topTokens.length];
        for (int i = 0; i < topTokens.length; i++) {
            topLogProbabilities[i] = logits[offset + topTokens[i]] - normalizer;
        }
        return new TokenProbabilities(token, logits[offset + token] - normalizer, topTokens, topLogProbabilities);
    }

    private static int[] mostLikely(float[] logits, int offset, int size, int top) {
        int[] tokens = new int[top];
        int count = 0;
        for (int i = 0; i < size && top > 0; i++) {
            float logit = logits[offset + i];
            if (count == top && logit <= logits[offset + tokens[top - 1]]) {
                continue;
            }
            int place = count < top ? count++ : top - 1;
            while (place > 0 && logits[offset + tokens[place - 1]] < logit) {
                tokens[place] = tokens[place - 1];
                place--;
            }
            tokens[place] = i;
        }
        return tokens;
    }

    /** The token. */
    public int token() {
        return token;
    }

    /** The natural logarithm of its probability. */
    public double logProbability() {
        return logProbability;
    }

    /** How many of the most likely tokens are named. */
    public int topCount() {
        return topTokens.length;
    }

    /** A likely token, from 0, most likely first; of equally likely ones the one with the lower number. */
    public int topToken(int place) {
        return topTokens[place];
    }

    /** The natural logarithm of the probability of {@link #topToken}. */
    public double topLogProbability(int place) {
        return topLogProbabilities[place];
    }
}
