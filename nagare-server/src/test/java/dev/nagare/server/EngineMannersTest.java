package dev.nagare.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.engine.CompletionEngine;
import dev.nagare.engine.Generation;
import dev.nagare.engine.GenerationEnd;
import dev.nagare.engine.GenerationSink;
import dev.nagare.testkit.ScriptedChat;
import dev.nagare.testkit.ScriptedEngine;
import dev.nagare.testkit.ScriptedGeneration;
import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.CompletionChunk;
import dev.nagare.wire.CompletionRequest;
import dev.nagare.wire.Model;
import dev.nagare.wire.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Engines that add headers, answer before they return, say nothing, or break the contract. */
@ExtendWith(NoLeaks.class)
class EngineMannersTest {
    private final ScriptedEngine scripted = ScriptedEngine.answering("Two");
    private final OddEngine engine = new OddEngine(scripted);
    private final NagareServer server = NagareServer.start(
            ServerConfig.builder().port(0).eventLoops(1).maxAnswerBytes(4_000).build(), engine, new ServerListener() {
                @Override
                public void requestEnded(RequestEnded event) {
                    throw new IllegalStateException("a listener that throws");
                }
            });
    private final RawClient client = RawClient.connect(server.port());

    @AfterEach
    void close() {
        client.close();
        server.close();
        scripted.close();
    }

    @Test
    void aGenerationsHeadersAreAddedButNotThoseThatFrameTheResponse() {
        for (String stream : new String[] {"\"stream\":true", "\"stream\":false"}) {
            RawResponse response = client.post(Bodies.CHAT, Bodies.chat(stream)).response();
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.header("x-nagare-guard")).isEqualTo("on");
            assertThat(response.headers()).doesNotContainKey("x-bad");
            assertThat(response.header("connection")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"throw", "fail to link", "hide its headers"})
    void anEngineThatThrowsIsA500AndKeepsNoPlace(String how) {
        for (boolean stream : new boolean[] {true, false}) {
            RawResponse response = client.post(
                            Bodies.COMPLETIONS, Bodies.completion("\"user\":\"" + how + "\"", "\"stream\":" + stream))
                    .response();
            assertThat(response.status()).isEqualTo(500);
            assertThat(response.text()).doesNotContain("on purpose");
        }
        assertThat(client.post(Bodies.CHAT, Bodies.chat()).response().status()).isEqualTo(200);
        awaitIdle(server);
    }

    @Test
    void aStreamThatCannotBeginLeavesTheOthersTheirHeartbeats() {
        try (ScriptedEngine silent = ScriptedEngine.manual();
                NagareServer watched = NagareServer.start(
                        ServerConfig.builder()
                                .port(0)
                                .eventLoops(1)
                                .commitAfter(Duration.ofMillis(20))
                                .heartbeatEvery(Duration.ofMillis(20))
                                .build(),
                        new OddEngine(silent));
                RawClient odd = RawClient.connect(watched.port());
                RawClient other = RawClient.connect(watched.port())) {
            odd.post(Bodies.COMPLETIONS, Bodies.completion("\"user\":\"hide its headers\"", "\"stream\":true"));
            assertThat(odd.response().status()).isEqualTo(500);
            other.post(Bodies.CHAT, Bodies.chat("\"stream\":true"));
            assertThat(other.begin().status()).isEqualTo(200);
            assertThat(other.nextChunk()).isEqualTo(": keep-alive\n");
        }
    }

    @Test
    void aStreamThatBreaksLeavesTheOthersTheirEvents() {
        RawResponse broken = client.post(
                        Bodies.COMPLETIONS,
                        Bodies.completion(
                                "\"user\":\"lose count\"",
                                "\"stream\":true",
                                "\"stream_options\":{\"include_usage\":true,\"continuous_usage_stats\":true}"))
                .response();
        assertThat(broken.status()).as("before anything was written").isEqualTo(500);
        assertThat(broken.text()).contains("server_error").doesNotContain("on purpose");
        RawResponse other =
                client.post(Bodies.CHAT, Bodies.chat("\"stream\":true")).response();
        assertThat(other.text()).contains("Two");
        awaitIdle(server);
    }

    /** An engine's thread serves other requests too: a sink that throws would end them all, and leave its own open. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @SuppressWarnings("NullAway") // null is no chunk, on purpose
    void aChunkThatCannotBeTakenEndsItsRequestAlone(boolean stream) {
        try (TestServer own = TestServer.start(ScriptedEngine.manual());
                RawClient reader = own.connect();
                Logged logged = Logged.warnings()) {
            reader.post(Bodies.CHAT, Bodies.chat("\"stream\":" + stream));
            ScriptedChat generation = (ScriptedChat) own.engine.next();
            for (int i = 0; i < 3; i++) {
                generation.chunk(null);
            }
            RawResponse response = reader.response();
            assertThat(response.status()).isEqualTo(500);
            assertThat(response.text()).contains("server_error");
            generation.awaitCancelled();
            RequestEnded ended = own.recorded.next();
            assertThat(ended.outcome()).isEqualTo(RequestOutcome.FAILED);
            assertThat(ended.reason()).isEqualTo(ErrorReason.INTERNAL);
            awaitIdle(own.server);
            assertThat(own.recorded.isEmpty()).isTrue();
            assertThat(logged.messages()).hasSize(1);
        }
    }

    @Test
    void metricsThatCannotBeToldAreA500() {
        Recorded recorded = new Recorded();
        try (NagareServer own = NagareServer.start(
                        ServerConfig.builder().port(0).eventLoops(1).build(), scripted, recorded, _ -> {
                            throw new NoClassDefFoundError("on purpose");
                        });
                RawClient reader = RawClient.connect(own.port());
                Logged logged = Logged.warnings()) {
            assertThat(reader.get("/metrics").response().status()).isEqualTo(500);
            assertThat(recorded.next().outcome()).isEqualTo(RequestOutcome.FAILED);
            assertThat(logged.messages()).hasSize(1);
        }
    }

    @Test
    void whatFailsElsewhereAndCannotBeLoggedIsA500AllTheSame() {
        Recorded recorded = new Recorded();
        Logger logger = Logger.getLogger("dev.nagare.server");
        Handler full = new Full();
        try (NagareServer own = NagareServer.start(
                        ServerConfig.builder().port(0).eventLoops(1).build(), scripted, recorded, _ -> {
                            throw new OutOfMemoryError("on purpose");
                        });
                RawClient reader = RawClient.connect(own.port());
                Logged _ = Logged.warnings()) {
            logger.addHandler(full);
            assertThat(reader.get("/metrics").response().status()).isEqualTo(500);
            assertThat(recorded.next().reason()).isEqualTo(ErrorReason.INTERNAL);
            assertThat(reader.get("/health").response().status()).isEqualTo(200);
        } finally {
            logger.removeHandler(full);
        }
    }

    /** A log that takes nothing. */
    private static final class Full extends Handler {
        @Override
        public void publish(LogRecord record) {
            throw new OutOfMemoryError("on purpose");
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Test
    void aListenerThatThrowsAtAChunkLeavesTheAnswerAlone() {
        try (ScriptedEngine two = ScriptedEngine.answering("Two", " it is");
                NagareServer own = NagareServer.start(
                        ServerConfig.builder().port(0).eventLoops(1).build(), two, new ServerListener() {
                            @Override
                            public ChunkListener firstChunk(Route route, String model, Duration after) {
                                return _ -> {
                                    throw new NoClassDefFoundError("on purpose");
                                };
                            }
                        });
                RawClient reader = RawClient.connect(own.port());
                Logged logged = Logged.warnings()) {
            assertThat(reader.post(Bodies.CHAT, Bodies.chat("\"stream\":true"))
                            .response()
                            .events())
                    .hasSize(5);
            assertThat(logged.messages()).hasSize(1);
        }
    }

    @Test
    void aConnectionThatBreaksWhileItIsLookedAfterHasFailed() {
        AtomicBoolean broken = new AtomicBoolean();
        AtomicLong clock = new AtomicLong();
        Recorded recorded = new Recorded();
        Surroundings system = Surroundings.system();
        ServerConfig config = ServerConfig.builder()
                .port(0)
                .eventLoops(1)
                .sendBufferBytes(8 << 10)
                .requestTimeout(Duration.ofSeconds(10))
                .build();
        try (ScriptedEngine manual = ScriptedEngine.manual();
                NagareServer own = NagareServer.start(
                        config,
                        new Forgetful(manual, broken),
                        recorded,
                        null,
                        null,
                        new Surroundings(clock::get, system.clock(), system.random()));
                RawClient reader = RawClient.connect(own.port(), 4 << 10)) {
            reader.post(
                    Bodies.COMPLETIONS,
                    Bodies.completion(
                            "\"stream\":true",
                            "\"stream_options\":{\"include_usage\":true,\"continuous_usage_stats\":true}"));
            ScriptedGeneration generation = manual.next();
            while (!generation.isPaused()) {
                generation.text("0123456789abcdef".repeat(16));
            }
            broken.set(true);
            clock.addAndGet(Duration.ofSeconds(11).toNanos());
            generation.awaitCancelled();
            RequestEnded ended = recorded.next();
            assertThat(ended.outcome()).isEqualTo(RequestOutcome.FAILED);
            assertThat(ended.reason()).isEqualTo(ErrorReason.INTERNAL);
        }
    }

    @Test
    void anEnginesOwnHeadersAreOnEveryResponseOfItsRoutes() {
        RawResponse error = client.post(Bodies.COMPLETIONS, Bodies.completion("\"user\":\"throw\""))
                .response();
        assertThat(error.status()).isEqualTo(500);
        RawResponse refused = client.post(Bodies.CHAT, "{}").response();
        assertThat(refused.status()).isEqualTo(400);
        RawResponse whole = client.post(Bodies.CHAT, Bodies.chat()).response();
        assertThat(whole.status()).isEqualTo(200);
        for (RawResponse response : List.of(error, refused, whole)) {
            assertThat(response.header("x-engine")).isEqualTo("odd");
        }
        assertThat(client.get("/health").response().headers()).doesNotContainKey("x-engine");
    }

    /**
     * A head that goes out while its request waits for its turn can say nothing of a generation that has not begun, but
     * what the engine says of all.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void headersAreOfAGenerationThatHasBegun(boolean early) {
        AtomicLong clock = new AtomicLong();
        Surroundings system = Surroundings.system();
        ServerConfig config = ServerConfig.builder()
                .port(0)
                .eventLoops(1)
                .maxRunning(1)
                .queueTimeout(Duration.ofSeconds(60))
                .commitAfter(Duration.ofSeconds(early ? 2 : 60))
                .build();
        try (ScriptedEngine manual = ScriptedEngine.manual();
                NagareServer own = NagareServer.start(
                        config,
                        new OddEngine(manual),
                        ServerListener.NONE,
                        null,
                        null,
                        new Surroundings(clock::get, system.clock(), system.random()));
                RawClient first = RawClient.connect(own.port());
                RawClient second = RawClient.connect(own.port())) {
            first.post(Bodies.CHAT, Bodies.chat());
            ScriptedGeneration running = manual.next();
            second.post(Bodies.CHAT, Bodies.chat("\"stream\":true"));
            while (own.load().waiting() == 0) {
                Thread.onSpinWait();
            }
            clock.addAndGet(Duration.ofSeconds(59).toNanos());
            RawResponse head = early ? second.begin() : null;
            running.complete();
            ScriptedGeneration admitted = manual.next();
            admitted.complete();
            RawResponse shown = head == null ? second.begin() : head;
            assertThat(shown.status()).isEqualTo(200);
            assertThat(shown.header("x-nagare-guard")).isEqualTo(early ? "" : "on");
            assertThat(shown.header("x-engine")).isEqualTo("odd");
        }
    }

    private static void awaitIdle(NagareServer server) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (server.load().running() > 0) {
            assertThat(System.nanoTime()).as("a place is kept").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void anEngineMayEndBeforeItReturnsAndWithoutAWord() {
        RawResponse streamed = client.post(
                        Bodies.COMPLETIONS,
                        Bodies.completion(
                                "\"user\":\"nothing\"",
                                "\"stream\":true",
                                "\"stream_options\":{\"include_usage\":true}"))
                .response();
        assertThat(streamed.status()).isEqualTo(200);
        assertThat(streamed.events()).hasSize(2).last().isEqualTo("[DONE]");
        assertThat(streamed.events().get(0)).contains("\"total_tokens\":3");
        RawResponse whole = client.post(Bodies.COMPLETIONS, Bodies.completion("\"user\":\"nothing\""))
                .response();
        assertThat(whole.status()).as("no choice has come to an end").isEqualTo(500);
    }

    @Test
    void anAnswerThatOutgrowsItsBoundIsCancelledAndNotTriedAgain() {
        Recorded outgrown = new Recorded();
        try (ScriptedEngine endless = ScriptedEngine.playing(generation -> {
                    while (!generation.isCancelled()) {
                        generation.text("more and more ");
                    }
                });
                NagareServer bounded = NagareServer.start(
                        ServerConfig.builder()
                                .port(0)
                                .eventLoops(1)
                                .maxAnswerBytes(4_000)
                                .build(),
                        endless,
                        outgrown);
                RawClient reader = RawClient.connect(bounded.port())) {
            RawResponse refused = reader.post(Bodies.CHAT, Bodies.chat()).response();
            assertThat(refused.status()).as("no status that is tried again").isEqualTo(400);
            assertThat(refused.text())
                    .contains("at most 4000 bytes", "'stream': true", "\"code\":\"answer_too_large\"");
            RequestEnded ended = outgrown.next();
            assertThat(ended.outcome()).isEqualTo(RequestOutcome.FAILED);
            assertThat(ended.reason()).isEqualTo(ErrorReason.ANSWER_TOO_LARGE);
        }
    }

    /** Does not know how many tokens there are, and breaks when it is asked once it is broken. */
    private record Forgetful(ScriptedEngine scripted, AtomicBoolean broken) implements CompletionEngine {
        @Override
        public List<Model> models() {
            return scripted.models();
        }

        @Override
        public Generation chat(ChatCompletionRequest request, GenerationSink<ChatCompletionChunk> sink) {
            return scripted.chat(request, sink);
        }

        @Override
        public Generation complete(CompletionRequest request, GenerationSink<CompletionChunk> sink) {
            Generation generation = scripted.complete(request, sink);
            return new Generation() {
                @Override
                public void cancel() {
                    generation.cancel();
                }

                @Override
                public void cancel(int choice) {
                    generation.cancel(choice);
                }

                @Override
                public void pause() {
                    generation.pause();
                }

                @Override
                public void resume() {
                    generation.resume();
                }

                @Override
                public @Nullable Usage usageSoFar() {
                    if (broken.get()) {
                        throw new NoClassDefFoundError("on purpose");
                    }
                    return null;
                }
            };
        }

        @Override
        public void close() {}
    }

    /** Chats like the scripted engine, with headers; completes in whatever odd way {@code user} names. */
    private record OddEngine(ScriptedEngine scripted) implements CompletionEngine {
        @Override
        public List<Model> models() {
            return scripted.models();
        }

        @Override
        public Map<String, String> headers() {
            return Map.of("x-engine", "odd");
        }

        @Override
        public Generation chat(ChatCompletionRequest request, GenerationSink<ChatCompletionChunk> sink) {
            return new WithHeaders(scripted.chat(request, sink));
        }

        @Override
        public Generation complete(CompletionRequest request, GenerationSink<CompletionChunk> sink) {
            return switch (String.valueOf(request.user())) {
                case "throw" -> throw new IllegalStateException("on purpose");
                case "fail to link" -> throw new NoClassDefFoundError("on purpose");
                case "hide its headers" -> new Broken(scripted.complete(request, sink));
                case "lose count" -> new WithHeaders(new Broken(scripted.complete(request, sink)));
                default -> {
                    sink.end(new GenerationEnd.Completed(Usage.of(3, 0)));
                    yield new WithHeaders(Generation.none());
                }
            };
        }

        @Override
        public void close() {}
    }

    private record WithHeaders(Generation generation) implements Generation {
        @Override
        public void cancel() {
            generation.cancel();
        }

        @Override
        public void cancel(int choice) {}

        @Override
        public void pause() {}

        @Override
        public void resume() {}

        @Override
        public @Nullable Usage usageSoFar() {
            return generation.usageSoFar();
        }

        @Override
        public Map<String, String> headers() {
            return Map.of(
                    "x-nagare-guard", "on",
                    "connection", "close",
                    "content-length", "1",
                    "x-bad", "line\r\nbreak");
        }
    }

    /** Can be cancelled and cannot be asked for anything. */
    private record Broken(Generation generation) implements Generation {
        @Override
        public void cancel() {
            generation.cancel();
        }

        @Override
        public void cancel(int choice) {}

        @Override
        public void pause() {}

        @Override
        public void resume() {}

        @Override
        public Usage usageSoFar() {
            throw new NoClassDefFoundError("on purpose");
        }

        @Override
        public Map<String, String> headers() {
            throw new UnsupportedOperationException("on purpose");
        }
    }
}
