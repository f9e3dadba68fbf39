package dev.nagare.wire;

import org.jspecify.annotations.Nullable;

/**
 * How the completion's tokens divide; each may be absent.
 *
 * @param reasoningTokens tokens of reasoning
 * @param audioTokens tokens of audio
 * @param acceptedPredictionTokens tokens of a prediction that came true
 * @param rejectedPredictionTokens tokens of a prediction that did not
 * @param textTokens tokens of text
 * @param additional the members that no other component holds
 */
public record CompletionTokensDetails(
        @Nullable Long reasoningTokens,
        @Nullable Long audioTokens,
        @Nullable Long acceptedPredictionTokens,
        @Nullable Long rejectedPredictionTokens,
        @Nullable Long textTokens,
        JsonObject additional) {}
