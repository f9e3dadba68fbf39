package dev.nagare.wire;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The JSON form of {@link ChatCompletionChunk}. */
public final class ChatCompletionChunkCodec {
    private ChatCompletionChunkCodec() {}

    /**
     * Reads a chunk.
     *
     * @throws MalformedJsonException when it is not JSON or not a chunk
     */
    public static ChatCompletionChunk decode(byte[] utf8) {
        return decode(Json.parse(utf8));
    }

    /**
     * Reads a chunk from a range of bytes.
     *
     * @throws MalformedJsonException when it is not JSON or not a chunk
     */
    public static ChatCompletionChunk decode(byte[] utf8, int offset, int length) {
        return decode(Json.parse(utf8, offset, length));
    }

    /**
     * Reads a chunk from its JSON value.
     *
     * @throws MalformedJsonException when it is not a chunk
     */
    public static ChatCompletionChunk decode(JsonValue value) {
        JsonInput in = JsonInput.response(value, "chunk");
        in.object(ChatCompletionChunk.OBJECT);
        List<ChunkChoice> choices = in.list("choices", (choice, path) -> choice(in.element(choice, path)));
        return new ChatCompletionChunk(
                in.label("id"),
                in.time("created"),
                in.label("model"),
                in.label("service_tier"),
                in.label("system_fingerprint"),
                choices == null ? List.of() : choices,
                ResponseParts.usage(in.members("usage")),
                in.json("moderation"),
                in.label("obfuscation"),
                in.additional());
    }

    private static ChunkChoice choice(JsonInput in) {
        String finishReason = in.string("finish_reason");
        return new ChunkChoice(
                Objects.requireNonNullElse(in.smallInteger("index"), 0),
                delta(in.members("delta")),
                ResponseParts.logprobs(in.members("logprobs")),
                finishReason == null ? null : FinishReason.of(finishReason),
                in.additional());
    }

    private static Delta delta(@Nullable JsonInput in) {
        if (in == null) {
            return Delta.EMPTY;
        }
        String role = in.string("role");
        String reasoning = in.string("reasoning_content");
        List<ToolCallDelta> calls = in.listUnlessEmpty("tool_calls", (call, path) -> toolCall(in.element(call, path)));
        return new Delta(
                role == null ? null : Role.of(role),
                in.string("content"),
                reasoning == null ? in.string("reasoning") : reasoning,
                in.string("refusal"),
                calls,
                in.additional());
    }

    private static ToolCallDelta toolCall(JsonInput in) {
        JsonInput function = in.members("function");
        return new ToolCallDelta(
                in.smallInteger("index"),
                in.label("id"),
                in.string("type"),
                function == null
                        ? null
                        : new FunctionDelta(
                                function.string("name"), function.string("arguments"), function.additional()),
                in.additional());
    }

    /** Writes a chunk. */
    public static byte[] encode(ChatCompletionChunk chunk) {
        Utf8Buffer out = new Utf8Buffer();
        encode(chunk, out);
        return out.toByteArray();
    }

    /** Appends a chunk to a buffer. */
    public static void encode(ChatCompletionChunk chunk, Utf8Buffer buffer) {
        JsonOutput out = new JsonOutput(buffer);
        out.members(chunk.additional())
                .string("id", chunk.id())
                .object(ChatCompletionChunk.OBJECT)
                .integer("created", chunk.created())
                .string("model", chunk.model())
                .string("service_tier", chunk.serviceTier())
                .string("system_fingerprint", chunk.systemFingerprint())
                .list("choices", chunk.choices(), choice -> write(out, choice))
                .member("usage", chunk.usage(), usage -> ResponseParts.write(out, usage))
                .json("moderation", chunk.moderation())
                .string("obfuscation", chunk.obfuscation())
                .end();
    }

    private static void write(JsonOutput out, ChunkChoice choice) {
        FinishReason reason = choice.finishReason();
        out.members(choice.additional())
                .integer("index", choice.index())
                .member("delta", choice.delta(), delta -> write(out, delta))
                .member("logprobs", choice.logprobs(), logprobs -> ResponseParts.write(out, logprobs))
                .string("finish_reason", reason == null ? null : reason.value())
                .end();
    }

    private static void write(JsonOutput out, Delta delta) {
        Role role = delta.role();
        out.members(delta.additional())
                .string("role", role == null ? null : role.value())
                .string("content", delta.content())
                .string("reasoning_content", delta.reasoningContent())
                .listUnlessEmpty("tool_calls", delta.toolCalls(), call -> write(out, call))
                .string("refusal", delta.refusal())
                .end();
    }

    private static void write(JsonOutput out, ToolCallDelta call) {
        out.members(call.additional())
                .integer("index", call.index())
                .string("id", call.id())
                .string("type", call.type())
                .member(
                        "function",
                        call.function(),
                        function -> out.members(function.additional())
                                .string("name", function.name())
                                .string("arguments", function.arguments())
                                .end())
                .end();
    }
}
