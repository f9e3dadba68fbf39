package dev.nagare.guard;

import dev.nagare.wire.ChunkChoice;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.Logprobs;
import dev.nagare.wire.TokenLogprob;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** How a server writes the log probabilities of one choice, for tokens that go with another chunk than they came with. */
final class LogprobsForm {
    private boolean isUsed;
    private JsonObject additional = JsonObject.EMPTY;

    /**
     * Notes what a chunk has.
     *
     * @param known leaves out what nobody knows
     */
    void note(@Nullable Logprobs logprobs, UnaryOperator<JsonObject> known) {
        if (logprobs != null) {
            isUsed = true;
            additional = known.apply(logprobs.additional());
        }
    }

    /**
     * The log probabilities of tokens; null where there is nothing to say.
     *
     * @param given what the chunk had with which they go
     */
    @Nullable
    Logprobs of(List<TokenLogprob> content, List<TokenLogprob> refusal, @Nullable Logprobs given) {
        boolean isSilent = given == null && content.isEmpty() && refusal.isEmpty();
        return !isUsed || isSilent
                ? null
                : new Logprobs(
                        list(content, given == null ? null : given.content()),
                        list(refusal, given == null ? null : given.refusal()),
                        additional);
    }

    private static @Nullable List<TokenLogprob> list(List<TokenLogprob> tokens, @Nullable List<TokenLogprob> given) {
        return tokens.isEmpty() && given == null ? null : tokens;
    }

    /** The further members of a choice beside log probabilities: then they are not said to be null. */
    static JsonObject beside(@Nullable Logprobs logprobs, JsonObject additional) {
        return logprobs != null && additional.equals(ChunkChoice.NULL_LOGPROBS_AND_FINISH)
                ? ChunkChoice.NULL_FINISH
                : additional;
    }
}
