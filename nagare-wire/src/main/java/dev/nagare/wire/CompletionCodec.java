package dev.nagare.wire;

/** The JSON form of {@link Completion}. */
public final class CompletionCodec {
    private CompletionCodec() {}

    /**
     * Reads a completion.
     *
     * @throws MalformedJsonException when it is not JSON or not a completion
     */
    public static Completion decode(byte[] utf8) {
        JsonInput in = JsonInput.response(Json.parse(utf8), "completion");
        in.object(CompletionChunk.OBJECT);
        return new Completion(
                in.label("id"),
                in.time("created"),
                in.label("model"),
                in.require(CompletionChunkCodec.choices(in), "choices"),
                UsageCodec.read(in.members("usage")),
                in.label("system_fingerprint"),
                in.additional());
    }

    /** Writes a completion. */
    public static byte[] encode(Completion completion) {
        Utf8Buffer buffer = new Utf8Buffer(2048);
        JsonOutput out = new JsonOutput(buffer);
        out.members(completion.additional())
                .string("id", completion.id())
                .object(CompletionChunk.OBJECT)
                .integer("created", completion.created())
                .string("model", completion.model())
                .list("choices", completion.choices(), choice -> CompletionChunkCodec.write(out, choice))
                .member("usage", completion.usage(), usage -> UsageCodec.write(out, usage))
                .string("system_fingerprint", completion.systemFingerprint())
                .end();
        return buffer.toByteArray();
    }
}
