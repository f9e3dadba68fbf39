package dev.nagare.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.engine.EngineErrorKind;
import dev.nagare.engine.EngineException;
import dev.nagare.testkit.ScriptedEngine;
import dev.nagare.testkit.ScriptedGeneration;
import dev.nagare.wire.ApiError;
import dev.nagare.wire.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When the head of a stream goes out, what shows that it lives, and how errors are told before and after. */
@ExtendWith(NoLeaks.class)
class CommitTest {
    private static final String ALIVE = ": keep-alive\n";
    private final TestServer server = TestServer.timeless(
            ScriptedEngine.manual(),
            config -> config.maxRunning(1)
                    .commitAfter(Duration.ofSeconds(2))
                    .heartbeatEvery(Duration.ofSeconds(15))
                    .queueTimeout(Duration.ofDays(1)));

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void anErrorWithinTheGracePeriodHasItsOwnStatus() {
        try (RawClient client = server.connect()) {
            client.post(Bodies.CHAT, Bodies.chat("\"stream\":true"));
            ScriptedGeneration generation = server.engine.next();
            server.pass(Duration.ofMillis(1_999));
            generation.fail(overloaded());
            RawResponse response = client.response();
            assertThat(response.status()).isEqualTo(503);
            assertThat(response.header("retry-after")).isEqualTo("1");
        }
    }

    @Test
    void anErrorAfterTheGracePeriodIsAnEvent() {
        try (RawClient client = server.connect()) {
            client.post(Bodies.CHAT, Bodies.chat("\"stream\":true"));
            ScriptedGeneration generation = server.engine.next();
            server.pass(Duration.ofSeconds(2));
            RawResponse head = client.begin();
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("openai-processing-ms")).isEqualTo("2000");
            generation.fail(overloaded());
            assertThat(rest(client))
                    .isEqualTo("data: {\"error\":{\"message\":\"No room.\",\"type\":\"server_error\",\"param\":null,"
                            + "\"code\":\"server_is_overloaded\"}}\n\ndata: [DONE]\n\n");
            RequestEnded event = server.recorded.next();
            assertThat(event.outcome()).isEqualTo(RequestOutcome.REJECTED);
            assertThat(event.reason()).isEqualTo(ErrorReason.ENGINE_OVERLOADED);
        }
    }

    @Test
    void aStreamThatIsSilentShowsThatItLives() {
        try (RawClient client = server.connect()) {
            client.post(Bodies.CHAT, Bodies.chat("\"stream\":true"));
            ScriptedGeneration generation = server.engine.next();
            server.pass(Duration.ofSeconds(2));
            assertThat(client.begin().status()).isEqualTo(200);
            for (int i = 0; i < 3; i++) {
                assertThat(beat(client)).isEqualTo(ALIVE);
            }
            generation.text("Two");
            StringBuilder events = new StringBuilder();
            while (events.indexOf("Two") < 0) {
                events.append(client.nextChunk());
            }
            assertThat(events.toString())
                    .startsWith("data: {")
                    .endsWith("}\n\n")
                    .contains("\"content\":\"Two\"");
            assertThat(beat(client)).as("also while decoding is quiet").isEqualTo(ALIVE);
            generation.complete();
            assertThat(rest(client)).endsWith("data: [DONE]\n\n").doesNotContain(ALIVE);
        }
    }

    /** Lets time pass in steps that are each shorter than the period, until something comes. */
    private String beat(RawClient client) {
        while (!client.isReadable()) {
            server.pass(Duration.ofSeconds(5));
        }
        return client.nextChunk();
    }

    @Test
    void aStreamThatSpeaksIsNotInterrupted() {
        try (RawClient client = server.connect()) {
            client.post(Bodies.CHAT, Bodies.chat("\"stream\":true"));
            ScriptedGeneration generation = server.engine.next();
            generation.text("0");
            client.begin();
            StringBuilder text = new StringBuilder(client.nextChunk());
            try (RawClient other = server.connect()) {
                for (int i = 0; i < 40; i++) {
                    server.pass(Duration.ofSeconds(14));
                    generation.text("t");
                    text.append(client.nextChunk());
                    // A round trip on the same loop, so that its watch gets its turns.
                    assertThat(other.get("/health").response().status()).isEqualTo(200);
                }
            }
            generation.complete();
            text.append(rest(client));
            assertThat(text.toString()).doesNotContain(ALIVE);
            assertThat(RawResponse.events(text.toString())).hasSize(1 + 41 + 2);
        }
    }

    @Test
    void whoWaitsInTheQueueIsAliveToo() {
        try (RawClient first = server.connect();
                RawClient second = server.connect()) {
            first.post(Bodies.CHAT, Bodies.chat("\"stream\":false"));
            ScriptedGeneration running = server.engine.next();
            second.post(Bodies.COMPLETIONS, Bodies.completion("\"stream\":true"));
            while (server.server.load().waiting() == 0) {
                Thread.onSpinWait();
            }
            server.pass(Duration.ofSeconds(2));
            assertThat(second.begin().status()).isEqualTo(200);
            assertThat(beat(second)).isEqualTo(ALIVE);
            running.complete();
            assertThat(first.response().text())
                    .as("no comment in a whole answer")
                    .startsWith("{");
            ScriptedGeneration admitted = server.engine.next();
            admitted.text("Two");
            admitted.complete();
            assertThat(rest(second)).contains("\"text\":\"Two\"").endsWith("data: [DONE]\n\n");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void withoutAGracePeriodTheHeadGoesOutAtOnce(boolean queued) {
        try (TestServer hasty = TestServer.timeless(
                        ScriptedEngine.manual(), config -> config.maxRunning(1).commitAfter(Duration.ZERO));
                RawClient first = hasty.connect();
                RawClient second = hasty.connect()) {
            if (queued) {
                first.post(Bodies.CHAT, Bodies.chat());
                hasty.engine.next();
            }
            second.post(Bodies.CHAT, Bodies.chat("\"stream\":true"));
            assertThat(second.begin().status()).isEqualTo(200);
        }
    }

    @Test
    void aWholeAnswerWaitsForItsStatus() {
        try (RawClient client = server.connect()) {
            client.post(Bodies.CHAT, Bodies.chat("\"stream\":false"));
            ScriptedGeneration generation = server.engine.next();
            server.pass(Duration.ofSeconds(60));
            try (RawClient other = server.connect()) {
                assertThat(other.get("/health").response().status()).isEqualTo(200);
            }
            generation.fail(overloaded());
            assertThat(client.response().status()).isEqualTo(503);
        }
    }

    private static EngineException overloaded() {
        return new EngineException(
                EngineErrorKind.OVERLOADED,
                new ApiError("No room.", "server_error", null, "server_is_overloaded", JsonObject.EMPTY));
    }

    private static String rest(RawClient client) {
        StringBuilder rest = new StringBuilder();
        for (String chunk = client.nextChunk(); !chunk.isEmpty(); chunk = client.nextChunk()) {
            rest.append(chunk);
        }
        return rest.toString();
    }
}
