package dev.nagare.wire;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What moderation found in one input.
 *
 * @param flagged whether any category was found
 * @param categories which categories were found; null for one that the model does not look for
 * @param categoryScores how likely each is; 0..1
 * @param categoryAppliedInputTypes the kinds of input that each was looked for in, such as {@code text}; null where the
 *     model does not say
 * @param additional the members that no other component holds
 */
public record ModerationResult(
        boolean flagged,
        Map<String, @Nullable Boolean> categories,
        Map<String, @Nullable Double> categoryScores,
        @Nullable Map<String, List<String>> categoryAppliedInputTypes,
        JsonObject additional) {
    /** Copies the maps, keeping their order. */
    public ModerationResult {
        categories = Collections.unmodifiableMap(new LinkedHashMap<>(categories));
        categoryScores = Collections.unmodifiableMap(new LinkedHashMap<>(categoryScores));
        categoryAppliedInputTypes = categoryAppliedInputTypes == null
                ? null
                : Collections.unmodifiableMap(new LinkedHashMap<>(categoryAppliedInputTypes));
    }
}
