package dev.nagare.wire;

import org.jspecify.annotations.Nullable;

/** The JSON form of {@link Logprobs}. */
final class LogprobsCodec {
    private LogprobsCodec() {}

    static @Nullable Logprobs read(@Nullable JsonInput in) {
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
}
