package dev.nagare.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The JSON form of {@link CompletionLogprobs}. */
final class CompletionLogprobsCodec {
    private CompletionLogprobsCodec() {}

    static @Nullable CompletionLogprobs read(@Nullable JsonInput in) {
        if (in == null) {
            return null;
        }
        List<Integer> offsets = in.list("text_offset", in::asInt);
        JsonArray logprobs = in.jsonArray("token_logprobs");
        List<String> tokens = in.list("tokens", in::asString);
        JsonArray top = in.jsonArray("top_logprobs");
        return new CompletionLogprobs(
                offsets == null ? List.of() : offsets,
                logprobs == null ? List.of() : nullableDoubles(in, logprobs),
                tokens == null ? List.of() : tokens,
                top == null ? null : nullableMaps(in, top),
                in.additional());
    }

    private static List<@Nullable Double> nullableDoubles(JsonInput in, JsonArray array) {
        List<@Nullable Double> list = new ArrayList<>();
        for (JsonValue value : array.elements()) {
            list.add(value == JsonNull.NULL ? null : (Double) in.asDouble(value, in.path("token_logprobs")));
        }
        return list;
    }

    private static List<@Nullable Map<String, Double>> nullableMaps(JsonInput in, JsonArray array) {
        List<@Nullable Map<String, Double>> list = new ArrayList<>();
        for (JsonValue value : array.elements()) {
            if (value == JsonNull.NULL) {
                list.add(null);
                continue;
            }
            Map<String, Double> map = new LinkedHashMap<>();
            String where = in.path("top_logprobs");
            in.asObject(value, where)
                    .members()
                    .forEach((token, logprob) -> map.put(token, in.asDouble(logprob, where)));
            list.add(map);
        }
        return list;
    }

    static void write(JsonOutput out, CompletionLogprobs logprobs) {
        out.members(logprobs.additional())
                .list("text_offset", logprobs.textOffset(), out::number)
                .member("token_logprobs", logprobs.tokenLogprobs(), list -> nullableArray(out, list, out::number))
                .list("tokens", logprobs.tokens(), out::string)
                .member(
                        "top_logprobs",
                        logprobs.topLogprobs(),
                        list -> nullableArray(out, list, map -> {
                            JsonOutput.Members members = out.members(JsonObject.EMPTY);
                            map.forEach(members::decimal);
                            members.end();
                        }))
                .end();
    }

    private static <T> void nullableArray(JsonOutput out, List<@Nullable T> list, Consumer<T> writer) {
        List<Optional<T>> optionals = list.stream().map(Optional::ofNullable).toList();
        out.array(optionals, element -> element.ifPresentOrElse(writer, () -> out.value(JsonNull.NULL)));
    }
}
