package dev.nagare.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nagare.testkit.ScriptedEngine;
import dev.nagare.testkit.ScriptedGeneration;
import dev.nagare.wire.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may ask, how much, and from where. */
@ExtendWith(NoLeaks.class)
class AccessTest {
    private static final String ALICE = "Authorization: Bearer sk-alice-123456";
    private static final String BOB = "Authorization: bearer sk-bob-1";

    @TempDir
    static Path folder;

    private Path keys;
    private TestServer server;
    private RawClient client;

    @BeforeEach
    void start() throws IOException {
        keys = Files.writeString(
                folder.resolve("keys"),
                ApiKeys.line("alice", "sk-alice-123456") + " rpm=2\n" + ApiKeys.line("bob", "sk-bob-1")
                        + " tpm=1000\n");
        server = TestServer.timeless(
                ScriptedEngine.manual(),
                config -> config.apiKeyFile(keys)
                        .host("0.0.0.0")
                        .maxRunning(1)
                        .maxQueued(4)
                        .maxBodyBytes(4_000)
                        .queueTimeout(Duration.ofDays(1))
                        .corsOrigins(java.util.List.of("https://example.com")));
        client = server.connect();
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    /** What a browser asks before its page may make a request with these headers. */
    private static String preflight(String origin, String names) {
        return String.join(
                "\r\n",
                "OPTIONS /v1/chat/completions HTTP/1.1",
                "Host: x",
                "Origin: " + origin,
                "Access-Control-Request-Method: POST",
                "Access-Control-Request-Headers: " + names,
                "",
                "");
    }

    private RawResponse post(String... headers) {
        return client.post(Bodies.CHAT, Bodies.chat(), headers).response();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                            | ''              | You didn't provide an API key.",
                "Authorization: Basic YWxpY2U6eA==             | ''              | You didn't provide an API key.",
                "Authorization: Bearer                         | ''              | You didn't provide an API key.",
                "Authorization: Bearer sk-alice-123457         | invalid_api_key | Incorrect API key provided:"
                        + " sk-al***57.",
                "Authorization: Bearer short                   | invalid_api_key | Incorrect API key provided: ***.",
                "Authorization: Bearer SK-ALICE-123456         | invalid_api_key | Incorrect API key provided:"
                        + " SK-AL***56.",
            })
    void whoHasNoKeyIsRefused(String header, String code, String message) {
        RawResponse response = header.isEmpty() ? post() : post(header);
        assertThat(response.status()).isEqualTo(401);
        assertThat(response.header("www-authenticate")).isEqualTo("Bearer");
        assertThat(response.text())
                .contains("\"message\":\"" + message, "\"type\":\"invalid_request_error\"")
                .contains(code.isEmpty() ? "\"code\":null" : "\"code\":\"" + code + "\"");
        RequestEnded event = server.recorded.next();
        assertThat(event.outcome()).isEqualTo(RequestOutcome.REJECTED);
        assertThat(event.reason()).isEqualTo(ErrorReason.UNAUTHENTICATED);
        assertThat(event.keyName()).isNull();
        assertThat(server.engine.requests()).isZero();
        assertThat(client.get("/v1/models").response().status()).isEqualTo(401);
        assertThat(client.get("/health").response().status()).isEqualTo(200);
        assertThat(client.get("/ready").response().status()).isEqualTo(200);
        assertThat(client.get("/nowhere").response().status()).isEqualTo(404);
    }

    @Test
    void aLargeBodyOfAStrangerIsNotKept() {
        client.send("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
        client.send("7d0\r\n" + "x".repeat(2_000) + "\r\n7d1\r\n" + "x".repeat(2_001) + "\r\n");
        RawResponse response = client.response();
        assertThat(response.status()).isEqualTo(401);
        assertThat(response.header("connection")).isEqualTo("close");
        assertThat(client.isClosedByServer()).isTrue();
    }

    @Test
    void whoHasAKeyIsAnsweredUpToItsRequests() {
        client.post(Bodies.CHAT, Bodies.chat(), ALICE);
        server.engine.next().complete();
        RawResponse first = client.response();
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("x-ratelimit-limit-requests")).isEqualTo("2");
        assertThat(first.header("x-ratelimit-remaining-requests")).isEqualTo("1");
        assertThat(first.header("x-ratelimit-reset-requests")).isEqualTo("30s");
        assertThat(first.headers()).doesNotContainKey("x-ratelimit-limit-tokens");
        RequestEnded event = server.recorded.next();
        assertThat(event.keyName()).isEqualTo("alice");
        RawResponse preflight =
                client.send(preflight("https://example.com", "authorization")).response();
        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight.headers().keySet()).noneMatch(name -> name.startsWith("x-ratelimit"));
        RawResponse wrong = client.post(Bodies.CHAT, "{}", ALICE).response();
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.header("x-ratelimit-remaining-requests"))
                .as("what cannot be decoded costs too")
                .isEqualTo("0");
        RawResponse third = post(ALICE);
        assertThat(third.status()).isEqualTo(429);
        assertThat(third.header("retry-after")).isEqualTo("30");
        assertThat(third.header("x-ratelimit-remaining-requests")).isEqualTo("0");
        assertThat(third.text()).contains("\"type\":\"requests\"", "\"code\":\"rate_limit_exceeded\"");
        assertThat(client.send("GET /v1/models HTTP/1.1\r\nHost: x\r\n" + ALICE + "\r\n\r\n")
                        .response()
                        .headers())
                .doesNotContainKey("x-ratelimit-limit-requests");
        server.pass(Duration.ofSeconds(30));
        client.post(Bodies.CHAT, Bodies.chat(), ALICE);
        server.engine.next().complete();
        assertThat(client.response().status()).isEqualTo(200);
    }

    @Test
    void tokensAreChargedAsAskedForAndSettledAsUsed() {
        client.post(Bodies.CHAT, Bodies.chat("\"max_tokens\":400", "\"n\":2"), BOB);
        ScriptedGeneration generation = server.engine.next();
        try (RawClient other = server.connect()) {
            RawResponse refused = other.post(Bodies.COMPLETIONS, Bodies.completion("\"max_tokens\":201"), BOB)
                    .response();
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.text()).contains("\"type\":\"tokens\"", "Used 800, Requested 201");
            assertThat(server.recorded.next().reason()).isEqualTo(ErrorReason.TOKEN_RATE);
        }
        generation.text("Two");
        generation.complete();
        RawResponse answered = client.response();
        assertThat(answered.status()).isEqualTo(200);
        assertThat(server.recorded.next().usage()).isEqualTo(Usage.of(7, 1));
        RawResponse after = client.post(Bodies.CHAT, "{}", BOB).response();
        assertThat(after.header("x-ratelimit-remaining-tokens")).isEqualTo("992");
    }

    @Test
    void whoLeavesTheQueueGetsItsTokensBack() {
        client.post(Bodies.CHAT, Bodies.chat(), ALICE);
        server.engine.next();
        try (RawClient leaving = server.connect();
                RawClient staying = server.connect()) {
            leaving.post(Bodies.CHAT, Bodies.chat("\"max_tokens\":900"), BOB);
            while (server.server.load().waiting() == 0) {
                Thread.onSpinWait();
            }
            leaving.reset();
            assertThat(server.recorded.next().outcome()).isEqualTo(RequestOutcome.DISCONNECTED);
            RawResponse after = staying.post(Bodies.CHAT, "{}", BOB).response();
            assertThat(after.header("x-ratelimit-remaining-tokens")).isEqualTo("1000");
        }
    }

    @Test
    void keysTakeTurnsAndNoneIsPushedOut() {
        client.post(Bodies.CHAT, Bodies.chat(), BOB);
        ScriptedGeneration running = server.engine.next();
        try (RawClient one = server.connect();
                RawClient two = server.connect();
                RawClient three = server.connect();
                RawClient four = server.connect();
                RawClient alice = server.connect()) {
            int waiting = 0;
            for (RawClient bob : new RawClient[] {one, two, three, four}) {
                bob.post(Bodies.CHAT, Bodies.chat("\"user\":\"bob" + waiting + "\""), BOB);
                waiting++;
                while (server.server.load().waiting() != waiting) {
                    Thread.onSpinWait();
                }
            }
            alice.post(Bodies.CHAT, Bodies.chat("\"user\":\"alice\""), ALICE);
            RawResponse displaced = four.response();
            assertThat(displaced.status()).isEqualTo(429);
            assertThat(displaced.text()).contains("Too many requests are waiting");
            running.complete();
            ScriptedGeneration first = server.engine.next();
            first.complete();
            assertThat(one.response().status()).isEqualTo(200);
            server.engine.next().complete();
            assertThat(alice.response().status()).as("the second turn is hers").isEqualTo(200);
            server.engine.next().complete();
            assertThat(two.response().status()).isEqualTo(200);
        }
    }

    @Test
    void aChangedFileIsNoticed() throws IOException {
        assertThat(client.send("GET /v1/models HTTP/1.1\r\nHost: x\r\n" + ALICE + "\r\n\r\n")
                        .response()
                        .status())
                .isEqualTo(200);
        Files.writeString(keys, ApiKeys.line("carol", "sk-carol"));
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (client.send("GET /v1/models HTTP/1.1\r\nHost: x\r\n" + ALICE + "\r\n\r\n")
                        .response()
                        .status()
                == 200) {
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
        assertThat(client.send("GET /v1/models HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer sk-carol\r\n\r\n")
                        .response()
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aPageOfAnAllowedOriginMayAskAndRead() {
        RawResponse preflight = client.send(
                        preflight("https://example.com", "authorization,content-type,x-stainless-lang"))
                .response();
        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight.header("access-control-allow-origin")).isEqualTo("https://example.com");
        assertThat(preflight.header("access-control-allow-methods")).isEqualTo("POST, OPTIONS");
        assertThat(preflight.header("access-control-allow-headers"))
                .isEqualTo("authorization,content-type,x-stainless-lang");
        assertThat(preflight.header("access-control-max-age")).isEqualTo("600");
        assertThat(preflight.header("vary")).isEqualTo("origin");
        client.post(Bodies.CHAT, Bodies.chat("\"stream\":true"), ALICE, "Origin: https://example.com");
        server.engine.next().complete();
        RawResponse answer = client.response();
        assertThat(answer.header("access-control-allow-origin")).isEqualTo("https://example.com");
        assertThat(answer.header("access-control-expose-headers"))
                .contains("x-request-id", "retry-after", "x-ratelimit-remaining-requests");
        RawResponse refused = post("Origin: https://example.com");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.header("access-control-allow-origin"))
                .as("a page may read why")
                .isEqualTo("https://example.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://example.com.evil.org", "http://example.com", "null"})
    void aPageOfAnotherOriginMayNot(String origin) {
        RawResponse preflight = client.send(preflight(origin, "authorization")).response();
        assertThat(preflight.headers())
                .doesNotContainKeys("access-control-allow-origin", "access-control-allow-methods");
        assertThat(preflight.header("vary")).isEqualTo("origin");
    }

    @Test
    void withoutOriginsThereIsNoSuchHeaderAndWithAStarAllMay() {
        try (TestServer closed = TestServer.start(ScriptedEngine.answering("x"));
                RawClient other = closed.connect()) {
            RawResponse response = other.post(Bodies.CHAT, Bodies.chat(), "Origin: https://example.com")
                    .response();
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.headers().keySet()).noneMatch(name -> name.startsWith("access-control"));
            assertThat(response.headers()).doesNotContainKey("vary");
        }
        try (TestServer open = TestServer.start(
                        ScriptedEngine.answering("x"), config -> config.corsOrigins(java.util.List.of("*")));
                RawClient other = open.connect()) {
            RawResponse response = other.post(Bodies.CHAT, Bodies.chat(), "Origin: https://anyone.example")
                    .response();
            assertThat(response.header("access-control-allow-origin")).isEqualTo("*");
            RawResponse odd = other.send(preflight("https://a", "a;b")).response();
            assertThat(odd.header("access-control-allow-headers"))
                    .isEqualTo("authorization, content-type, x-request-id");
        }
    }

    @Test
    void anOpenServerElsewhereThanOnLoopbackMustBeMeant() {
        try (ScriptedEngine engine = ScriptedEngine.answering("x")) {
            ServerConfig.Builder config = ServerConfig.builder().port(0).host("0.0.0.0");
            assertThatThrownBy(() -> NagareServer.start(config.build(), engine))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("without API keys everyone who reaches 0.0.0.0 would be answered:"
                            + " name a file of keys, or say that the server may be open");
            try (NagareServer open = NagareServer.start(config.allowOpen(true).build(), engine)) {
                assertThat(open.port()).isPositive();
            }
        }
    }
}
