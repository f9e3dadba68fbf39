package dev.nagare.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.testkit.ScriptedEngine;
import dev.nagare.testkit.ScriptedGeneration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that wait for their generation, over sockets. */
@ExtendWith(NoLeaks.class)
class QueueTest {
    private final TestServer server = TestServer.timeless(
            ScriptedEngine.manual(),
            config -> config.eventLoops(2).maxRunning(1).maxQueued(2).queueTimeout(Duration.ofSeconds(30)));
    private final List<RawClient> clients = new ArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(RawClient::close);
        server.close();
    }

    private RawClient client() {
        RawClient client = server.connect();
        clients.add(client);
        return client;
    }

    /** A request that waits, behind so many. */
    private RawClient waiting(int before, String... members) {
        RawClient client = client().post(Bodies.CHAT, Bodies.chat(members));
        await(before + 1);
        return client;
    }

    private void await(int waiting) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (server.server.load().waiting() != waiting) {
            assertThat(System.nanoTime()).as("%d wait", waiting).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void eachGetsItsTurn() {
        RawClient first = client().post(Bodies.CHAT, Bodies.chat());
        ScriptedGeneration running = server.engine.next();
        RawClient second = waiting(0, "\"stream\":true");
        RawClient third = waiting(1, "\"stream\":false");
        assertThat(server.engine.requests()).isEqualTo(1);
        assertThat(server.server.load().running()).isEqualTo(1);
        running.complete();
        assertThat(first.response().status()).isEqualTo(200);
        ScriptedGeneration next = server.engine.next();
        next.text("Two");
        next.complete();
        assertThat(second.response().events()).last().isEqualTo("[DONE]");
        server.engine.next().complete();
        assertThat(third.response().status()).isEqualTo(200);
        for (int i = 0; i < 3; i++) {
            assertThat(server.recorded.next().outcome()).isEqualTo(RequestOutcome.COMPLETED);
        }
        assertThat(server.server.load().running()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRequestThatWasSentAheadFindsThePlaceOfTheOneBefore(boolean stream) {
        try (TestServer full = TestServer.start(
                        ScriptedEngine.answering("Two"),
                        config -> config.maxRunning(1).maxQueued(0));
                RawClient client = full.connect()) {
            String request = RawClient.postBytes(Bodies.CHAT, Bodies.chat("\"stream\":" + stream));
            client.send(request + request);
            assertThat(client.response().status()).isEqualTo(200);
            assertThat(client.response().status()).isEqualTo(200);
        }
    }

    @Test
    void oneTooManyIsToldWhenToComeBack() {
        RawClient first = client().post(Bodies.CHAT, Bodies.chat());
        ScriptedGeneration running = server.engine.next();
        server.pass(Duration.ofSeconds(10));
        waiting(0);
        waiting(1);
        running.complete();
        assertThat(first.response().status()).isEqualTo(200);
        server.engine.next();
        await(1);
        waiting(1);
        RawResponse refused =
                client().post(Bodies.CHAT, Bodies.chat("\"stream\":true")).response();
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("retry-after")).as("three turns of 10 s").isEqualTo("30");
        assertThat(refused.text())
                .isEqualTo("{\"error\":{\"message\":\"Too many requests are waiting for this server."
                        + " Please try again in 30s.\",\"type\":\"requests\",\"param\":null,"
                        + "\"code\":\"rate_limit_exceeded\"}}");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoWaitsForTooLongIsToldSo(boolean stream) {
        client().post(Bodies.CHAT, Bodies.chat());
        server.engine.next();
        RawClient waiting = waiting(0, "\"stream\":" + stream);
        if (stream) {
            server.pass(Duration.ofSeconds(5));
            assertThat(waiting.begin().status()).isEqualTo(200);
        }
        server.pass(Duration.ofSeconds(31));
        String text;
        if (stream) {
            text = waiting.nextChunk();
            assertThat(text).endsWith("data: [DONE]\n\n");
        } else {
            RawResponse response = waiting.response();
            assertThat(response.status()).isEqualTo(503);
            assertThat(response.header("retry-after")).isNotEmpty();
            text = response.text();
        }
        assertThat(text).contains("\"code\":\"server_is_overloaded\"");
        await(0);
        assertThat(server.engine.requests()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void whoLeavesTheQueueFreesItsPlace(ReaderTest.Leaving how) {
        RawClient first = client().post(Bodies.CHAT, Bodies.chat());
        ScriptedGeneration running = server.engine.next();
        for (String stream : new String[] {"\"stream\":true", "\"stream\":false"}) {
            RawClient leaving = waiting(0, stream);
            how.leave(leaving);
            await(0);
            RequestEnded event = server.recorded.next();
            assertThat(event.outcome()).isEqualTo(RequestOutcome.DISCONNECTED);
            assertThat(event.usage()).isNull();
            assertThat(event.status()).isZero();
        }
        running.complete();
        assertThat(first.response().status()).isEqualTo(200);
        assertThat(server.engine.requests())
                .as("nobody was generated for in vain")
                .isEqualTo(1);
    }

    @Test
    void whoLeavesWhileRunningLetsTheNextRun() {
        RawClient first = client().post(Bodies.CHAT, Bodies.chat("\"stream\":true"));
        ScriptedGeneration running = server.engine.next();
        RawClient second = waiting(0);
        first.reset();
        running.awaitCancelled();
        server.engine.next().complete();
        assertThat(second.response().status()).isEqualTo(200);
    }

    @Test
    void closingTellsWhoWaitsAtOnceAndLetsTheRunningEnd() throws InterruptedException {
        TestServer draining = TestServer.start(
                ScriptedEngine.manual(), config -> config.maxRunning(1).drainFor(Duration.ofSeconds(60)));
        try (RawClient first = draining.connect();
                RawClient second = draining.connect()) {
            first.post(Bodies.CHAT, Bodies.chat("\"stream\":true"));
            ScriptedGeneration running = draining.engine.next();
            second.post(Bodies.CHAT, Bodies.chat("\"stream\":true"));
            while (draining.server.load().waiting() == 0) {
                Thread.onSpinWait();
            }
            Thread closing = new Thread(draining::close);
            closing.start();
            RawResponse told = second.response();
            assertThat(told.status()).isEqualTo(503);
            assertThat(told.header("connection")).isEqualTo("close");
            assertThat(told.text()).contains("server_shutting_down");
            assertThat(draining.recorded.next().outcome()).isEqualTo(RequestOutcome.SHUT_DOWN);
            try (RawClient late = draining.connect()) {
                RawResponse refused = late.post(Bodies.CHAT, Bodies.chat()).response();
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.header("connection")).isEqualTo("close");
                assertThat(refused.header("x-request-id")).startsWith("req_");
            }
            running.text("Two");
            running.complete();
            assertThat(first.response().events()).last().isEqualTo("[DONE]");
            closing.join();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 100_000})
    void aBodyThatComesWhileTheServerDrainsIsRefusedAsANewRequestIs(int size) throws InterruptedException {
        TestServer draining = TestServer.start(
                ScriptedEngine.manual(), config -> config.maxRunning(1).drainFor(Duration.ofSeconds(60)));
        try (RawClient first = draining.connect();
                RawClient second = draining.connect();
                RawClient idle = draining.connect()) {
            assertThat(idle.get("/health").response().status()).isEqualTo(200);
            first.post(Bodies.CHAT, Bodies.chat("\"stream\":true"));
            ScriptedGeneration running = draining.engine.next();
            String late = RawClient.postBytes(
                    Bodies.CHAT, Bodies.chat("\"user\":\"" + "u".repeat(size) + "\""), "Expect: 100-continue");
            int head = late.indexOf("\r\n\r\n") + 4;
            second.send(late.substring(0, head));
            assertThat(second.response().status()).isEqualTo(100);
            Thread closing = new Thread(draining::close);
            closing.start();
            assertThat(idle.isClosedByServer()).as("closing has begun").isTrue();
            second.send(late.substring(head));
            RawResponse told = second.response();
            assertThat(told.status()).isEqualTo(503);
            assertThat(told.header("connection")).isEqualTo("close");
            assertThat(told.text()).contains("server_shutting_down");
            assertThat(draining.recorded.next().route()).isEqualTo(Route.HEALTH);
            assertThat(draining.recorded.next().outcome()).isEqualTo(RequestOutcome.SHUT_DOWN);
            running.complete();
            closing.join();
            assertThat(draining.engine.requests()).isEqualTo(1);
        }
    }

    @Test
    void aRequestMayHaveALimitAltogether() {
        try (TestServer limited = TestServer.timeless(
                        ScriptedEngine.manual(), config -> config.requestTimeout(Duration.ofSeconds(10)));
                RawClient whole = limited.connect();
                RawClient stream = limited.connect()) {
            whole.post(Bodies.CHAT, Bodies.chat());
            ScriptedGeneration first = limited.engine.next();
            stream.post(Bodies.CHAT, Bodies.chat("\"stream\":true"));
            ScriptedGeneration second = limited.engine.next();
            second.text("Two");
            assertThat(stream.begin().status()).isEqualTo(200);
            stream.chunksWith("Two");
            limited.pass(Duration.ofSeconds(11));
            RawResponse response = whole.response();
            assertThat(response.status()).isEqualTo(504);
            assertThat(response.text()).contains("\"code\":\"request_timeout\"");
            assertThat(stream.chunksWith("[DONE]"))
                    .contains("\"code\":\"request_timeout\"")
                    .endsWith("data: [DONE]\n\n");
            first.awaitCancelled();
            second.awaitCancelled();
            assertThat(limited.recorded.next().usage()).isNotNull();
            assertThat(limited.recorded.next().usage()).isNotNull();
        }
    }
}
