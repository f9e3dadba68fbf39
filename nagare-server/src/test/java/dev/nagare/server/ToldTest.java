package dev.nagare.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.testkit.ScriptedEngine;
import dev.nagare.testkit.ScriptedGeneration;
import dev.nagare.wire.FinishReason;
import dev.nagare.wire.Usage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a listener is told of a request. */
@ExtendWith(NoLeaks.class)
class ToldTest {
    private final AtomicLong clock = new AtomicLong(1_000_000_000L);
    private final ScriptedEngine engine = ScriptedEngine.manual();
    private final Recorded recorded = new Recorded();
    private final List<String> chunks = new CopyOnWriteArrayList<>();
    private final ServerListener listener = ServerListener.both(recorded, new ServerListener() {
        @Override
        public ChunkListener firstChunk(Route route, String model, Duration waited) {
            chunks.add(route + " " + model + " " + waited.toMillis());
            return nanos -> chunks.add(Long.toString(nanos / 1_000_000));
        }
    });
    private final NagareServer server = NagareServer.start(
            ServerConfig.builder()
                    .port(0)
                    .eventLoops(1)
                    .maxRunning(1)
                    .queueTimeout(Duration.ofDays(1))
                    .build(),
            engine,
            listener,
            null,
            null,
            new Surroundings(clock::get, java.time.Instant::now, new java.util.SplittableRandom(1)));

    @AfterEach
    void close() {
        server.close();
        engine.close();
    }

    private void pass(int millis) {
        clock.addAndGet(Duration.ofMillis(millis).toNanos());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ofAGenerationEverything(boolean stream) {
        try (RawClient client = RawClient.connect(server.port())) {
            client.post(
                    "/v1/chat/completions?x=secret",
                    Bodies.chat("\"stream\":" + stream, "\"n\":2"),
                    "X-Request-Id: r1");
            ScriptedGeneration generation = engine.next();
            pass(30);
            generation.text(0, "Two");
            pass(7);
            generation.text(1, "2");
            pass(5);
            generation.finish(1, FinishReason.LENGTH);
            generation.complete();
            assertThat(client.response().status()).isEqualTo(200);
            RequestEnded event = recorded.next();
            assertThat(event.requestId()).isEqualTo("r1");
            assertThat(event.keyName()).isNull();
            assertThat(event.remoteAddress()).isEqualTo("127.0.0.1");
            assertThat(event.method()).isEqualTo("POST");
            assertThat(event.path()).isEqualTo("/v1/chat/completions");
            assertThat(event.route()).isEqualTo(Route.CHAT_COMPLETIONS);
            assertThat(event.status()).isEqualTo(200);
            assertThat(event.outcome()).isEqualTo(RequestOutcome.COMPLETED);
            assertThat(event.reason()).isNull();
            assertThat(event.streamed()).isEqualTo(stream);
            assertThat(event.model()).isEqualTo("scripted");
            assertThat(event.finishReason()).isEqualTo(FinishReason.LENGTH);
            assertThat(event.usage()).isEqualTo(Usage.of(7, 2));
            assertThat(event.queued()).isZero();
            assertThat(event.toFirstChunk()).isEqualTo(Duration.ofMillis(30));
            assertThat(event.total()).isEqualTo(Duration.ofMillis(42));
            assertThat(chunks).as("one token of each choice").containsExactly("CHAT_COMPLETIONS scripted 30");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {Bodies.CHAT, Bodies.COMPLETIONS})
    void ofTokensHowLongAfterThoseOfTheirOwnChoice(String path) {
        try (RawClient client = RawClient.connect(server.port())) {
            client.post(path, path.equals(Bodies.CHAT) ? Bodies.chat("\"n\":2") : Bodies.completion("\"n\":2"));
            ScriptedGeneration generation = engine.next();
            generation.text(0, "a");
            pass(7);
            generation.text(1, "b");
            pass(5);
            generation.text(0, "c");
            pass(3);
            generation.text(1, "");
            generation.text(1, "d");
            pass(2);
            generation.complete();
            assertThat(client.response().status()).isEqualTo(200);
            assertThat(chunks.subList(1, chunks.size())).containsExactly("12", "8");
        }
    }

    @Test
    void ofTheQueueHowLong() {
        try (RawClient first = RawClient.connect(server.port());
                RawClient second = RawClient.connect(server.port());
                RawClient third = RawClient.connect(server.port())) {
            first.post(Bodies.CHAT, Bodies.chat());
            ScriptedGeneration running = engine.next();
            second.post(Bodies.CHAT, Bodies.chat());
            awaitWaiting(1);
            third.post(Bodies.CHAT, Bodies.chat());
            awaitWaiting(2);
            pass(250);
            third.reset();
            RequestEnded left = recorded.next();
            assertThat(left.outcome()).isEqualTo(RequestOutcome.DISCONNECTED);
            assertThat(left.queued()).isEqualTo(Duration.ofMillis(250));
            assertThat(left.usage()).isNull();
            running.complete();
            assertThat(first.response().status()).isEqualTo(200);
            assertThat(recorded.next().queued()).isZero();
            ScriptedGeneration next = engine.next();
            pass(10);
            next.complete();
            assertThat(second.response().status()).isEqualTo(200);
            RequestEnded event = recorded.next();
            assertThat(event.queued()).isEqualTo(Duration.ofMillis(250));
            assertThat(event.toFirstChunk()).isEqualTo(Duration.ofMillis(260));
        }
    }

    private void awaitWaiting(int count) {
        while (server.load().waiting() != count) {
            Thread.onSpinWait();
        }
    }

    @Test
    void ofACancelThatSomeoneElseAskedForAndOfWhatCouldNotBeRead() {
        try (RawClient client = RawClient.connect(server.port())) {
            client.post(Bodies.CHAT, Bodies.chat());
            engine.next().cancel();
            assertThat(client.response().status()).isEqualTo(500);
            RequestEnded cancelled = recorded.next();
            assertThat(cancelled.outcome()).isEqualTo(RequestOutcome.CANCELLED);
            assertThat(cancelled.model()).isNull();
            assertThat(cancelled.toFirstChunk()).isNull();
            client.send("nonsense\r\n\r\n");
            assertThat(client.response().status()).isEqualTo(400);
            RequestEnded broken = recorded.next();
            assertThat(broken.route()).isEqualTo(Route.NONE);
            assertThat(broken.method()).isEmpty();
            assertThat(broken.path()).isEmpty();
            assertThat(broken.queued()).isNull();
            assertThat(broken.outcome()).isEqualTo(RequestOutcome.REJECTED);
            assertThat(broken.reason()).isEqualTo(ErrorReason.INVALID_REQUEST);
        }
    }
}
