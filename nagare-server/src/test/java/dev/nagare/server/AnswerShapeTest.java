package dev.nagare.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.testkit.ScriptedEngine;
import dev.nagare.wire.Usage;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The four kinds of answers, byte for byte. */
@ExtendWith(NoLeaks.class)
class AnswerShapeTest {
    private static final String CHUNK = "{\"id\":\"chatcmpl-scripted-1\",\"object\":\"chat.completion.chunk\","
            + "\"created\":1700000000,\"model\":\"scripted\",\"system_fingerprint\":\"fp_5c21b7ed00\",\"choices\":[";
    private static final String ROLE = CHUNK
            + "{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null},"
            + "\"logprobs\":null,\"finish_reason\":null}]";
    private static final String TWO =
            CHUNK + "{\"index\":0,\"delta\":{\"content\":\"Two\"},\"logprobs\":null,\"finish_reason\":null}]";
    private static final String DOT =
            CHUNK + "{\"index\":0,\"delta\":{\"content\":\".\"},\"logprobs\":null,\"finish_reason\":null}]";
    private static final String STOP =
            CHUNK + "{\"index\":0,\"delta\":{},\"logprobs\":null,\"finish_reason\":\"stop\"}]";

    private final Recorded recorded = new Recorded();
    private final ScriptedEngine engine = ScriptedEngine.answering("Two", ".");
    private NagareServer server;
    private RawClient client;

    AnswerShapeTest() {
        server = start(true);
        client = RawClient.connect(server.port());
    }

    private NagareServer start(boolean nativeTransport) {
        return NagareServer.start(
                ServerConfig.builder()
                        .port(0)
                        .eventLoops(1)
                        .nativeTransport(nativeTransport)
                        .build(),
                engine,
                recorded,
                null,
                null,
                new Surroundings(() -> 5_000_000_000L, () -> java.time.Instant.EPOCH, new SplittableRandom(7)));
    }

    @BeforeEach
    void connected() {
        assertThat(server.transport()).isEqualTo("epoll");
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
        engine.close();
    }

    @Test
    void aStreamedChat() {
        RawResponse response = client.post(Bodies.CHAT, Bodies.chat("\"stream\":true"), "X-Request-Id: abc-1")
                .response();
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers())
                .containsExactlyEntriesOf(ordered(
                        "content-type", "text/event-stream; charset=utf-8",
                        "cache-control", "no-cache, no-transform",
                        "x-accel-buffering", "no",
                        "transfer-encoding", "chunked",
                        "x-request-id", "abc-1",
                        "openai-processing-ms", "0",
                        "x-content-type-options", "nosniff",
                        "date", "Thu, 01 Jan 1970 00:00:00 GMT"));
        assertThat(response.text())
                .isEqualTo("data: " + ROLE + "}\n\ndata: " + TWO + "}\n\ndata: " + DOT + "}\n\ndata: " + STOP
                        + "}\n\ndata: [DONE]\n\n");
    }

    @Test
    void aStreamedChatWithUsage() {
        RawResponse response = client.post(
                        Bodies.CHAT, Bodies.chat("\"stream\":true", "\"stream_options\":{\"include_usage\":true}"))
                .response();
        String no = ",\"usage\":null}\n\n";
        assertThat(response.text())
                .isEqualTo("data: " + ROLE + no + "data: " + TWO + no + "data: " + DOT + no + "data: " + STOP + no
                        + "data: " + CHUNK
                        + "],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2,\"total_tokens\":9}}\n\n"
                        + "data: [DONE]\n\n");
    }

    @Test
    void aWholeChat() {
        RawResponse response = client.post(Bodies.CHAT, Bodies.chat()).response();
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers())
                .containsExactlyEntriesOf(ordered(
                        "content-type", "application/json",
                        "content-length", Integer.toString(response.body().length),
                        "x-request-id", response.header("x-request-id"),
                        "openai-processing-ms", "0",
                        "x-content-type-options", "nosniff",
                        "date", "Thu, 01 Jan 1970 00:00:00 GMT"));
        assertThat(response.header("x-request-id")).matches("req_[0-9a-f]{32}");
        assertThat(response.text())
                .isEqualTo("{\"id\":\"chatcmpl-scripted-1\",\"object\":\"chat.completion\",\"created\":1700000000,"
                        + "\"model\":\"scripted\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
                        + "\"content\":\"Two.\",\"refusal\":null},\"logprobs\":null,\"finish_reason\":\"stop\"}],"
                        + "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2,\"total_tokens\":9},"
                        + "\"system_fingerprint\":\"fp_5c21b7ed00\"}");
    }

    @Test
    void aStreamedCompletion() {
        RawResponse response = client.post(
                        Bodies.COMPLETIONS,
                        Bodies.completion("\"stream\":true", "\"stream_options\":{\"include_usage\":true}"))
                .response();
        String head = "data: {\"id\":\"cmpl-scripted-1\",\"object\":\"text_completion\",\"created\":1700000000,";
        String tail = "\"model\":\"scripted\",\"usage\":null}\n\n";
        assertThat(response.text())
                .isEqualTo(head
                        + "\"choices\":[{\"text\":\"Two\",\"index\":0,\"logprobs\":null,\"finish_reason\":null}],"
                        + tail
                        + head + "\"choices\":[{\"text\":\".\",\"index\":0,\"logprobs\":null,\"finish_reason\":null}],"
                        + tail + head
                        + "\"choices\":[{\"text\":\"\",\"index\":0,\"logprobs\":null,\"finish_reason\":\"stop\"}],"
                        + tail
                        + head + "\"model\":\"scripted\",\"usage\":"
                        + "{\"prompt_tokens\":7,\"completion_tokens\":2,\"total_tokens\":9},\"choices\":[]}\n\n"
                        + "data: [DONE]\n\n");
    }

    @Test
    void aWholeCompletion() {
        RawResponse response =
                client.post(Bodies.COMPLETIONS, Bodies.completion()).response();
        assertThat(response.text())
                .isEqualTo("{\"id\":\"cmpl-scripted-1\",\"object\":\"text_completion\",\"created\":1700000000,"
                        + "\"model\":\"scripted\",\"choices\":[{\"text\":\"Two.\",\"index\":0,\"logprobs\":null,"
                        + "\"finish_reason\":\"stop\"}],"
                        + "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2,\"total_tokens\":9}}");
    }

    @Test
    void severalChoices() {
        RawResponse whole = client.post(Bodies.CHAT, Bodies.chat("\"n\":2")).response();
        assertThat(whole.text()).contains("\"index\":0,", "\"index\":1,");
        RawResponse streamed = client.post(Bodies.CHAT, Bodies.chat("\"n\":2", "\"stream\":true"))
                .response();
        assertThat(streamed.events()).hasSize(9).last().isEqualTo("[DONE]");
    }

    @Test
    void theTierIsNamedOnlyToThoseWhoNameOne() {
        String tier = "\"service_tier\":\"default\"";
        RawResponse streamed = client.post(Bodies.CHAT, Bodies.chat("\"stream\":true", "\"service_tier\":\"auto\""))
                .response();
        assertThat(streamed.events().subList(0, 4))
                .allSatisfy(event -> assertThat(event).contains(tier));
        RawResponse whole = client.post(Bodies.CHAT, Bodies.chat("\"service_tier\":\"auto\""))
                .response();
        assertThat(whole.text()).contains(tier);
        assertThat(client.post(Bodies.CHAT, Bodies.chat()).response().text()).doesNotContain("service_tier");
    }

    @Test
    void paddingIsGivenOnlyToThoseWhoAsk() {
        RawResponse response = client.post(
                        Bodies.CHAT,
                        Bodies.chat(
                                "\"stream\":true",
                                "\"stream_options\":{\"include_obfuscation\":true,\"include_usage\":true}"))
                .response();
        assertThat(response.events().subList(0, 5))
                .allSatisfy(event -> assertThat(event).containsPattern("\"obfuscation\":\"[a-zA-Z0-9]{1,16}\"}$"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theOtherTransportAnswersTheSame(boolean streamed) {
        String body = Bodies.chat("\"stream\":" + streamed);
        String one = client.post(Bodies.CHAT, body).response().text();
        try (NagareServer nio = start(false);
                RawClient other = RawClient.connect(nio.port())) {
            assertThat(nio.transport()).isEqualTo("nio");
            String two = other.post(Bodies.CHAT, body).response().text();
            assertThat(two.replace("scripted-2", "scripted-1")).isEqualTo(one);
        }
    }

    @Test
    void theListenerIsTold() {
        client.post(Bodies.CHAT, Bodies.chat("\"stream\":true"), "X-Request-Id: r1")
                .response();
        RequestEnded event = recorded.next();
        assertThat(event.requestId()).isEqualTo("r1");
        assertThat(event.route()).isEqualTo(Route.CHAT_COMPLETIONS);
        assertThat(event.status()).isEqualTo(200);
        assertThat(event.outcome()).isEqualTo(RequestOutcome.COMPLETED);
        assertThat(event.streamed()).isTrue();
        assertThat(event.usage()).isEqualTo(Usage.of(7, 2));
        assertThat(event.toFirstChunk()).isZero();
        client.get("/health").response();
        RequestEnded health = recorded.next();
        assertThat(health.usage()).isNull();
        assertThat(health.toFirstChunk()).isNull();
        assertThat(recorded.isEmpty()).isTrue();
    }

    @Test
    void modelsAndHealth() {
        String model = "{\"id\":\"scripted\",\"object\":\"model\",\"created\":1700000000,\"owned_by\":\"nagare\"}";
        assertThat(client.get("/v1/models").response().text())
                .isEqualTo("{\"object\":\"list\",\"data\":[" + model + "]}");
        assertThat(client.get("/v1/models/scripted").response().text()).isEqualTo(model);
        assertThat(client.get("/v1/models/scripte%64?x=1").response().text()).isEqualTo(model);
        RawResponse health = client.get("/health").response();
        assertThat(health.text()).isEqualTo("{\"status\":\"ok\"}");
        RawResponse head =
                client.send("HEAD /health HTTP/1.1\r\nHost: x\r\n\r\n").responseWithoutBody();
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("content-length")).isEqualTo("15");
        RawResponse options = client.send("OPTIONS /v1/completions HTTP/1.1\r\nHost: x\r\n\r\n")
                .response();
        assertThat(options.status()).isEqualTo(204);
        assertThat(options.header("allow")).isEqualTo("POST, OPTIONS");
    }

    private static Map<String, String> ordered(String... pairs) {
        Map<String, String> map = new java.util.LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
