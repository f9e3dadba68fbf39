package dev.nagare.guard;

import dev.nagare.wire.JsonObject;
import dev.nagare.wire.ModerationResult;
import dev.nagare.wire.ModerationVerdict;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Results of moderation: of events, put together, and as a verdict of a completion. */
final class Results {
    private Results() {}

    /** The same of events. */
    static ModerationResult of(Policy policy, Collection<GuardEvent> events) {
        Set<String> found = new LinkedHashSet<>();
        events.forEach(event -> found.add(event.category()));
        return of(policy, found);
    }

    /** What a policy has found: 1 for each category that was found, 0 for each that was looked for in vain. */
    static ModerationResult of(Policy policy, Set<String> found) {
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
        return new ModerationResult(!found.isEmpty(), flags, scores, inputTypes, JsonObject.EMPTY);
    }

    /** What several results say together: flagged when one is, and of each category the most. */
    static ModerationResult union(Collection<ModerationResult> results) {
        boolean flagged = false;
        Map<String, Boolean> flags = new LinkedHashMap<>();
        Map<String, Double> scores = new LinkedHashMap<>();
        Map<String, List<String>> inputTypes = new LinkedHashMap<>();
        for (ModerationResult result : results) {
            flagged |= result.flagged();
            result.categories().forEach((category, found) -> {
                if (found != null) {
                    flags.merge(category, found, Boolean::logicalOr);
                }
            });
            result.categoryScores().forEach((category, score) -> {
                if (score != null) {
                    scores.merge(category, score, Math::max);
                }
            });
            Map<String, List<String>> types = result.categoryAppliedInputTypes();
            if (types != null) {
                types.forEach(inputTypes::putIfAbsent);
            }
        }
        return new ModerationResult(flagged, flags, scores, inputTypes, JsonObject.EMPTY);
    }

    /** A result as one of a completion's verdict. */
    static ModerationVerdict.Result verdict(String model, ModerationResult result, JsonObject additional) {
        Map<String, Boolean> flags = new LinkedHashMap<>();
        Map<String, Double> scores = new LinkedHashMap<>();
        result.categories().forEach((category, found) -> {
            if (found != null) {
                flags.put(category, found);
            }
        });
        result.categoryScores().forEach((category, score) -> {
            if (score != null) {
                scores.put(category, score);
            }
        });
        Map<String, List<String>> types = result.categoryAppliedInputTypes();
        return new ModerationVerdict.Result(
                "moderation_result",
                model,
                result.flagged(),
                flags,
                scores,
                types == null ? Map.of() : types,
                additional);
    }

    /** A result of a completion's verdict by itself. */
    static ModerationResult of(ModerationVerdict.Result result) {
        return new ModerationResult(
                result.flagged(),
                new LinkedHashMap<>(result.categories()),
                new LinkedHashMap<>(result.categoryScores()),
                result.categoryAppliedInputTypes(),
                JsonObject.EMPTY);
    }
}
