package dev.nagare.wire;

import java.util.List;
import java.util.Objects;

/** The JSON form of {@link ChatCompletion}. */
public final class ChatCompletionCodec {
    private ChatCompletionCodec() {}

    /**
     * Reads a completion.
     *
     * @throws MalformedJsonException when it is not JSON or not a completion
     */
    public static ChatCompletion decode(byte[] utf8) {
        JsonInput in = JsonInput.response(Json.parse(utf8), "completion");
        in.object(ChatCompletion.OBJECT);
        List<ChatChoice> choices =
                in.require(in.list("choices", (choice, path) -> choice(in.element(choice, path))), "choices");
        return new ChatCompletion(
                in.label("id"),
                in.time("created"),
                in.label("model"),
                choices,
                UsageCodec.read(in.members("usage")),
                in.label("service_tier", ServiceTier::new),
                in.label("system_fingerprint"),
                ModerationCodec.read(in.membersIfObject("moderation")),
                in.additional());
    }

    private static ChatChoice choice(JsonInput in) {
        JsonInput message = in.require(in.members("message"), "message");
        message.string("role");
        String reason = in.string("finish_reason");
        return new ChatChoice(
                Objects.requireNonNullElse(in.smallInteger("index"), 0),
                MessageCodec.assistant(message),
                LogprobsCodec.read(in.members("logprobs")),
                reason == null ? null : FinishReason.of(reason),
                in.additional());
    }

    /** Writes a completion. */
    public static byte[] encode(ChatCompletion completion) {
        Utf8Buffer buffer = new Utf8Buffer(2048);
        JsonOutput out = new JsonOutput(buffer);
        out.members(completion.additional())
                .string("id", completion.id())
                .object(ChatCompletion.OBJECT)
                .integer("created", completion.created())
                .string("model", completion.model())
                .list("choices", completion.choices(), choice -> write(out, choice))
                .member("usage", completion.usage(), usage -> UsageCodec.write(out, usage))
                .word("service_tier", completion.serviceTier(), ServiceTier::value)
                .string("system_fingerprint", completion.systemFingerprint())
                .member("moderation", completion.moderation(), moderation -> ModerationCodec.write(out, moderation))
                .end();
        return buffer.toByteArray();
    }

    private static void write(JsonOutput out, ChatChoice choice) {
        FinishReason reason = choice.finishReason();
        out.members(choice.additional())
                .integer("index", choice.index())
                .member("message", choice.message(), message -> MessageCodec.writeAssistant(out, message))
                .member("logprobs", choice.logprobs(), logprobs -> LogprobsCodec.write(out, logprobs))
                .string("finish_reason", reason == null ? null : reason.value())
                .end();
    }
}
