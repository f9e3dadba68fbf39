package dev.nagare.guard;

import dev.nagare.wire.JsonObject;
import dev.nagare.wire.Moderation;
import dev.nagare.wire.ModerationVerdict;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Says what a guard has found in the protocol's words: the {@code moderation} of a chunk. */
final class Verdicts {
    private final Policy policy;
    private final String model;
    private final List<GuardEvent> input;

    /**
     * Verdicts of one request.
     *
     * @param model the name of the judge, as the request gave it
     * @param input what was found in the messages
     */
    Verdicts(Policy policy, String model, List<GuardEvent> input) {
        this.policy = policy;
        this.model = model;
        this.input = input;
    }

    /** The verdict on the input and on each choice, in order. */
    Moderation of(Collection<ChoiceGuard> choices) {
        List<ModerationVerdict.Result> output =
                choices.stream().map(choice -> result(choice.events())).toList();
        return new Moderation(
                new ModerationVerdict.Results(model, List.of(result(input)), JsonObject.EMPTY),
                new ModerationVerdict.Results(model, output, JsonObject.EMPTY),
                JsonObject.EMPTY);
    }

    private ModerationVerdict.Result result(List<GuardEvent> events) {
        Set<String> found = new LinkedHashSet<>();
        events.forEach(event -> found.add(event.category()));
        Set<String> categories = new LinkedHashSet<>();
        policy.rules().forEach(rule -> categories.add(rule.category()));
        categories.addAll(found);
        Map<String, Boolean> flags = new LinkedHashMap<>();
        Map<String, Double> scores = new LinkedHashMap<>();
        Map<String, List<String>> inputTypes = new LinkedHashMap<>();
        for (String category : categories) {
            boolean isFound = found.contains(category);
            flags.put(category, isFound);
            scores.put(category, isFound ? 1.0 : 0.0);
            inputTypes.put(category, List.of("text"));
        }
        return new ModerationVerdict.Result(
                "moderation_result", model, !found.isEmpty(), flags, scores, inputTypes, JsonObject.EMPTY);
    }
}
