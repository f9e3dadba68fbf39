package dev.nagare.local.sampling;

import java.util.Map;

/**
 * How tokens are chosen.
 *
 * @param temperature 0 takes the most likely token; 1 samples from the model's distribution; up to 2
 * @param topP samples from the most likely tokens that together have this probability, 0..1
 * @param frequencyPenalty taken from a token's logit for each time it was generated, −2..2
 * @param presencePenalty taken from a token's logit if it was generated at all, −2..2
 * @param logitBias added to the logits of these tokens
 * @param seed where the randomness begins
 * @param stream which of several answers with this seed, from 0
 */
public record SamplingOptions(
        double temperature,
        double topP,
        double frequencyPenalty,
        double presencePenalty,
        Map<Integer, Float> logitBias,
        long seed,
        int stream) {
    /** Copies the bias. */
    public SamplingOptions {
        logitBias = Map.copyOf(logitBias);
    }

    /** Always the most likely token. */
    public static SamplingOptions greedy() {
        return new SamplingOptions(0, 1, 0, 0, Map.of(), 0, 0);
    }

    boolean changesLogits() {
        return frequencyPenalty != 0 || presencePenalty != 0 || !logitBias.isEmpty();
    }
}
