package dev.nagare.wire;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Log probabilities in the form of the older endpoint: four lists of one length.
 *
 * @param textOffset where each token begins in the text, in characters
 * @param tokenLogprobs the natural logarithm of each token's probability; null for a first prompt token
 * @param tokens the text of each token
 * @param topLogprobs the most likely tokens at each place, or null
 * @param additional the members that no other component holds
 */
public record CompletionLogprobs(
        List<Integer> textOffset,
        List<@Nullable Double> tokenLogprobs,
        List<String> tokens,
        @Nullable List<@Nullable Map<String, Double>> topLogprobs,
        JsonObject additional) {
    private static final JsonObject NULL_TOP = JsonObject.nulls("top_logprobs");

    /** Copies the lists. */
    public CompletionLogprobs {
        textOffset = List.copyOf(textOffset);
        tokenLogprobs = Collections.unmodifiableList(new ArrayList<>(tokenLogprobs));
        tokens = List.copyOf(tokens);
        topLogprobs = topLogprobs == null ? null : copyOf(topLogprobs);
    }

    /**
     * Log probabilities without further members; without the most likely tokens these are written as null. What the
     * constructor takes as well; but a checker of nullness reads the annotations of its parameters only where it sees the
     * source.
     */
    public static CompletionLogprobs of(
            List<Integer> textOffset,
            List<@Nullable Double> tokenLogprobs,
            List<String> tokens,
            @Nullable List<@Nullable Map<String, Double>> topLogprobs) {
        JsonObject additional = topLogprobs == null ? NULL_TOP : JsonObject.EMPTY;
        return new CompletionLogprobs(textOffset, tokenLogprobs, tokens, topLogprobs, additional);
    }

    /** The same log probabilities with other members that no component holds. */
    public CompletionLogprobs withAdditional(JsonObject value) {
        return new CompletionLogprobs(textOffset, tokenLogprobs, tokens, topLogprobs, value);
    }

    private static List<@Nullable Map<String, Double>> copyOf(List<@Nullable Map<String, Double>> maps) {
        List<@Nullable Map<String, Double>> copy = new ArrayList<>(maps.size());
        for (Map<String, Double> map : maps) {
            copy.add(map == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(map)));
        }
        return Collections.unmodifiableList(copy);
    }
}
