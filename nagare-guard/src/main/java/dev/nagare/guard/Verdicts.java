package dev.nagare.guard;

import dev.nagare.wire.JsonObject;
import dev.nagare.wire.Moderation;
import dev.nagare.wire.ModerationResult;
import dev.nagare.wire.ModerationVerdict;
import java.util.Collection;
import java.util.List;

/**
 * Says what a guard has found in the protocol's words: the {@code moderation} of a chunk. The model that judged is the
 * policy.
 */
final class Verdicts {
    private final Policy policy;
    private final ModerationResult input;

    /**
     * Verdicts of one request.
     *
     * @param input what was found in the messages
     */
    Verdicts(Policy policy, ModerationResult input) {
        this.policy = policy;
        this.input = input;
    }

    /** The verdict on the input and on each choice, in order. */
    Moderation of(Collection<ChoiceGuard> choices) {
        List<ModerationVerdict.Result> output = choices.stream()
                .map(choice -> Results.verdict(policy.id(), Results.of(policy, choice.events())))
                .toList();
        return new Moderation(
                new ModerationVerdict.Results(
                        policy.id(), List.of(Results.verdict(policy.id(), input)), JsonObject.EMPTY),
                new ModerationVerdict.Results(policy.id(), output, JsonObject.EMPTY),
                JsonObject.EMPTY);
    }
}
