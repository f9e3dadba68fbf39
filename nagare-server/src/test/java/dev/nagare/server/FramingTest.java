package dev.nagare.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.testkit.ScriptedEngine;
import dev.nagare.testkit.ScriptedGeneration;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP as clients really send it: in pieces, ahead, in older versions, and broken. */
@ExtendWith(NoLeaks.class)
class FramingTest {
    private final TestServer server = TestServer.start(ScriptedEngine.answering("Two", "."));
    private final RawClient client = server.connect();

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 4096})
    void aRequestMayComeInPieces(int size) {
        byte[] request = RawClient.postBytes(Bodies.CHAT, Bodies.chat("\"user\":\"käse €\""))
                .getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < request.length; at += size) {
            client.send(Arrays.copyOfRange(request, at, Math.min(request.length, at + size)));
        }
        assertThat(client.response().text()).contains("\"content\":\"Two.\"");
    }

    @Test
    void aChunkedRequestMayComeInPieces() {
        String body = Bodies.chat();
        StringBuilder request = new StringBuilder(
                "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int at = 0; at < body.length(); at += 5) {
            String piece = body.substring(at, Math.min(body.length(), at + 5));
            request.append(Integer.toHexString(piece.length()))
                    .append("\r\n")
                    .append(piece)
                    .append("\r\n");
        }
        request.append("0\r\n\r\n");
        for (int i = 0; i < request.length(); i++) {
            client.send(request.substring(i, i + 1));
        }
        assertThat(client.response().status()).isEqualTo(200);
    }

    @Test
    void requestsSentAheadAreAnsweredInOrder() {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            all.append(
                    RawClient.postBytes(Bodies.CHAT, Bodies.chat("\"stream\":" + (i % 2 == 0)), "X-Request-Id: r" + i));
            all.append("GET /health HTTP/1.1\r\nHost: x\r\nX-Request-Id: h")
                    .append(i)
                    .append("\r\n\r\n");
        }
        client.send(all.toString());
        for (int i = 0; i < 40; i++) {
            assertThat(client.response().header("x-request-id")).isEqualTo("r" + i);
            assertThat(client.response().header("x-request-id")).isEqualTo("h" + i);
        }
        assertThat(server.engine.requests()).isEqualTo(40);
    }

    @Test
    void farMoreThanTheServerReadsAheadIsStillAnswered() {
        int count = 8_000;
        Thread sender = new Thread(() -> {
            byte[] request =
                    "GET /health HTTP/1.1\r\nHost: x\r\n\r\n".repeat(100).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < count / 100; i++) {
                client.send(request);
            }
        });
        sender.start();
        for (int i = 0; i < count; i++) {
            assertThat(client.response().status()).isEqualTo(200);
        }
    }

    @Test
    void http10GetsABodyThatEndsWithTheConnection() {
        String body = Bodies.chat("\"stream\":true");
        client.send("POST /v1/chat/completions HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body);
        RawResponse response = client.response();
        assertThat(response.header("transfer-encoding")).isEmpty();
        assertThat(response.header("connection")).isEqualTo("close");
        assertThat(response.events()).hasSize(5);
    }

    @Test
    void http10MayKeepTheConnectionAfterAWholeAnswer() {
        client.send("GET /health HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        assertThat(client.response().header("connection")).isEqualTo("keep-alive");
        client.send("GET /health HTTP/1.0\r\n\r\n");
        assertThat(client.response().header("connection")).isEqualTo("close");
        assertThat(client.isClosedByServer()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"stream\":true", "\"stream\":false"})
    void theConnectionEndsWhenTheClientWantsThat(String stream) {
        client.post(Bodies.CHAT, Bodies.chat(stream), "Connection: close");
        RawResponse response = client.response();
        assertThat(response.header("connection")).isEqualTo("close");
        assertThat(client.isClosedByServer()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0000\u0001\u0002\r\n\r\n",
                "GET\r\n\r\n",
                "GET /health HTTP/1.1\r\nno colon\r\n\r\n",
                "GET /health HTTP/1.1\r\n\r\n",
                "GET /health HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: minus\r\n\r\n",
                "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            })
    void whatIsNotHttpGets400(String request) {
        client.send(request.getBytes(StandardCharsets.ISO_8859_1));
        RawResponse response = client.response();
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.text()).contains("\"type\":\"invalid_request_error\"");
        try (RawClient other = server.connect()) {
            assertThat(other.get("/health").response().status()).isEqualTo(200);
        }
    }

    /** What follows a head that is no request of HTTP/1 need not be a request either. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "GET /health HTTP/1.1\r\n\r\nGET /health HTTP/1.1\r\nHost: x\r\n\r\n",
                "POST /v1/completions HTTP/1.1\r\nHost: a\r\nHost: b\r\nContent-Length: 2\r\n\r\n{}",
            })
    void aBrokenHeadHasOneAnswerAndIsTheLast(String sent) {
        client.send(sent);
        RawResponse response = client.response();
        assertThat(response.status()).isEqualTo(sent.startsWith("PRI") ? 505 : 400);
        assertThat(response.header("connection")).isEqualTo("close");
        assertThat(client.isClosedByServer()).isTrue();
    }

    @Test
    void longLinesAndHeadersAreRefused() {
        client.send("GET /" + "x".repeat(10_000) + " HTTP/1.1\r\n");
        assertThat(client.response().status()).isEqualTo(414);
        try (RawClient other = server.connect()) {
            other.send("GET /health HTTP/1.1\r\nHost: x\r\nX-Long: " + "x".repeat(40_000) + "\r\n\r\n");
            assertThat(other.response().status()).isEqualTo(431);
        }
        try (RawClient other = server.connect()) {
            other.send("GET /health HTTP/2.0\r\nHost: x\r\n\r\n");
            assertThat(other.response().status()).isEqualTo(505);
        }
    }

    @Test
    void aLargeBodyIsDecodedOffTheEventLoop() {
        String text = "word ".repeat(100_000);
        client.post(Bodies.CHAT, Bodies.chat("\"user\":\"" + text + "\""));
        assertThat(client.response().status()).isEqualTo(200);
        client.post(Bodies.CHAT, Bodies.chat("\"user\":\"" + text));
        assertThat(client.response().status()).isEqualTo(400);
    }

    @Test
    void aBodyThatTakesTooLongAndAConnectionThatIsIdleTooLongEnd() {
        try (TestServer hasty = TestServer.start(
                        ScriptedEngine.manual(),
                        config -> config.bodyTimeout(Duration.ofMillis(80)).idleTimeout(Duration.ofMillis(400)));
                RawClient slow = hasty.connect();
                RawClient idle = hasty.connect()) {
            slow.send("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{");
            assertThat(slow.response().status()).isEqualTo(408);
            assertThat(hasty.recorded.next().outcome()).isEqualTo(RequestOutcome.STALLED);
            assertThat(idle.isClosedByServer()).isTrue();
        }
    }

    @Test
    void aGenerationMayBeSilentForLongerThanAConnectionMayBeIdle() {
        try (TestServer hasty = TestServer.start(
                        ScriptedEngine.manual(),
                        config -> config.idleTimeout(Duration.ofMillis(40))
                                .bodyTimeout(Duration.ofMillis(40))
                                .stallTimeout(Duration.ofMillis(40)));
                RawClient patient = hasty.connect();
                RawClient idle = hasty.connect()) {
            patient.post(Bodies.CHAT, Bodies.chat("\"stream\":true"));
            ScriptedGeneration generation = hasty.engine.next();
            generation.text("Two");
            assertThat(idle.isClosedByServer()).as("the limit has passed").isTrue();
            generation.text(".");
            generation.complete();
            assertThat(patient.response().events()).hasSize(5);
        }
    }

    @Test
    void oneConnectionTooManyIsToldSo() {
        try (TestServer small = TestServer.start(ScriptedEngine.manual(), config -> config.maxConnections(1));
                RawClient first = small.connect()) {
            assertThat(first.get("/health").response().status()).isEqualTo(200);
            try (RawClient second = small.connect()) {
                RawResponse response = second.response();
                assertThat(response.status()).isEqualTo(429);
                assertThat(response.header("retry-after")).isEqualTo("1");
                assertThat(second.isClosedByServer()).isTrue();
            }
            assertThat(first.get("/health").response().status()).isEqualTo(200);
        }
    }
}
