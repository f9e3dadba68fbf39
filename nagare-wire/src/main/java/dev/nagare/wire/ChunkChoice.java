package dev.nagare.wire;

import org.jspecify.annotations.Nullable;

/**
 * What one chunk adds to one choice.
 *
 * <p>Whether {@code logprobs} and {@code finish_reason} are written as null or left out is said by {@code additional}.
 * A server of its own writes them; {@link #role}, {@link #content} and {@link #finish} make choices of that form.
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
        JsonObject additional) {
    /** For {@code additional}: no log probabilities and no finish reason, both written as null. */
    public static final JsonObject NULL_LOGPROBS_AND_FINISH = JsonObject.nulls("logprobs", "finish_reason");

    /** For {@code additional}: no log probabilities, written as null. */
    public static final JsonObject NULL_LOGPROBS = JsonObject.nulls("logprobs");

    /** For {@code additional}: no finish reason, written as null. */
    public static final JsonObject NULL_FINISH = JsonObject.nulls("finish_reason");

    /** The first chunk's form: the role, empty content, and no refusal. */
    public static ChunkChoice role(int index) {
        return new ChunkChoice(index, Delta.ROLE, null, null, NULL_LOGPROBS_AND_FINISH);
    }

    /** A content chunk's form. */
    public static ChunkChoice content(int index, String content) {
        return new ChunkChoice(index, Delta.ofContent(content), null, null, NULL_LOGPROBS_AND_FINISH);
    }

    /** A content chunk's form with log probabilities. */
    public static ChunkChoice content(int index, String content, Logprobs logprobs) {
        return new ChunkChoice(index, Delta.ofContent(content), logprobs, null, NULL_FINISH);
    }

    /** The finish chunk's form: nothing but the reason. */
    public static ChunkChoice finish(int index, FinishReason reason) {
        return new ChunkChoice(index, Delta.EMPTY, null, reason, NULL_LOGPROBS);
    }
}
