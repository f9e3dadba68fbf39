package dev.nagare.wire;

import org.jspecify.annotations.Nullable;

/**
 * What one chunk adds to one choice.
 *
 * @param index which choice, from 0; 0 where a server leaves it out
 * @param delta what is added; {@link Delta#EMPTY} where a server leaves it out
 * @param logprobs the log probabilities of the tokens of this chunk's text
 * @param finishReason why the choice ended, on its last chunk
 * @param additional the members that no other component holds
 */
public record ChunkChoice(
        int index,
        Delta delta,
        @Nullable Logprobs logprobs,
        @Nullable FinishReason finishReason,
        JsonObject additional) {}
