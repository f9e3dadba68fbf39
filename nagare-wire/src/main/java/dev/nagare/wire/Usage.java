package dev.nagare.wire;

import org.jspecify.annotations.Nullable;

/**
 * How many tokens a request used.
 *
 * @param promptTokens the tokens of the prompt
 * @param completionTokens the tokens generated, over all choices
 * @param totalTokens the sum of both
 * @param promptTokensDetails how the prompt's tokens divide, or null
 * @param completionTokensDetails how the completion's tokens divide, or null
 * @param additional the members that no other component holds
 */
public record Usage(
        long promptTokens,
        long completionTokens,
        long totalTokens,
        @Nullable PromptTokensDetails promptTokensDetails,
        @Nullable CompletionTokensDetails completionTokensDetails,
        JsonObject additional) {
    /** No tokens at all. */
    public static final Usage NONE = of(0, 0);

    /** A usage without details. */
    public static Usage of(long promptTokens, long completionTokens) {
        return new Usage(promptTokens, completionTokens, promptTokens + completionTokens, null, null, JsonObject.EMPTY);
    }
}
