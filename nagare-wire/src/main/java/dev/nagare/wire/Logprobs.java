package dev.nagare.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Log probabilities of a chat choice, or of the part of it that one chunk carries.
 *
 * @param content of the tokens of the content, or null
 * @param refusal of the tokens of the refusal, or null
 * @param additional the members that no other component holds
 */
public record Logprobs(
        @Nullable List<TokenLogprob> content, @Nullable List<TokenLogprob> refusal, JsonObject additional) {
    /** Copies the lists. */
    public Logprobs {
        content = content == null ? null : List.copyOf(content);
        refusal = refusal == null ? null : List.copyOf(refusal);
    }
}
