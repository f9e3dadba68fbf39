package dev.nagare.wire;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The JSON form of {@link CompletionChunk}. */
public final class CompletionChunkCodec {
    private CompletionChunkCodec() {}

    /**
     * Reads a chunk.
     *
     * @throws MalformedJsonException when it is not JSON or not a chunk
     */
    public static CompletionChunk decode(byte[] utf8) {
        return decode(utf8, 0, utf8.length);
    }

    /**
     * Reads a chunk from a range of bytes.
     *
     * @throws MalformedJsonException when it is not JSON or not a chunk
     */
    public static CompletionChunk decode(byte[] utf8, int offset, int length) {
        return decode(Json.parseChunk(utf8, offset, length));
    }

    /**
     * Reads a chunk from its JSON value.
     *
     * @throws MalformedJsonException when it is not a chunk
     */
    public static CompletionChunk decode(JsonValue value) {
        JsonInput in = JsonInput.response(value, "chunk");
        in.object(CompletionChunk.OBJECT);
        List<CompletionChoice> choices = choices(in);
        return new CompletionChunk(
                in.label("id"),
                in.time("created"),
                choices == null ? List.of() : choices,
                in.label("model"),
                in.label("system_fingerprint"),
                UsageCodec.read(in.members("usage")),
                in.additional());
    }

    static @Nullable List<CompletionChoice> choices(JsonInput in) {
        return in.list("choices", (choice, path) -> choice(in.element(choice, path)));
    }

    private static CompletionChoice choice(JsonInput in) {
        String reason = in.string("finish_reason");
        return new CompletionChoice(
                Objects.requireNonNullElse(in.string("text"), ""),
                Objects.requireNonNullElse(in.smallInteger("index"), 0),
                CompletionLogprobsCodec.read(in.members("logprobs")),
                reason == null ? null : FinishReason.of(reason),
                in.additional());
    }

    /** Writes a chunk. */
    public static byte[] encode(CompletionChunk chunk) {
        Utf8Buffer out = new Utf8Buffer();
        encode(chunk, out);
        return out.toByteArray();
    }

    /** Appends a chunk to a buffer; in a chunk without choices the usage comes before them, as it was recorded. */
    public static void encode(CompletionChunk chunk, Utf8Buffer buffer) {
        JsonOutput out = new JsonOutput(buffer);
        JsonOutput.Members members = out.members(chunk.additional())
                .string("id", chunk.id())
                .object(CompletionChunk.OBJECT)
                .integer("created", chunk.created());
        if (chunk.choices().isEmpty()) {
            members.string("model", chunk.model())
                    .string("system_fingerprint", chunk.systemFingerprint())
                    .member("usage", chunk.usage(), usage -> UsageCodec.write(out, usage))
                    .list("choices", chunk.choices(), choice -> write(out, choice));
        } else {
            members.list("choices", chunk.choices(), choice -> write(out, choice))
                    .string("model", chunk.model())
                    .string("system_fingerprint", chunk.systemFingerprint())
                    .member("usage", chunk.usage(), usage -> UsageCodec.write(out, usage));
        }
        members.end();
    }

    static void write(JsonOutput out, CompletionChoice choice) {
        FinishReason reason = choice.finishReason();
        CompletionLogprobs logprobs = choice.logprobs();
        // The protocol requires all four members, so these two are there even when they say nothing.
        JsonOutput.Members members =
                out.members(choice.additional()).string("text", choice.text()).integer("index", choice.index());
        if (logprobs == null) {
            members.json("logprobs", JsonNull.NULL);
        } else {
            members.member("logprobs", logprobs, value -> CompletionLogprobsCodec.write(out, value));
        }
        members.stringOrNull("finish_reason", reason == null ? null : reason.value())
                .end();
    }
}
