package dev.nagare.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.testkit.ScriptedEngine;
import dev.nagare.testkit.ScriptedGeneration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bound of all request bodies together: each counts from its coming until its request is over. */
@ExtendWith(NoLeaks.class)
class HeldBodiesTest {
    private static final int MOST = 10_000;

    private final TestServer server = TestServer.start(
            ScriptedEngine.manual(),
            config -> config.maxBodyBytes(6_000).maxBodiesBytes(MOST).maxRunning(1));
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

    private RawClient post(int bytes, String... members) {
        return client().post(Bodies.CHAT, chat(bytes, members));
    }

    /** A request whose body has this many bytes. */
    private static String chat(int bytes, String... members) {
        List<String> all = new ArrayList<>(List.of(members));
        all.add("\"user\":\"\"");
        int rest = bytes - Bodies.chat(all.toArray(String[]::new)).length();
        all.set(all.size() - 1, "\"user\":\"" + "u".repeat(rest) + "\"");
        return Bodies.chat(all.toArray(String[]::new));
    }

    private long held() {
        return ((ServerState) server.server.load()).bodies().held();
    }

    private void awaitHeld(long bytes) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (held() != bytes) {
            assertThat(System.nanoTime()).as("%d held, not %d", held(), bytes).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void oneTooManyIsToldWhenToComeBack() {
        RawClient first = post(5_000);
        ScriptedGeneration running = server.engine.next();
        RawClient second = post(5_000);
        awaitHeld(10_000);
        RawClient third = post(300);
        RawResponse refused = third.response();
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.text())
                .isEqualTo(
                        "{\"error\":{\"message\":\"The server is overloaded: it holds as many bytes of requests as it"
                                + " may.\",\"type\":\"server_error\",\"param\":null,\"code\":\"server_is_overloaded\"}}");
        assertThat(refused.header("retry-after")).isNotEmpty();
        assertThat(refused.header("connection")).isEqualTo("close");
        assertThat(third.isClosedByServer()).isTrue();
        RequestEnded ended = server.recorded.next();
        assertThat(ended.outcome()).isEqualTo(RequestOutcome.REJECTED);
        assertThat(ended.reason()).isEqualTo(ErrorReason.BODIES_FULL);
        running.complete();
        assertThat(first.response().status()).isEqualTo(200);
        awaitHeld(5_000);
        RawClient fourth = post(5_000, "\"stream\":true");
        server.engine.next().complete();
        assertThat(second.response().status()).isEqualTo(200);
        server.engine.next().complete();
        assertThat(fourth.response().status()).isEqualTo(200);
        awaitHeld(0);
    }

    @Test
    void whoIsRefusedOrBreaksARuleHoldsNothing() {
        assertThat(client().post(Bodies.CHAT, "no JSON".repeat(100)).response().status())
                .isEqualTo(400);
        assertThat(client().post("/nowhere", chat(5_000)).response().status()).isEqualTo(404);
        RawClient large = client();
        large.send("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1771\r\n");
        large.send("x".repeat(6_001));
        assertThat(large.response().status()).isEqualTo(413);
        awaitHeld(0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoLeavesGivesBack(boolean whole) {
        String request = RawClient.postBytes(Bodies.CHAT, chat(5_000));
        RawClient client = client().send(whole ? request : request.substring(0, request.length() - 1));
        awaitHeld(whole ? 5_000 : 4_999);
        client.reset();
        awaitHeld(0);
    }

    /** A body that waits for its decoding is held by that too, when nobody waits for the answer any more. */
    @Test
    void aLargeBodyIsHeldAndGivenBackOnce() {
        try (TestServer roomy = TestServer.start(ScriptedEngine.answering("Two"));
                RawClient client = roomy.connect()) {
            ServerState state = (ServerState) roomy.server.load();
            for (int i = 0; i < 3; i++) {
                assertThat(client.post(Bodies.CHAT, chat(200_000)).response().status())
                        .isEqualTo(200);
                roomy.recorded.next();
                assertThat(state.bodies().held()).isZero();
            }
            for (int i = 0; i < 20; i++) {
                try (RawClient leaving = roomy.connect()) {
                    leaving.post(Bodies.CHAT, chat(200_000));
                }
                roomy.recorded.next();
            }
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (state.bodies().held() > 0) {
                assertThat(System.nanoTime()).as("something is still held").isLessThan(deadline);
                Thread.onSpinWait();
            }
            assertThat(state.bodies().held()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theAllowanceHoldsForManyThreads(long seed) throws InterruptedException {
        Allowance allowance = new Allowance(1_000);
        List<Thread> threads = new ArrayList<>();
        List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
        for (int t = 0; t < 4; t++) {
            SplittableRandom random = new SplittableRandom(seed * 10 + t);
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 20_000; i++) {
                    int bytes = random.nextInt(1_001);
                    if (allowance.take(bytes)) {
                        if (allowance.held() > 1_000) {
                            failures.add(new AssertionError("held " + allowance.held()));
                        }
                        allowance.giveBack(bytes);
                    }
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        assertThat(allowance.held()).isZero();
        assertThat(allowance.take(1_000)).isTrue();
        assertThat(allowance.take(1)).isFalse();
        assertThat(allowance.take(0)).isTrue();
    }
}
