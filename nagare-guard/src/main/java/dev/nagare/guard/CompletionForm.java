package dev.nagare.guard;

import dev.nagare.wire.CompletionLogprobs;
import dev.nagare.wire.JsonObject;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** How a server of the older endpoint writes the log probabilities of one choice; {@link LogprobsForm} is that of a chat. */
final class CompletionForm {
    private boolean isUsed;
    private boolean hasAlternatives;
    private JsonObject additional = JsonObject.EMPTY;

    /**
     * Notes what a chunk has.
     *
     * @param known leaves out what nobody knows
     */
    void note(@Nullable CompletionLogprobs logprobs, UnaryOperator<JsonObject> known) {
        if (logprobs != null) {
            isUsed = true;
            hasAlternatives |= logprobs.topLogprobs() != null;
            additional = known.apply(logprobs.additional());
        }
    }

    /**
     * The log probabilities of tokens; null where there is nothing to say.
     *
     * @param given what the chunk had with which they go
     */
    @Nullable
    CompletionLogprobs of(List<CompletionTokens.Token> tokens, @Nullable CompletionLogprobs given) {
        boolean isSilent = given == null && tokens.isEmpty();
        return !isUsed || isSilent ? null : CompletionTokens.join(tokens, hasAlternatives, additional);
    }
}
