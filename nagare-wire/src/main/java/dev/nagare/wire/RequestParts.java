package dev.nagare.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The JSON form of what both endpoints' requests have in common. */
final class RequestParts {
    private static final String NOT_JSON = "We could not parse the JSON body of your request. (HINT: This likely means "
            + "you aren't using your HTTP library correctly. The OpenAI API expects a JSON payload, but what was sent "
            + "was not valid JSON. ";

    private static final Set<String> STREAM_OPTIONS =
            Set.of("include_usage", "include_obfuscation", "continuous_usage_stats");

    private static final Set<String> MODERATION = Set.of("model", "policy");
    private static final Set<String> MODERATION_POLICY = Set.of("input", "output");
    private static final Set<String> MODERATION_RULE = Set.of("mode");

    private RequestParts() {}

    /** The members of a request's body. */
    static JsonInput body(byte[] utf8) {
        JsonValue value;
        try {
            value = Json.parseRequest(utf8);
        } catch (MalformedJsonException e) {
            throw JsonProblems.invalidRequest(NOT_JSON + "What is wrong: " + e.getMessage() + ".)", null, null);
        }
        if (value instanceof JsonObject object) {
            return JsonInput.request(object);
        }
        throw JsonProblems.invalidRequest(
                NOT_JSON + "What is wrong: expected an object, but got " + JsonTypes.kind(value) + ".)", null, null);
    }

    /** The model, whose absence has a message of its own. */
    static String model(JsonInput in) {
        String model = in.string("model");
        if (model == null || model.isEmpty()) {
            throw JsonProblems.invalidRequest("you must provide a model parameter", null, null);
        }
        return model;
    }

    /** The texts at which to stop: one string or an array of them. */
    static List<String> stop(JsonInput in) {
        JsonValue value = in.json("stop");
        if (value == null) {
            return List.of();
        }
        if (value instanceof JsonString one) {
            return one.value().isEmpty() ? List.of() : List.of(one.value());
        }
        if (value instanceof JsonArray several) {
            RequestRules.count("stop", several.elements().size(), Integer.MAX_VALUE);
            return in.elements(several, "stop", in::asString).stream()
                    .filter(text -> !text.isEmpty())
                    .toList();
        }
        throw in.wrongType("stop", "one of a string or array of strings", value);
    }

    static @Nullable StreamOptions streamOptions(@Nullable JsonInput in) {
        return in == null
                ? null
                : new StreamOptions(
                        in.bool("include_usage"),
                        in.bool("include_obfuscation"),
                        in.bool("continuous_usage_stats"),
                        in.additional());
    }

    static @Nullable Map<String, Double> logitBias(JsonInput in) {
        return in.map("logit_bias", in::asDouble);
    }

    /** Of the members that no component holds, the names that the protocol does not know. */
    static List<String> unknown(Set<String> known, JsonObject additional, @Nullable StreamOptions streamOptions) {
        List<String> unknown = new ArrayList<>();
        for (String name : additional.members().keySet()) {
            if (!known.contains(name)) {
                unknown.add(name);
            }
        }
        if (streamOptions != null) {
            unknownIn("stream_options", STREAM_OPTIONS, streamOptions.additional(), unknown);
        }
        return List.copyOf(unknown);
    }

    /** The names that the protocol does not know in the {@code moderation} of a request, with their paths. */
    static List<String> unknown(@Nullable ModerationOptions moderation) {
        if (moderation == null) {
            return List.of();
        }
        List<String> unknown = new ArrayList<>();
        unknownIn("moderation", MODERATION, moderation.additional(), unknown);
        ModerationOptions.Policy policy = moderation.policy();
        if (policy != null) {
            unknownIn("moderation.policy", MODERATION_POLICY, policy.additional(), unknown);
            unknown("moderation.policy.input", policy.input(), unknown);
            unknown("moderation.policy.output", policy.output(), unknown);
        }
        return List.copyOf(unknown);
    }

    private static void unknown(String path, ModerationOptions.@Nullable Rule rule, List<String> unknown) {
        if (rule != null) {
            unknownIn(path, MODERATION_RULE, rule.additional(), unknown);
        }
    }

    private static void unknownIn(String path, Set<String> known, JsonObject additional, List<String> unknown) {
        for (String name : additional.members().keySet()) {
            if (!known.contains(name)) {
                unknown.add(path + "." + name);
            }
        }
    }

    static void write(JsonOutput out, StreamOptions options) {
        out.members(options.additional())
                .bool("include_usage", options.includeUsage())
                .bool("include_obfuscation", options.includeObfuscation())
                .bool("continuous_usage_stats", options.continuousUsageStats())
                .end();
    }

    /** One text as a string, several as an array. */
    static void writeStop(JsonOutput out, List<String> stop) {
        if (stop.size() == 1) {
            out.string(stop.get(0));
        } else {
            out.array(stop, out::string);
        }
    }
}
