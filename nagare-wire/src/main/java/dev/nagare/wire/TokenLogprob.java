package dev.nagare.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The log probability of one token.
 *
 * @param token the token's text, with U+FFFD for bytes that are no character by themselves
 * @param logprob the natural logarithm of its probability
 * @param bytes the token's UTF-8 bytes, each 0..255, or null
 * @param topLogprobs the most likely tokens at this place; null inside a list of top log probabilities
 * @param additional the members that no other component holds
 */
public record TokenLogprob(
        String token,
        double logprob,
        @Nullable List<Integer> bytes,
        @Nullable List<TokenLogprob> topLogprobs,
        JsonObject additional) {
    /** Copies the lists. */
    public TokenLogprob {
        bytes = bytes == null ? null : List.copyOf(bytes);
        topLogprobs = topLogprobs == null ? null : List.copyOf(topLogprobs);
    }
}
