package dev.nagare.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class UnknownParametersTest {
    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"x\",\"mood\":1}]";

    @Test
    void areNamedInTheirOrder() {
        ChatCompletionRequest request = chat("{\"top_k\":40,\"model\":\"m\"," + MESSAGES
                + ",\"min_p\":null,\"stream\":true,\"stream_options\":{\"include_more\":1,\"include_usage\":true,"
                + "\"continuous_usage_stats\":null,\"x\":[]},\"ignore_eos\":true}");
        assertThat(request.unknownParameters())
                .containsExactly("top_k", "min_p", "ignore_eos", "stream_options.include_more", "stream_options.x");
    }

    @Test
    void ofTheOlderEndpointAreNamedToo() {
        CompletionRequest request = CompletionRequestCodec.decode(
                Texts.bytes(
                        "{\"model\":\"m\",\"user\":null,\"messages\":[],\"stream\":true,\"stream_options\":{\"y\":1},\"z\":{}}"));
        assertThat(request.unknownParameters()).containsExactly("messages", "z", "stream_options.y");
    }

    @Test
    void ofModerationAreNamedByTheirPaths() {
        ChatCompletionRequest request = chat("{\"model\":\"m\"," + MESSAGES
                + ",\"moderation\":{\"model\":\"o\",\"mode\":\"block\",\"policy\":{\"output\":{\"mode\":null,\"Mode\":\"block\"},"
                + "\"input\":{\"level\":1},\"outputs\":{}}},\"x\":1}");
        assertThat(request.unknownParameters())
                .containsExactly(
                        "x",
                        "moderation.mode",
                        "moderation.policy.outputs",
                        "moderation.policy.input.level",
                        "moderation.policy.output.Mode");
    }

    @Test
    void areNoneInARequestWithEveryParameter() {
        assertThat(Fixtures.lines("chat-requests.jsonl").stream()
                        .map(line -> ((JsonObject) Json.parse(line)).members().keySet()))
                .anySatisfy(names -> assertThat(names).containsAll(ChatCompletionRequestCodec.PARAMETERS));
        for (String line : Fixtures.lines("chat-requests.jsonl")) {
            ChatCompletionRequest request = chat(line);
            assertThat(request.toBuilder().additional(JsonObject.EMPTY).build().unknownParameters())
                    .isEmpty();
            assertThat(Set.of("top_k", "chat_template_kwargs")).containsAll(request.unknownParameters());
        }
        for (String line : Fixtures.lines("completion-requests.jsonl")) {
            assertThat(Set.of("ignore_eos"))
                    .containsAll(
                            CompletionRequestCodec.decode(Texts.bytes(line)).unknownParameters());
        }
    }

    @Test
    void areRefusedInTheOriginalsWords() {
        assertThat(InvalidRequestException.unknownParameter("stream_options.x").error())
                .isEqualTo(new ApiError(
                        "Unknown parameter: 'stream_options.x'.",
                        "invalid_request_error",
                        "stream_options.x",
                        "unknown_parameter",
                        JsonObject.EMPTY));
        String long_ = "x".repeat(1_000);
        ApiError error = InvalidRequestException.unknownParameter(long_).error();
        assertThat(error.message()).isEqualTo("Unknown parameter: '" + "x".repeat(60) + "...'.");
        assertThat(error.param()).isEqualTo("x".repeat(60) + "...");
    }

    private static ChatCompletionRequest chat(String body) {
        return ChatCompletionRequestCodec.decode(Texts.bytes(body));
    }
}
