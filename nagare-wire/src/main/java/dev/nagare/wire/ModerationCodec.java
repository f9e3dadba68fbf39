package dev.nagare.wire;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The JSON form of {@link Moderation}; a verdict of another form is kept as it is. */
final class ModerationCodec {
    private ModerationCodec() {}

    static @Nullable Moderation read(@Nullable JsonInput in) {
        return in == null ? null : new Moderation(verdict(in, "input"), verdict(in, "output"), in.additional());
    }

    private static @Nullable ModerationVerdict verdict(JsonInput moderation, String name) {
        JsonValue value = moderation.json(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof JsonObject)) {
            return new ModerationVerdict.Other("", value);
        }
        JsonInput in = moderation.element(value, moderation.path(name));
        String type = Objects.requireNonNullElse(in.label("type"), "");
        try {
            return switch (type) {
                case "moderation_results" ->
                    new ModerationVerdict.Results(
                            in.require(in.string("model"), "model"),
                            in.require(
                                    in.list("results", (result, path) -> result(in.element(result, path))), "results"),
                            in.additional());
                case "error" ->
                    new ModerationVerdict.Failed(
                            in.require(in.string("code"), "code"),
                            in.require(in.string("message"), "message"),
                            in.additional());
                default -> new ModerationVerdict.Other(type, value);
            };
        } catch (MalformedJsonException e) {
            // An answer is not to be lost because of what is said about it.
            return new ModerationVerdict.Other(type, value);
        }
    }

    private static ModerationVerdict.Result result(JsonInput in) {
        Boolean flagged = in.require(in.bool("flagged"), "flagged");
        return new ModerationVerdict.Result(
                in.require(in.string("type"), "type"),
                in.require(in.string("model"), "model"),
                flagged,
                in.require(in.map("categories", in::asBoolean), "categories"),
                in.require(in.map("category_scores", in::asDouble), "category_scores"),
                in.require(
                        in.map(
                                "category_applied_input_types",
                                (types, path) -> in.elements(in.asArray(types, path), path, in::asString)),
                        "category_applied_input_types"),
                in.additional());
    }

    static void write(JsonOutput out, Moderation moderation) {
        out.members(moderation.additional())
                .member("input", moderation.input(), verdict -> write(out, verdict))
                .member("output", moderation.output(), verdict -> write(out, verdict))
                .end();
    }

    private static void write(JsonOutput out, ModerationVerdict verdict) {
        if (verdict instanceof ModerationVerdict.Results results) {
            out.members(results.additional())
                    .string("type", verdict.type())
                    .string("model", results.model())
                    .list("results", results.results(), result -> write(out, result))
                    .end();
        } else if (verdict instanceof ModerationVerdict.Failed failed) {
            out.members(failed.additional())
                    .string("type", verdict.type())
                    .string("code", failed.code())
                    .string("message", failed.message())
                    .end();
        } else if (verdict instanceof ModerationVerdict.Other other) {
            out.value(other.value());
        }
    }

    private static void write(JsonOutput out, ModerationVerdict.Result result) {
        out.members(result.additional())
                .string("type", result.type())
                .string("model", result.model())
                .bool("flagged", result.flagged())
                .map("categories", result.categories(), out::bool)
                .map("category_scores", result.categoryScores(), out::number)
                .map(
                        "category_applied_input_types",
                        result.categoryAppliedInputTypes(),
                        types -> out.array(types, out::string))
                .end();
    }
}
