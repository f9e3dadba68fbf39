package dev.nagare.guard;

import dev.nagare.wire.JsonArray;
import dev.nagare.wire.JsonNumber;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.JsonString;
import dev.nagare.wire.JsonValue;
import dev.nagare.wire.Moderation;
import dev.nagare.wire.ModerationResult;
import dev.nagare.wire.ModerationVerdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Says what a guard has found in the protocol's words: the {@code moderation} of a chunk. The model that judged is the
 * policy. Where rules have changed a text, the result has one member more, {@value #EXTENSION}, with the places in the text
 * that is shown and the names of the rules.
 */
final class Verdicts {
    /** The member that the protocol does not have. */
    static final String EXTENSION = "x_guard";

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
        List<ModerationVerdict.Result> output =
                choices.stream().map(choice -> of(choice.findings())).toList();
        return new Moderation(
                new ModerationVerdict.Results(
                        policy.id(), List.of(Results.verdict(policy.id(), input, JsonObject.EMPTY)), JsonObject.EMPTY),
                new ModerationVerdict.Results(policy.id(), output, JsonObject.EMPTY),
                JsonObject.EMPTY);
    }

    private ModerationVerdict.Result of(Findings findings) {
        return Results.verdict(policy.id(), Results.of(policy, findings.categories()), extension(findings.places()));
    }

    private static JsonObject extension(List<Findings.Place> places) {
        if (places.isEmpty()) {
            return JsonObject.EMPTY;
        }
        List<JsonValue> spans = new ArrayList<>();
        for (Findings.Place place : places) {
            Map<String, JsonValue> span = new LinkedHashMap<>();
            span.put("field", new JsonString(place.field()));
            span.put("start", number(place.start()));
            span.put("end", number(place.end()));
            span.put("rule", new JsonString(place.rule()));
            spans.add(new JsonObject(span));
        }
        return new JsonObject(Map.of(EXTENSION, new JsonObject(Map.of("spans", new JsonArray(spans)))));
    }

    private static JsonNumber number(long value) {
        return new JsonNumber(Long.toString(value));
    }
}
