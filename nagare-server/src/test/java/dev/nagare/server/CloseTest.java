package dev.nagare.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nagare.engine.CompletionEngine;
import dev.nagare.engine.Generation;
import dev.nagare.engine.GenerationSink;
import dev.nagare.testkit.ScriptedEngine;
import dev.nagare.testkit.ScriptedGeneration;
import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.CompletionChunk;
import dev.nagare.wire.CompletionRequest;
import dev.nagare.wire.Model;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What closing does to those who are connected. */
@ExtendWith(NoLeaks.class)
class CloseTest {
    private static ServerConfig.Builder atOnce(ServerConfig.Builder config) {
        return config.drainFor(Duration.ZERO);
    }

    @Test
    void aRunningStreamIsToldAndEnds() {
        TestServer server = TestServer.start(ScriptedEngine.manual(), CloseTest::atOnce);
        try (RawClient client = server.connect()) {
            client.post(Bodies.CHAT, Bodies.chat("\"stream\":true"));
            ScriptedGeneration generation = server.engine.next();
            generation.text("Two");
            server.close();
            RawResponse response = client.response();
            assertThat(response.events())
                    .endsWith(
                            "{\"error\":{\"message\":\"The server is shutting down. Please try again later.\","
                                    + "\"type\":\"server_error\",\"param\":null,\"code\":\"server_shutting_down\"}}",
                            "[DONE]");
            assertThat(generation.isCancelled()).isTrue();
            assertThat(server.recorded.next().outcome()).isEqualTo(RequestOutcome.SHUT_DOWN);
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRequestWithoutAnAnswerYetGetsAStatus(boolean stream) {
        TestServer server = TestServer.start(ScriptedEngine.manual(), CloseTest::atOnce);
        try (RawClient client = server.connect()) {
            client.post(Bodies.CHAT, Bodies.chat("\"stream\":" + stream));
            ScriptedGeneration generation = server.engine.next();
            server.close();
            RawResponse response = client.response();
            assertThat(response.status()).isEqualTo(503);
            assertThat(response.header("connection")).isEqualTo("close");
            assertThat(generation.isCancelled()).isTrue();
        }
    }

    @Test
    void aRequestThatIsStillComingGetsAStatus() {
        TestServer server = TestServer.start(ScriptedEngine.manual(), CloseTest::atOnce);
        try (RawClient client = server.connect()) {
            String head = RawClient.postBytes(Bodies.CHAT, "0123456789", "Expect: 100-continue");
            client.send(head.substring(0, head.length() - 10));
            assertThat(client.response().status()).isEqualTo(100);
            server.close();
            assertThat(client.response().status()).isEqualTo(503);
        }
    }

    @Test
    void aStreamThatEndsInTimeEndsAsItShould() {
        TestServer server =
                TestServer.start(ScriptedEngine.manual(), config -> config.drainFor(Duration.ofSeconds(30)));
        try (RawClient client = server.connect();
                RawClient idle = server.connect()) {
            assertThat(idle.get("/health").response().status()).isEqualTo(200);
            client.post(Bodies.CHAT, Bodies.chat("\"stream\":true"));
            ScriptedGeneration generation = server.engine.next();
            generation.text("Two");
            Thread closing = new Thread(server::close);
            closing.start();
            assertThat(idle.isClosedByServer()).as("closing has begun").isTrue();
            generation.text(".");
            generation.complete();
            assertThat(client.response().events()).hasSize(5).noneMatch(event -> event.contains("error"));
            assertThat(client.isClosedByServer()).isTrue();
            assertThat(server.recorded.next().route()).isEqualTo(Route.HEALTH);
            assertThat(server.recorded.next().outcome()).isEqualTo(RequestOutcome.COMPLETED);
        }
    }

    @Test
    void threadsAndThePortAreFreeAfterwards() {
        TestServer server = TestServer.start(ScriptedEngine.answering("x"));
        int port = server.server.port();
        try (RawClient client = server.connect()) {
            client.post(Bodies.CHAT, Bodies.chat("\"user\":\"" + "u".repeat(100_000) + "\""));
            assertThat(client.response().status()).isEqualTo(200);
        }
        server.close();
        server.server.close();
        assertThatThrownBy(() -> RawClient.connect(port)).isInstanceOf(UncheckedIOException.class);
        ThreadWatch.assertNoneNamed("nagare-");
        try (NagareServer again =
                NagareServer.start(ServerConfig.builder().port(port).build(), ScriptedEngine.answering("x"))) {
            assertThat(again.port()).isEqualTo(port);
            assertThatThrownBy(() -> NagareServer.start(
                            ServerConfig.builder().port(port).build(), ScriptedEngine.answering("x")))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("127.0.0.1:" + port);
        }
    }

    /** An engine may take longer to end than a server waits; its requests are told of all the same. */
    @Test
    void aGenerationThatDoesNotEndIsToldOfOnce() {
        Recorded recorded = new Recorded();
        try (ScriptedEngine scripted = ScriptedEngine.manual();
                Logged logged = Logged.warnings()) {
            NagareServer server = NagareServer.start(
                    atOnce(ServerConfig.builder().port(0).eventLoops(1)).build(), new Endless(scripted), recorded);
            try (RawClient client = RawClient.connect(server.port())) {
                client.post(Bodies.CHAT, Bodies.chat("\"stream\":true"));
                ScriptedGeneration generation = scripted.next();
                generation.text("Two");
                assertThat(client.begin().status()).isEqualTo(200);
                server.close();
                RequestEnded ended = recorded.next();
                assertThat(ended.outcome()).isEqualTo(RequestOutcome.SHUT_DOWN);
                assertThat(ended.reason()).isEqualTo(ErrorReason.SHUTTING_DOWN);
                assertThat(ended.usage()).isNull();
                assertThat(logged.messages())
                        .containsExactly("{0} generations have not ended and are waited for no longer");
                assertThat(server.load().running()).isZero();
                generation.complete();
                assertThat(recorded.isEmpty()).isTrue();
            }
        }
    }

    /** Cannot be cancelled. */
    private record Endless(ScriptedEngine scripted) implements CompletionEngine {
        @Override
        public List<Model> models() {
            return scripted.models();
        }

        @Override
        public Generation chat(ChatCompletionRequest request, GenerationSink<ChatCompletionChunk> sink) {
            var _ = scripted.chat(request, sink);
            return Generation.none();
        }

        @Override
        public Generation complete(CompletionRequest request, GenerationSink<CompletionChunk> sink) {
            return scripted.complete(request, sink);
        }

        @Override
        public void close() {}
    }
}
