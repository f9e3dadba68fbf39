package dev.nagare.wire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The JSON form of {@link ModerationResponse}. */
public final class ModerationResponseCodec {
    private ModerationResponseCodec() {}

    /**
     * Reads an answer. Servers of this API differ in what they add: only the results and whether each is flagged must be
     * there.
     *
     * @throws MalformedJsonException when it is not JSON or no answer
     */
    public static ModerationResponse decode(byte[] utf8) {
        JsonInput in = JsonInput.response(Json.parse(utf8), "moderation");
        return new ModerationResponse(
                Objects.requireNonNullElse(in.label("id"), ""),
                Objects.requireNonNullElse(in.label("model"), ""),
                in.require(in.list("results", (result, path) -> result(in.element(result, path))), "results"),
                in.additional());
    }

    private static ModerationResult result(JsonInput in) {
        return new ModerationResult(
                in.require(in.bool("flagged"), "flagged"),
                nullable(in, "categories", in::asBoolean),
                nullable(in, "category_scores", in::asDouble),
                in.map(
                        "category_applied_input_types",
                        (types, path) -> in.elements(in.asArray(types, path), path, in::asString)),
                in.additional());
    }

    /** A map in which the older models have null for the categories that they do not know. */
    private static <T> Map<String, @Nullable T> nullable(
            JsonInput in, String name, BiFunction<JsonValue, String, T> reader) {
        Map<String, @Nullable T> map = new LinkedHashMap<>();
        JsonObject object = in.jsonObject(name);
        if (object != null) {
            object.members()
                    .forEach((key, value) -> map.put(
                            key,
                            value == JsonNull.NULL
                                    ? null
                                    : reader.apply(value, in.path(name) + "." + JsonProblems.echo(key))));
        }
        return map;
    }

    /** Writes an answer. */
    public static byte[] encode(ModerationResponse response) {
        Utf8Buffer buffer = new Utf8Buffer();
        JsonOutput out = new JsonOutput(buffer);
        out.members(response.additional())
                .string("id", response.id())
                .string("model", response.model())
                .list("results", response.results(), result -> write(out, result))
                .end();
        return buffer.toByteArray();
    }

    private static void write(JsonOutput out, ModerationResult result) {
        out.members(result.additional())
                .bool("flagged", result.flagged())
                .member("categories", result.categories(), categories -> {
                    JsonOutput.Members members = out.members(JsonObject.EMPTY);
                    categories.forEach((name, found) ->
                            members.json(name, found == null ? JsonNull.NULL : new JsonBoolean(found)));
                    members.end();
                })
                .member("category_scores", result.categoryScores(), scores -> {
                    JsonOutput.Members members = out.members(JsonObject.EMPTY);
                    scores.forEach((name, score) -> {
                        if (score == null) {
                            members.json(name, JsonNull.NULL);
                        } else {
                            members.decimal(name, score);
                        }
                    });
                    members.end();
                })
                .map(
                        "category_applied_input_types",
                        result.categoryAppliedInputTypes(),
                        (List<String> types) -> out.array(types, out::string))
                .end();
    }
}
