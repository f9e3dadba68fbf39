package dev.nagare.wire;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What moderation found on one side of a completion. */
public sealed interface ModerationVerdict {
    /** The kind of verdict, as {@code type} says it. */
    String type();

    /**
     * A judgement.
     *
     * @param model the model that judged
     * @param results what it found, for each text that it was given
     * @param additional the members that no other component holds
     */
    record Results(String model, List<Result> results, JsonObject additional) implements ModerationVerdict {
        /** Copies the results. */
        public Results {
            results = List.copyOf(results);
        }

        @Override
        public String type() {
            return "moderation_results";
        }
    }

    /**
     * What was found in one text.
     *
     * @param type the kind; {@code moderation_result}
     * @param model the model that judged
     * @param flagged whether any category was found
     * @param categories which categories were found
     * @param categoryScores how likely each is; 0..1
     * @param categoryAppliedInputTypes the kinds of input that each was looked for in: {@code text}, {@code image}
     * @param additional the members that no other component holds
     */
    record Result(
            String type,
            String model,
            boolean flagged,
            Map<String, Boolean> categories,
            Map<String, Double> categoryScores,
            Map<String, List<String>> categoryAppliedInputTypes,
            JsonObject additional) {
        /** Copies the maps, keeping their order. */
        public Result {
            categories = Collections.unmodifiableMap(new LinkedHashMap<>(categories));
            categoryScores = Collections.unmodifiableMap(new LinkedHashMap<>(categoryScores));
            categoryAppliedInputTypes = Collections.unmodifiableMap(new LinkedHashMap<>(categoryAppliedInputTypes));
        }
    }

    /**
     * There is no judgement, because it failed.
     *
     * @param code a word for a program
     * @param message one sentence for a person
     * @param additional the members that no other component holds
     */
    record Failed(String code, String message, JsonObject additional) implements ModerationVerdict {
        @Override
        public String type() {
            return "error";
        }
    }

    /**
     * A verdict of a form that this version does not know, passed on as it is.
     *
     * @param type the kind; empty when it has none
     * @param value the whole verdict
     */
    record Other(String type, JsonValue value) implements ModerationVerdict {}
}
