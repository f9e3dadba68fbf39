package dev.nagare.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nagare.testkit.FaultyServer;
import dev.nagare.testkit.ServerConnection;
import dev.nagare.wire.ChatCompletion;
import dev.nagare.wire.StreamEnd;
import dev.nagare.wire.Usage;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that come in one piece: asked for, or sent in place of a stream. */
class WholeAnswerTest {
    static final String ANSWER = "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\","
            + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Two.\",\"refusal\":null},"
            + "\"logprobs\":null,\"finish_reason\":\"stop\"}],"
            + "\"usage\":{\"prompt_tokens\":18,\"completion_tokens\":2,\"total_tokens\":20}}";

    private static final String HALF = "{\"choices\":[{\"index\":0,"
            + "\"message\":{\"role\":\"assistant\",\"content\":\"half\"},\"finish_reason\":null}]}";

    private static final String REFUSED =
            "{\"error\":{\"message\":\"slow down\",\"type\":\"requests\",\"param\":null,\"code\":\"rate_limit_exceeded\"}}";

    private final FaultyServer server = FaultyServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    private void answer(int status, String type, String body, String... headers) {
        String[] more = Arrays.copyOf(headers, headers.length + 1);
        more[headers.length] = "connection: close";
        server.handle(1, connection -> {
            connection.read();
            connection.respond(status, type, body, more);
        });
    }

    @Test
    void aWholeAnswerIsRead() {
        AtomicReference<String> sent = new AtomicReference<>("");
        server.handle(1, connection -> {
            sent.set(connection.read().body());
            connection.respond(200, "application/json", ANSWER);
        });

        ChatCompletion answer = Streams.client(server)
                .chat(Streams.chat().toBuilder().stream(true).build());

        assertThat(answer.choices().get(0).message().text()).isEqualTo("Two.");
        assertThat(answer.usage()).isEqualTo(Usage.of(18, 2));
        assertThat(sent.get()).doesNotContain("stream");
    }

    @Test
    void aWholeAnswerOfTheOlderEndpointIsRead() {
        answer(
                200,
                "application/json",
                "{\"id\":\"cmpl-1\",\"object\":\"text_completion\",\"created\":1,\"model\":\"m\",\"choices\":"
                        + "[{\"text\":\"2\",\"index\":0,\"logprobs\":null,\"finish_reason\":\"stop\"}]}");
        assertThat(Streams.client(server)
                        .complete(Streams.completion())
                        .choices()
                        .get(0)
                        .text())
                .isEqualTo("2");
    }

    @Test
    void theModelsAreListed() {
        answer(
                200,
                "application/json",
                "{\"object\":\"list\",\"data\":[{\"id\":\"m\",\"object\":\"model\",\"created\":1,\"owned_by\":\"us\"}]}");
        assertThat(Streams.client(server).models().data())
                .singleElement()
                .satisfies(model -> assertThat(model.id()).isEqualTo("m"));
    }

    @Test
    void aStreamAcceptsAWholeAnswer() {
        answer(200, "application/json; charset=utf-8", ANSWER);
        try (ChatCompletionStream stream = Streams.client(server).stream(Streams.chat())) {
            assertThat(Streams.texts(stream)).containsExactly("Two.");
            assertThat(stream.end()).contains(new StreamEnd.Completed(false));
            assertThat(stream.usage()).contains(Usage.of(18, 2));
            assertThat(stream.completion().choices().get(0).message().refusal()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"choices\":[]}", HALF})
    void aWholeAnswerWithoutItsFinishReasonIsNotWhole(String body) {
        answer(200, "application/json", body);
        assertThatThrownBy(() -> Streams.client(server).chat(Streams.chat()))
                .isInstanceOf(TruncatedStreamException.class);
        answer(200, "application/json", body);
        try (ChatCompletionStream stream = Streams.client(server).stream(Streams.chat())) {
            assertThatThrownBy(stream::completion).isInstanceOf(TruncatedStreamException.class);
            assertThat(stream.end()).contains(new StreamEnd.Truncated(List.of(0), false));
        }
    }

    @Test
    void aServerThatLeavesFinishReasonsOutIsBelievedByThePolicyForIt() {
        answer(200, "application/json", HALF);
        ChatClient client = Streams.builder(server).endPolicy(EndPolicy.DONE).build();
        assertThat(client.chat(Streams.chat()).choices().get(0).message().text())
                .isEqualTo("half");
    }

    @Test
    void aWholeAnswerSatisfiesThePolicyThatWantsDone() {
        answer(200, "application/json", ANSWER);
        ChatClient client = Streams.builder(server)
                .endPolicy(EndPolicy.FINISH_REASONS_AND_DONE)
                .build();
        assertThat(client.chat(Streams.chat()).choices()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/event-stream", "text/plain", ""})
    void whatIsJsonIsReadAsJsonWhateverItCallsItself(String type) {
        answer(200, type, "\uFEFF \r\n" + ANSWER);
        try (ChatCompletionStream stream = Streams.client(server).stream(Streams.chat())) {
            assertThat(Streams.texts(stream)).containsExactly("Two.");
            assertThat(stream.end()).contains(new StreamEnd.Completed(false));
        }
        answer(200, type, REFUSED);
        assertThatThrownBy(() -> Streams.client(server).stream(Streams.chat()).completion())
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("slow down");
    }

    @Test
    void jsonThatCallsItselfAStreamMayComeInPieces() {
        server.handle(1, connection -> {
            connection.read();
            connection.beginLastEvents();
            for (int at = 0; at < ANSWER.length(); at += 50) {
                connection.chunk(ANSWER.substring(at, Math.min(at + 50, ANSWER.length())));
            }
            connection.lastChunk();
        });
        try (ChatCompletionStream stream = Streams.client(server).stream(Streams.chat())) {
            assertThat(stream.response().status()).isEqualTo(200);
            assertThat(Streams.texts(stream)).containsExactly("Two.");
        }
    }

    @Test
    void aStatusIsAnErrorWithAllThatTheServerSaid() {
        answer(429, "application/json", REFUSED, "Retry-After: 7", "x-request-id: req_9");
        assertThatThrownBy(() -> Streams.client(server).chat(Streams.chat()))
                .isInstanceOfSatisfying(ApiException.class, e -> {
                    assertThat(e).hasMessage("HTTP 429: slow down");
                    assertThat(e.status()).isEqualTo(429);
                    assertThat(e.error().code()).isEqualTo("rate_limit_exceeded");
                    assertThat(e.requestId()).contains("req_9");
                    assertThat(e.retryAfter()).contains(Duration.ofSeconds(7));
                    assertThat(e.isRetryable()).isTrue();
                    assertThat(e.isInStream()).isFalse();
                    assertThat(e.partial()).isEmpty();
                });
    }

    @Test
    void aStreamThrowsTheStatusAtItsFirstRead() {
        answer(401, "application/json", REFUSED.replace("slow down", "who are you?"));
        try (ChatCompletionStream stream = Streams.client(server).stream(Streams.chat())) {
            assertThatThrownBy(() -> stream.iterator().hasNext())
                    .isInstanceOf(ApiException.class)
                    .hasMessage("HTTP 401: who are you?");
            assertThatThrownBy(stream::completion).isInstanceOf(ApiException.class);
            assertThat(stream.response().status()).isEqualTo(401);
            assertThat(stream.end().orElseThrow()).isInstanceOf(StreamEnd.Failed.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, false",
        "401, false",
        "403, false",
        "404, false",
        "408, true",
        "409, true",
        "413, false",
        "429, true",
        "500, true",
        "502, true",
        "503, true"
    })
    void aStatusWithoutAReasonIsAnErrorToo(int status, boolean retryable) {
        answer(status, "text/html", "<html>the proxy's secret page</html>");
        assertThatThrownBy(() -> Streams.client(server).chat(Streams.chat()))
                .isInstanceOfSatisfying(ApiException.class, e -> {
                    assertThat(e.status()).isEqualTo(status);
                    assertThat(e.isRetryable()).isEqualTo(retryable);
                    assertThat(e.getMessage()).startsWith("HTTP " + status).doesNotContain("secret");
                });
    }

    @Test
    void theServerMaySayWhetherToRetry() {
        answer(500, "application/json", REFUSED, "x-should-retry: false", "retry-after-ms: 1500");
        assertThatThrownBy(() -> Streams.client(server).chat(Streams.chat()))
                .isInstanceOfSatisfying(ApiException.class, e -> {
                    assertThat(e.isRetryable()).isFalse();
                    assertThat(e.retryAfter()).contains(Duration.ofMillis(1500));
                });
    }

    @Test
    void aLongErrorIsCutAndKeptOnOneLine() {
        answer(400, "application/json", REFUSED.replace("slow down", "a\\nb" + "x".repeat(30_000)));
        assertThatThrownBy(() -> Streams.client(server).chat(Streams.chat()))
                .satisfies(e -> assertThat(e.getMessage())
                        .startsWith("HTTP 400: a bxxx")
                        .hasSizeLessThan(1_100)
                        .endsWith("…"));
    }

    @Test
    void anEndlessErrorIsNotReadToItsEnd() {
        server.handle(1, connection -> {
            connection.read();
            connection.write("HTTP/1.1 500 Error\r\ncontent-type: application/json\r\n\r\n");
            connection.write("x".repeat(Bodies.MAX_ERROR_BYTES + 1));
            connection.awaitGone();
        });
        assertThatThrownBy(() -> Streams.client(server).chat(Streams.chat()))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("HTTP 500");
    }

    @Test
    void anErrorUnderAGoodStatusIsAnError() {
        answer(200, "application/json", REFUSED);
        assertThatThrownBy(() -> Streams.client(server).chat(Streams.chat()))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("slow down");
        answer(200, "application/json", REFUSED);
        assertThatThrownBy(() -> Streams.client(server).stream(Streams.chat()).completion())
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("slow down");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html; charset=utf-8", "application/json", "", "text/plain", "TEXT/HTML"})
    void whatIsNoAnswerIsNeverAnEmptyOne(String type) {
        answer(200, type, "<html>please log in with password hunter2</html>");
        assertThatThrownBy(() -> Streams.client(server).chat(Streams.chat()))
                .isInstanceOf(ProtocolException.class)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"));
        answer(200, type, "<html>please log in with password hunter2</html>");
        try (ChatCompletionStream stream = Streams.client(server).stream(Streams.chat())) {
            assertThatThrownBy(() -> stream.iterator().hasNext())
                    .isInstanceOf(ProtocolException.class)
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/event-stream", "", "text/plain"})
    void anEmptyBodyIsNeverAnAnswer(String type) {
        answer(200, type, "");
        try (ChatCompletionStream stream = Streams.client(server).stream(Streams.chat())) {
            assertThatThrownBy(stream::completion)
                    .isInstanceOfAny(ProtocolException.class, TruncatedStreamException.class);
        }
        answer(200, type, "");
        assertThatThrownBy(() -> Streams.client(server).chat(Streams.chat()))
                .isInstanceOfAny(ProtocolException.class, TruncatedStreamException.class);
    }

    @Test
    void aStreamUnderNoOrAnotherPlainTypeIsRead() {
        answer(200, "", Streams.two());
        assertThat(Streams.texts(Streams.client(server).stream(Streams.chat()))).containsExactly("Two", ".");
        answer(200, "text/plain", Streams.two());
        assertThat(Streams.texts(Streams.client(server).stream(Streams.chat()))).containsExactly("Two", ".");
    }

    @Test
    void aRedirectIsNotFollowedWithTheKey() {
        answer(307, "", "", "Location: http://127.0.0.1:9/v1/chat/completions");
        assertThatThrownBy(() -> Streams.client(server).chat(Streams.chat()))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("the address has moved");
    }

    @Test
    void anAnswerThatIsTooLargeIsAnError() {
        answer(200, "application/json", ANSWER.replace("Two.", "2".repeat(5_000)));
        assertThatThrownBy(() ->
                        Streams.builder(server).maxBodyBytes(4_000).build().chat(Streams.chat()))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("the answer is larger than the limit of 4000 bytes");
    }

    @Test
    void anInterruptEndsACallThatWaits() {
        FutureTask<Boolean> call = new FutureTask<>(() -> {
            try {
                Streams.client(server).chat(Streams.chat());
                return false;
            } catch (CallCancelledException e) {
                return Thread.currentThread().isInterrupted();
            }
        });
        Thread thread = new Thread(call, "test-caller");
        thread.start();
        ServerConnection connection = server.accept();
        connection.read();
        thread.interrupt();
        assertThat(Streams.await(call)).isTrue();
        connection.awaitGone();
    }

    @Test
    void whatIsNotHttpIsNotQuoted() {
        server.handle(1, connection -> {
            connection.read();
            connection.write("SSH-2.0-secret banner\r\n\r\n");
            connection.awaitGone();
        });
        assertThatThrownBy(() -> Streams.client(server).chat(Streams.chat()))
                .isInstanceOf(ProtocolException.class)
                .hasNoCause()
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
    }
}
