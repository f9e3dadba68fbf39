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
        return decode(utf8, 0, utf8.length);
    }

    /**
     * Reads a chunk from a range of bytes.
     *
     * @throws MalformedJsonException when it is not JSON or not a chunk
     */
    public static ChatCompletionChunk decode(byte[] utf8, int offset, int length) {
        return decode(Json.parseChunk(utf8, offset, length));
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
                in.label("service_tier", ServiceTier::new),
                in.label("system_fingerprint"),
                choices == null ? List.of() : choices,
                UsageCodec.read(in.members("usage")),
                ModerationCodec.read(in.membersIfObject("moderation")),
                in.label("obfuscation"),
                in.additional());
    }

    private static ChunkChoice choice(JsonInput in) {
        String finishReason = in.string("finish_reason");
        return new ChunkChoice(
                Objects.requireNonNullElse(in.smallInteger("index"), 0),
                delta(in.members("delta")),
                LogprobsCodec.read(in.members("logprobs")),
                finishReason == null ? null : FinishReason.of(finishReason),
                in.additional());
    }

    private static Delta delta(@Nullable JsonInput in) {
        if (in == null) {
            return Delta.EMPTY;
        }
        String role = in.string("role");
        ContentPieces content = ContentPieces.read(in);
        String reasoning = in.string("reasoning_content");
        if (reasoning == null) {
            reasoning = in.string("reasoning");
        }
        return new Delta(
                role == null ? null : Role.of(role),
                content.text(),
                reasoning == null ? content.reasoning() : reasoning,
                in.string("refusal"),
                ToolCallCodec.deltas(in),
                ToolCallCodec.functionDelta(in.members("function_call")),
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
                .word("service_tier", chunk.serviceTier(), ServiceTier::value)
                .string("system_fingerprint", chunk.systemFingerprint())
                .list("choices", chunk.choices(), choice -> write(out, choice))
                .member("usage", chunk.usage(), usage -> UsageCodec.write(out, usage))
                .member("moderation", chunk.moderation(), moderation -> ModerationCodec.write(out, moderation))
                .string("obfuscation", chunk.obfuscation())
                .end();
    }

    private static void write(JsonOutput out, ChunkChoice choice) {
        FinishReason reason = choice.finishReason();
        out.members(choice.additional())
                .integer("index", choice.index())
                .member("delta", choice.delta(), delta -> write(out, delta))
                .member("logprobs", choice.logprobs(), logprobs -> LogprobsCodec.write(out, logprobs))
                .string("finish_reason", reason == null ? null : reason.value())
                .end();
    }

    private static void write(JsonOutput out, Delta delta) {
        Role role = delta.role();
        out.members(delta.additional())
                .string("role", role == null ? null : role.value())
                .string("content", delta.content())
                .string("reasoning_content", delta.reasoningContent())
                .listUnlessEmpty("tool_calls", delta.toolCalls(), call -> ToolCallCodec.write(out, call))
                .member("function_call", delta.functionCall(), call -> ToolCallCodec.write(out, call))
                .string("refusal", delta.refusal())
                .end();
    }
}
