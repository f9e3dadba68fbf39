package dev.nagare.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is read and written again is the same, byte for byte: in the shapes of the original service's answers of several
 * years, with each member in turn left out, null, or beside an unknown one.
 */
class RoundTripTest {

    /** Members of answers that are written even when they were not read, or whose loss is an error. */
    private static final List<String> ALWAYS_THERE = List.of(
            "object",
            "index",
            "delta",
            "choices",
            "message",
            "role",
            "token",
            "logprob",
            "text",
            "logprobs(legacy)",
            "finish_reason(legacy)",
            "prompt_tokens",
            "completion_tokens",
            "total_tokens",
            "name",
            "arguments",
            "text_offset",
            "token_logprobs",
            "tokens",
            "id(model)",
            "created(model)",
            "owned_by",
            "data",
            "id(moderation)",
            "model(moderation)",
            "results",
            "flagged",
            "categories",
            "category_scores");

    static Stream<Arguments> values() {
        return Stream.of(
                fixture(
                        "chat-chunks-2024",
                        json -> ChatCompletionChunkCodec.encode(ChatCompletionChunkCodec.decode(json))),
                fixture(
                        "chat-chunks-2025",
                        json -> ChatCompletionChunkCodec.encode(ChatCompletionChunkCodec.decode(json))),
                fixture(
                        "chat-chunks-tools",
                        json -> ChatCompletionChunkCodec.encode(ChatCompletionChunkCodec.decode(json))),
                fixture(
                        "chat-chunks-others",
                        json -> ChatCompletionChunkCodec.encode(ChatCompletionChunkCodec.decode(json))),
                fixture("completion-chunks", json -> CompletionChunkCodec.encode(CompletionChunkCodec.decode(json))),
                fixture("chat-completions", json -> ChatCompletionCodec.encode(ChatCompletionCodec.decode(json))),
                fixture("completions", json -> CompletionCodec.encode(CompletionCodec.decode(json))),
                fixture("moderations", json -> ModerationResponseCodec.encode(ModerationResponseCodec.decode(json))),
                fixture("models", json -> ModelCodec.encode(ModelCodec.decodeList(json))));
    }

    static Stream<Arguments> requests() {
        return Stream.of(
                fixture(
                        "chat-requests",
                        json -> ChatCompletionRequestCodec.encode(ChatCompletionRequestCodec.decode(json))),
                fixture(
                        "completion-requests",
                        json -> CompletionRequestCodec.encode(CompletionRequestCodec.decode(json))),
                fixture(
                        "moderation-requests",
                        json -> ModerationRequestCodec.encode(ModerationRequestCodec.decode(json))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"values", "requests"})
    void isIdentical(String name, UnaryOperator<byte[]> trip, List<String> lines) {
        assertThat(lines).isNotEmpty();
        for (String line : lines) {
            assertThat(Texts.text(trip.apply(Texts.bytes(line)))).isEqualTo(line);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"values", "requests"})
    void keepsAMemberThatItDoesNotKnow(String name, UnaryOperator<byte[]> trip, List<String> lines) {
        for (String line : lines) {
            forEachObject(
                    Json.parse(line),
                    object -> with(object, "x_new", Json.parse("{\"a\":[1,null,2.50,\"é\"]}")),
                    (where, changed) -> assertSame(trip, where, changed));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("values")
    void keepsWhetherAMemberIsAbsentOrNull(String name, UnaryOperator<byte[]> trip, List<String> lines) {
        String kind = name.startsWith("completion")
                ? "(legacy)"
                : name.startsWith("model") ? "(model)" : name.startsWith("moderation") ? "(moderation)" : "";
        for (String line : lines) {
            forEachMember(Json.parse(line), (path, variants) -> {
                String member = path.substring(path.lastIndexOf('.') + 1);
                boolean fixed = ALWAYS_THERE.contains(member)
                        || ALWAYS_THERE.contains(member + kind)
                        || path.endsWith(".custom.input");
                if (!fixed) {
                    variants.forEach(variant -> assertSame(trip, path, variant));
                }
            });
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void ofARequestKeepsWhetherAMemberIsAbsentOrNullUnlessItIsRequired(
            String name, UnaryOperator<byte[]> trip, List<String> lines) {
        Set<String> refused = new TreeSet<>();
        for (String line : lines) {
            forEachMember(Json.parse(line), (path, variants) -> {
                for (JsonValue variant : variants) {
                    try {
                        assertSame(trip, path, variant);
                    } catch (InvalidRequestException e) {
                        refused.add(path.substring(1).replaceAll("\\d+", ""));
                    }
                }
            });
        }
        assertThat(refused).isEqualTo(new TreeSet<>(Fixtures.lines("required-in-" + name + ".txt")));
    }

    private static void assertSame(UnaryOperator<byte[]> trip, String where, JsonValue changed) {
        String json = Json.write(changed);
        assertThat(Json.parse(trip.apply(Texts.bytes(json))))
                .as("%s of %s", where, json)
                .isEqualTo(changed);
        assertThat(Texts.text(trip.apply(Texts.bytes(json)))).hasSameSizeAs(json);
    }

    /** Gives the whole value again and again, each time with another of its objects changed. */
    private static void forEachObject(
            JsonValue value, UnaryOperator<JsonObject> change, BiConsumer<String, JsonValue> consumer) {
        visit(value, changed -> changed, "", (where, object, rebuild) -> {
            if (!isOpen(where)) {
                consumer.accept(where, rebuild.apply(change.apply(object)));
            }
        });
    }

    /** Whether the protocol leaves the members of the object at this path open, so that it is no object of the wire. */
    private static boolean isOpen(String where) {
        return where.contains("top_logprobs[")
                || where.endsWith("logit_bias")
                || where.endsWith("metadata")
                || where.contains("categor");
    }

    /** Gives each member's path with the whole value without it, and with null in its place. */
    private static void forEachMember(JsonValue value, BiConsumer<String, List<JsonValue>> consumer) {
        visit(value, changed -> changed, "", (where, object, rebuild) -> {
            if (!isOpen(where)) {
                for (String member : object.members().keySet()) {
                    List<JsonValue> variants = new ArrayList<>();
                    variants.add(rebuild.apply(with(object, member, null)));
                    variants.add(rebuild.apply(with(object, member, JsonNull.NULL)));
                    consumer.accept(where + "." + member, variants);
                }
            }
        });
    }

    private static void visit(JsonValue value, UnaryOperator<JsonValue> rebuild, String where, Visitor visitor) {
        if (value instanceof JsonObject object) {
            visitor.visit(where, object, changed -> rebuild.apply(changed));
            object.members()
                    .forEach((name, member) -> visit(
                            member,
                            changed -> rebuild.apply(with(object, name, changed)),
                            where + "." + name,
                            visitor));
        } else if (value instanceof JsonArray array) {
            for (int i = 0; i < array.elements().size(); i++) {
                int at = i;
                visit(
                        array.elements().get(i),
                        changed -> {
                            List<JsonValue> elements = new ArrayList<>(array.elements());
                            elements.set(at, changed);
                            return rebuild.apply(new JsonArray(elements));
                        },
                        where + "[" + i + "]",
                        visitor);
            }
        }
    }

    private static JsonObject with(JsonObject object, String name, @Nullable JsonValue value) {
        Map<String, JsonValue> members = new LinkedHashMap<>(object.members());
        if (value == null) {
            members.remove(name);
        } else {
            members.put(name, value);
        }
        return new JsonObject(members);
    }

    private static Arguments fixture(String name, UnaryOperator<byte[]> trip) {
        return Arguments.of(name, trip, Fixtures.lines(name + ".jsonl"));
    }

    private interface Visitor {
        void visit(String where, JsonObject object, java.util.function.Function<JsonObject, JsonValue> rebuild);
    }
}
