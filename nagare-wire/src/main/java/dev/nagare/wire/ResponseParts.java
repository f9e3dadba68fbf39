package dev.nagare.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The JSON form of what several kinds of response have in common: usage, log probabilities, tool calls, messages. */
final class ResponseParts {
    private ResponseParts() {}

    static @Nullable Usage usage(@Nullable JsonInput in) {
        if (in == null) {
            return null;
        }
        long prompt = Objects.requireNonNullElse(in.integer("prompt_tokens"), 0L);
        long completion = Objects.requireNonNullElse(in.integer("completion_tokens"), 0L);
        Long total = in.integer("total_tokens");
        return new Usage(
                prompt,
                completion,
                total == null ? prompt + completion : total,
                promptDetails(in.members("prompt_tokens_details")),
                completionDetails(in.members("completion_tokens_details")),
                in.additional());
    }

    private static @Nullable PromptTokensDetails promptDetails(@Nullable JsonInput in) {
        return in == null
                ? null
                : new PromptTokensDetails(
                        in.integer("cached_tokens"),
                        in.integer("audio_tokens"),
                        in.integer("text_tokens"),
                        in.integer("image_tokens"),
                        in.integer("cache_write_tokens"),
                        in.additional());
    }

    private static @Nullable CompletionTokensDetails completionDetails(@Nullable JsonInput in) {
        return in == null
                ? null
                : new CompletionTokensDetails(
                        in.integer("reasoning_tokens"),
                        in.integer("audio_tokens"),
                        in.integer("accepted_prediction_tokens"),
                        in.integer("rejected_prediction_tokens"),
                        in.integer("text_tokens"),
                        in.additional());
    }

    static void write(JsonOutput out, Usage usage) {
        out.members(usage.additional())
                .integer("prompt_tokens", usage.promptTokens())
                .integer("completion_tokens", usage.completionTokens())
                .integer("total_tokens", usage.totalTokens())
                .member(
                        "prompt_tokens_details",
                        usage.promptTokensDetails(),
                        details -> out.members(details.additional())
                                .integer("cached_tokens", details.cachedTokens())
                                .integer("audio_tokens", details.audioTokens())
                                .integer("text_tokens", details.textTokens())
                                .integer("image_tokens", details.imageTokens())
                                .integer("cache_write_tokens", details.cacheWriteTokens())
                                .end())
                .member(
                        "completion_tokens_details",
                        usage.completionTokensDetails(),
                        details -> out.members(details.additional())
                                .integer("reasoning_tokens", details.reasoningTokens())
                                .integer("audio_tokens", details.audioTokens())
                                .integer("accepted_prediction_tokens", details.acceptedPredictionTokens())
                                .integer("rejected_prediction_tokens", details.rejectedPredictionTokens())
                                .integer("text_tokens", details.textTokens())
                                .end())
                .end();
    }

    static @Nullable Logprobs logprobs(@Nullable JsonInput in) {
        return in == null
                ? null
                : new Logprobs(
                        in.list("content", (value, path) -> tokenLogprob(in.element(value, path))),
                        in.list("refusal", (value, path) -> tokenLogprob(in.element(value, path))),
                        in.additional());
    }

    private static TokenLogprob tokenLogprob(JsonInput in) {
        return new TokenLogprob(
                in.require(in.string("token"), "token"),
                in.require(in.decimal("logprob"), "logprob"),
                in.list("bytes", in::asInt),
                in.list("top_logprobs", (value, path) -> tokenLogprob(in.element(value, path))),
                in.additional());
    }

    static void write(JsonOutput out, Logprobs logprobs) {
        out.members(logprobs.additional())
                .list("content", logprobs.content(), token -> write(out, token))
                .list("refusal", logprobs.refusal(), token -> write(out, token))
                .end();
    }

    private static void write(JsonOutput out, TokenLogprob token) {
        out.members(token.additional())
                .string("token", token.token())
                .decimal("logprob", token.logprob())
                .list("bytes", token.bytes(), out::number)
                .list("top_logprobs", token.topLogprobs(), top -> write(out, top))
                .end();
    }

    static @Nullable CompletionLogprobs completionLogprobs(@Nullable JsonInput in) {
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

    private static <T> void nullableArray(
            JsonOutput out, List<@Nullable T> list, java.util.function.Consumer<T> writer) {
        List<java.util.Optional<T>> optionals =
                list.stream().map(java.util.Optional::ofNullable).toList();
        out.array(optionals, element -> element.ifPresentOrElse(writer, () -> out.value(JsonNull.NULL)));
    }

    static List<ToolCall> toolCalls(JsonInput in) {
        return in.listUnlessEmpty("tool_calls", (value, path) -> {
            JsonInput call = in.element(value, path);
            return new ToolCall(
                    call.string("id"), call.string("type"), functionCall(call.members("function")), call.additional());
        });
    }

    static @Nullable FunctionCall functionCall(@Nullable JsonInput in) {
        return in == null
                ? null
                : new FunctionCall(
                        in.require(in.string("name"), "name"),
                        Objects.requireNonNullElse(in.string("arguments"), ""),
                        in.additional());
    }

    static void write(JsonOutput out, ToolCall call) {
        out.members(call.additional())
                .string("id", call.id())
                .string("type", call.type())
                .member("function", call.function(), function -> write(out, function))
                .end();
    }

    static void write(JsonOutput out, FunctionCall call) {
        out.members(call.additional())
                .string("name", call.name())
                .string("arguments", call.arguments())
                .end();
    }
}
