package dev.nagare.wire;

import org.jspecify.annotations.Nullable;

/**
 * One choice of a completion of the older endpoint, whole or the part of it that one chunk carries.
 *
 * @param text the text, or the piece to append
 * @param index which choice, from 0
 * @param logprobs the log probabilities of the text's tokens, or null
 * @param finishReason why the choice ended; null before its end
 * @param additional the members that no other component holds
 */
public record CompletionChoice(
        String text,
        int index,
        @Nullable CompletionLogprobs logprobs,
        @Nullable FinishReason finishReason,
        JsonObject additional) {}
