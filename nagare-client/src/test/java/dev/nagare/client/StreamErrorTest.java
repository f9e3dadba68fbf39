package dev.nagare.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nagare.testkit.FaultyServer;
import dev.nagare.wire.StreamEnd;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors that come under a good status, as events of the stream or as nonsense. */
class StreamErrorTest {
    private final FaultyServer server = FaultyServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    private ChatCompletionStream answered(String body) {
        server.handle(1, connection -> {
            connection.read();
            connection.beginEvents().chunk(body).lastChunk();
            connection.awaitGone();
        });
        return Streams.client(server).stream(Streams.chat());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: {\"error\":{\"message\":\"no memory left\",\"type\":\"server_error\",\"param\":null,\"code\":null}}\n\n",
                "data: {\"error\":{\"message\":\"no memory left\",\"code\":500}}\n\ndata: [DONE]\n\n",
                "data: {\"error\":\"no memory left\"}\n\n",
                "data: {\"object\":\"error\",\"message\":\"no memory left\",\"type\":\"x\",\"code\":500}\n\n",
                "event: error\ndata: {\"message\":\"no memory left\"}\n\n",
                "event: error\ndata: {\"error\":{\"message\":\"no memory left\"}}\n\n",
                "event: error\ndata: no memory left\n\n",
                "data: {\"error\":{\"message\":\"no memory left\"},\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"},"
                        + "\"finish_reason\":\"error\"}]}\n\n",
                "data: {\"error\":{\"message\":\"no memory left\"}}"
            })
    void anErrorEventEndsTheStreamAfterWhatHadCome(String error) {
        try (ChatCompletionStream stream =
                answered(Streams.event(Streams.ROLE) + Streams.event(Streams.content("Tw")) + error)) {
            StringBuilder text = new StringBuilder();
            assertThatThrownBy(() -> stream.text().forEach(text::append))
                    .isInstanceOfSatisfying(ApiException.class, e -> {
                        assertThat(e).hasMessage("the server broke off with an error: no memory left");
                        assertThat(e.error().message()).isEqualTo("no memory left");
                        assertThat(e.isInStream()).isTrue();
                        assertThat(e.status()).isEqualTo(200);
                        assertThat(e.requestId()).contains("req_test");
                        assertThat(e.partial().orElseThrow().text()).isEqualTo("Tw");
                    });
            assertThat(text).hasToString("Tw");
            assertThat(stream.end().orElseThrow()).isInstanceOf(StreamEnd.Failed.class);
            assertThatThrownBy(() -> stream.iterator().hasNext()).isInstanceOf(ApiException.class);
        }
    }

    @Test
    void anErrorAsTheFirstEventHasNoPart() {
        try (ChatCompletionStream stream = answered("data: {\"error\":{\"message\":\"busy\"}}\n\n")) {
            assertThatThrownBy(stream::completion).isInstanceOfSatisfying(ApiException.class, e -> {
                assertThat(e.partial()).isEmpty();
                assertThat(e.isRetryable()).isTrue();
            });
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: {\"secret\":\n\n",
                "data: [DONE]secret\n\n",
                "data: [DONE] \n\n",
                "data: secret\n\n",
                "data: 5\n\n",
                "data: [{\"secret\":1}]\n\n",
                "data: {\"choices\":[{\"index\":\"secret\"}]}\n\n",
                "data: {\"choices\":[{\"index\":-1,\"delta\":{\"content\":\"secret\"}}]}\n\n",
                "data: {\"choices\":{\"secret\":1}}\n\n"
            })
    void whatIsNoChunkIsAnErrorThatQuotesNothing(String nonsense) {
        try (ChatCompletionStream stream = answered(
                Streams.event(Streams.content("Tw")) + nonsense + Streams.event(Streams.FINISH) + Streams.DONE)) {
            assertThatThrownBy(stream::completion).isInstanceOfSatisfying(ProtocolException.class, e -> {
                assertThat(e.getMessage()).doesNotContain("secret");
                assertThat(e.partial().orElseThrow().text()).isEqualTo("Tw");
                assertThat(e.isRetryable()).isFalse();
            });
        }
    }

    @Test
    void deepNestingIsAnError() {
        String deep = "data: {\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}\n\n";
        try (ChatCompletionStream stream = answered(deep)) {
            assertThatThrownBy(stream::completion).isInstanceOf(ProtocolException.class);
        }
    }

    @Test
    void textMayLookLikeFraming() {
        try (ChatCompletionStream stream = answered(Streams.event(Streams.content("a data: [DONE] b"))
                + Streams.event(Streams.content("[DONE]"))
                + Streams.event(Streams.content("\\n\\ndata: [DONE]\\n\\n"))
                + Streams.event(Streams.FINISH)
                + Streams.DONE)) {
            assertThat(Streams.texts(stream)).containsExactly("a data: [DONE] b", "[DONE]", "\n\ndata: [DONE]\n\n");
        }
    }

    @Test
    void oneLineOfManyMegabytesIsRead() {
        String large = "x".repeat(8 << 20);
        try (ChatCompletionStream stream =
                answered(Streams.event(Streams.content(large)) + Streams.event(Streams.FINISH) + Streams.DONE)) {
            assertThat(stream.completion().choices().get(0).message().text()).isEqualTo(large);
        }
    }

    @Test
    void tooLargeAnEventIsAnError() {
        server.handle(1, connection -> {
            connection.read();
            connection.beginEvents().chunk("data: " + "x".repeat(5_000));
            connection.awaitGone();
        });
        try (ChatCompletionStream stream = Streams.builder(server).maxBodyBytes(4_000).build().stream(Streams.chat())) {
            assertThatThrownBy(stream::completion)
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("larger than the limit");
        }
    }

    @Test
    void tooLargeAStreamIsAnError() {
        server.handle(1, connection -> {
            connection.read();
            connection.beginEvents();
            for (int i = 0; i < 40; i++) {
                connection.chunk(": keep-alive and say nothing at all, for ever and ever, until the limit\n".repeat(2));
            }
            connection.awaitGone();
        });
        try (ChatCompletionStream stream = Streams.builder(server).maxBodyBytes(4_000).build().stream(Streams.chat())) {
            assertThatThrownBy(stream::completion)
                    .isInstanceOf(ProtocolException.class)
                    .hasMessage("the answer is larger than the limit of 4000 bytes");
        }
    }

    @Test
    void unusualShapesOfUsageAndChoicesAreAccepted() {
        String usage = "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3}";
        try (ChatCompletionStream stream =
                answered(Streams.event("{\"choices\":[{\"delta\":{\"content\":\"a\"}}]," + usage + "}")
                        + Streams.event("{\"choices\":[{\"index\":0,\"finish_reason\":\"made_up\"}]," + usage + "}")
                        + Streams.event("{\"id\":\"\",\"choices\":[{\"index\":0,\"content_filter_results\":{}}]}")
                        + Streams.DONE)) {
            var answer = stream.completion();
            assertThat(answer.choices().get(0).message().text()).isEqualTo("a");
            assertThat(answer.choices().get(0).finishReason()).isEqualTo(new dev.nagare.wire.FinishReason("made_up"));
            assertThat(stream.usage().orElseThrow().totalTokens()).isEqualTo(3);
        }
    }
}
