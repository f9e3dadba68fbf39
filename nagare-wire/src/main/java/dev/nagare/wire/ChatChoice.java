package dev.nagare.wire;

import org.jspecify.annotations.Nullable;

/**
 * One choice of a whole chat completion.
 *
 * @param index which choice, from 0
 * @param message what the model answered
 * @param logprobs the log probabilities of the tokens, or null
 * @param finishReason why the choice ended; null only in a snapshot of an unfinished stream
 * @param additional the members that no other component holds
 */
public record ChatChoice(
        int index,
        AssistantMessage message,
        @Nullable Logprobs logprobs,
        @Nullable FinishReason finishReason,
        JsonObject additional) {}
