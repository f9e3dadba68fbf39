package dev.nagare.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.testkit.ScriptedChat;
import dev.nagare.testkit.ScriptedEngine;
import dev.nagare.testkit.ScriptedGeneration;
import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChatCompletionChunkCodec;
import dev.nagare.wire.ChunkChoice;
import dev.nagare.wire.Delta;
import dev.nagare.wire.FunctionDelta;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.Logprobs;
import dev.nagare.wire.TokenLogprob;
import dev.nagare.wire.ToolCallDelta;
import dev.nagare.wire.Usage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Readers that keep up, are slow, stop reading, or leave. */
@ExtendWith(NoLeaks.class)
class ReaderTest {
    private static final String PIECE = "0123456789abcdef".repeat(16);

    private final TestServer server = TestServer.start(
            ScriptedEngine.manual(),
            config -> config.sendBufferBytes(8 << 10)
                    .writeWaterBytes(8 << 10, 16 << 10)
                    .outboxBytes(64 << 10));

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void whoKeepsUpGetsEachTokenWhenItComes() {
        try (RawClient client = server.connect()) {
            client.post(Bodies.CHAT, Bodies.chat("\"stream\":true"));
            ScriptedGeneration generation = server.engine.next();
            generation.text("0");
            assertThat(client.begin().status()).isEqualTo(200);
            StringBuilder events = new StringBuilder(client.nextChunk());
            for (int i = 1; i < 200; i++) {
                generation.text(Integer.toString(i));
                // Nothing more is said until this has been read: it can wait for nothing.
                while (!events.toString().contains("\"content\":\"" + i + "\"")) {
                    events.append(client.nextChunk());
                }
            }
            generation.complete();
            for (String chunk = client.nextChunk(); !chunk.isEmpty(); chunk = client.nextChunk()) {
                events.append(chunk);
            }
            assertThat(RawResponse.events(events.toString())).hasSize(200 + 3);
        }
    }

    @Test
    void aBurstIsOneEventPerTokenForWhoKeepsUp() {
        try (TestServer roomy = TestServer.start(ScriptedEngine.manual());
                RawClient client = roomy.connect()) {
            client.post(Bodies.CHAT, Bodies.chat("\"stream\":true"));
            ScriptedGeneration generation = roomy.engine.next();
            for (int i = 0; i < 300; i++) {
                generation.text("t");
            }
            generation.complete();
            assertThat(client.response().events()).hasSize(300 + 3);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void whoIsSlowGetsTheSameTextInFewerEventsAndThePaceIsHeld(int choices) {
        try (RawClient client = RawClient.connect(server.server.port(), 4 << 10)) {
            client.post(Bodies.CHAT, Bodies.chat("\"stream\":true", "\"n\":" + choices));
            ScriptedGeneration generation = server.engine.next();
            int tokens = 0;
            while (!generation.isPaused()) {
                assertThat(tokens)
                        .as("a reader that does not read must pause the engine")
                        .isLessThan(200_000);
                generation.text(tokens % choices, PIECE);
                tokens++;
            }
            // What was on its way when the pause was asked for.
            generation.text(tokens++ % choices, PIECE);
            client.begin();
            StringBuilder text = new StringBuilder(client.nextChunk());
            Thread end = new Thread(() -> {
                generation.awaitResumed();
                generation.complete();
            });
            end.start();
            for (String chunk = client.nextChunk(); !chunk.isEmpty(); chunk = client.nextChunk()) {
                text.append(chunk);
            }
            List<String> events = RawResponse.events(text.toString());
            assertThat(events).last().isEqualTo("[DONE]");
            assertThat(events.size()).as("events of %d tokens", tokens).isLessThan(tokens);
            for (int choice = 0; choice < choices; choice++) {
                int own = tokens / choices + (choice < tokens % choices ? 1 : 0);
                assertThat(content(events, choice)).isEqualTo(PIECE.repeat(own));
            }
            assertThat(server.recorded.next().outcome()).isEqualTo(RequestOutcome.COMPLETED);
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere the system's own send buffer is not bounded")
    void theSystemKeepsLittleForAReaderThatDoesNotRead() {
        try (TestServer plain = TestServer.start(
                        ScriptedEngine.manual(), config -> config.eventLoops(1).outboxBytes(64 << 10));
                RawClient other = plain.connect();
                RawClient client = RawClient.connect(plain.server.port(), 4 << 10)) {
            client.post(Bodies.CHAT, Bodies.chat("\"stream\":true"));
            ScriptedGeneration generation = plain.engine.next();
            int said = 0;
            while (!generation.isPaused() && said < 1 << 20) {
                generation.text(PIECE);
                said += PIECE.length();
                if (said % (64 << 10) == 0) {
                    // The loop that answers this has written what was said before.
                    assertThat(other.get("/health").response().status()).isEqualTo(200);
                }
            }
            assertThat(said).isLessThan(1 << 20);
        }
    }

    /** What cannot be joined counts by all that it holds, so that the bound is one of memory for it too. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatCannotBeJoinedIsBoundedTooAndLosesNothing(boolean logprobs) {
        try (RawClient client = RawClient.connect(server.server.port(), 4 << 10);
                RawClient other = server.connect()) {
            client.post(Bodies.CHAT, Bodies.chat("\"stream\":true"));
            ScriptedChat generation = (ScriptedChat) server.engine.next();
            ChatCompletionChunk chunk = logprobs ? withLogprobs() : withToolCall();
            int eventBytes = ChatCompletionChunkCodec.encode(chunk).length;
            int said = 0;
            while (!generation.isPaused()) {
                generation.chunk(chunk);
                said++;
                if (said % 32 == 0) {
                    // The loop that answers this has taken what was said before.
                    assertThat(other.get("/health").response().status()).isEqualTo(200);
                }
                assertThat(said * (long) eventBytes)
                        .as("bytes for a reader that reads none")
                        .isLessThan(512 << 10);
            }
            Thread end = new Thread(() -> {
                generation.awaitResumed();
                generation.complete();
            });
            end.start();
            List<String> events = client.response().events();
            String one = new String(ChatCompletionChunkCodec.encode(chunk), StandardCharsets.UTF_8);
            assertThat(events.stream().filter(one::equals)).hasSize(said);
            assertThat(events).last().isEqualTo("[DONE]");
        }
    }

    private static ChatCompletionChunk withLogprobs() {
        List<TokenLogprob> top = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            top.add(new TokenLogprob("t" + i, -i, List.of(116, 48 + i), null, JsonObject.EMPTY));
        }
        TokenLogprob token = new TokenLogprob("t0", 0, List.of(116, 48), top, JsonObject.EMPTY);
        return chunk(ChunkChoice.content(0, "t0", new Logprobs(List.of(token), null, JsonObject.EMPTY)));
    }

    private static ChatCompletionChunk withToolCall() {
        ToolCallDelta call = new ToolCallDelta(
                0, null, null, new FunctionDelta(null, PIECE, JsonObject.EMPTY), null, JsonObject.EMPTY);
        Delta delta = new Delta(null, null, null, null, List.of(call), JsonObject.EMPTY);
        return chunk(new ChunkChoice(0, delta, null, null, ChunkChoice.NULL_LOGPROBS_AND_FINISH));
    }

    private static ChatCompletionChunk chunk(ChunkChoice choice) {
        return new ChatCompletionChunk(
                "chatcmpl-1", 1L, "scripted", null, null, List.of(choice), null, null, null, JsonObject.EMPTY);
    }

    @Test
    void anErrorReachesASlowReaderAfterItsText() {
        try (RawClient client = RawClient.connect(server.server.port(), 4 << 10)) {
            client.post(Bodies.COMPLETIONS, Bodies.completion("\"stream\":true"));
            ScriptedGeneration generation = server.engine.next();
            int tokens = 0;
            while (!generation.isPaused()) {
                generation.text(PIECE);
                tokens++;
            }
            generation.fail(new dev.nagare.engine.EngineException(
                    dev.nagare.engine.EngineErrorKind.INTERNAL, ErrorAnswer.INTERNAL.error()));
            String text = client.response().text();
            assertThat(count(text, PIECE)).isEqualTo(tokens);
            assertThat(text).endsWith("\"code\":null}}\n\ndata: [DONE]\n\n");
        }
    }

    @Test
    void whoAcceptsNothingForTooLongIsEnded() {
        try (TestServer strict = TestServer.start(
                        ScriptedEngine.manual(),
                        config -> config.sendBufferBytes(8 << 10)
                                .writeWaterBytes(8 << 10, 16 << 10)
                                .outboxBytes(16 << 10)
                                .stallTimeout(Duration.ofMillis(100)));
                RawClient client = RawClient.connect(strict.server.port(), 4 << 10)) {
            client.post(Bodies.CHAT, Bodies.chat("\"stream\":true"));
            ScriptedGeneration generation = strict.engine.next();
            while (!generation.isPaused() && !generation.isCancelled()) {
                generation.text(PIECE);
            }
            generation.awaitCancelled();
            RequestEnded event = strict.recorded.next();
            assertThat(event.outcome()).isEqualTo(RequestOutcome.STALLED);
            assertThat(event.usage()).isEqualTo(generation.usage());
        }
    }

    /** How a reader goes away. */
    enum Leaving {
        CLOSE,
        RESET,
        HALF_CLOSE;

        void leave(RawClient client) {
            switch (this) {
                case CLOSE -> client.close();
                case RESET -> client.reset();
                case HALF_CLOSE -> client.shutdownOutput();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoLeavesBeforeTheFirstTokenCancels(Leaving how) {
        for (String stream : new String[] {"\"stream\":true", "\"stream\":false"}) {
            try (RawClient client = server.connect()) {
                client.post(Bodies.CHAT, Bodies.chat(stream));
                ScriptedGeneration generation = server.engine.next();
                how.leave(client);
                generation.awaitCancelled();
                RequestEnded event = server.recorded.next();
                assertThat(event.outcome()).isEqualTo(RequestOutcome.DISCONNECTED);
                assertThat(event.status()).isZero();
                assertThat(event.usage()).isEqualTo(Usage.of(7, 0));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoLeavesAfterTheFirstTokenCancels(Leaving how) {
        try (RawClient client = server.connect()) {
            client.post(Bodies.CHAT, Bodies.chat("\"stream\":true"));
            ScriptedGeneration generation = server.engine.next();
            generation.text("Two");
            assertThat(client.begin().status()).isEqualTo(200);
            client.nextChunk();
            how.leave(client);
            generation.awaitCancelled();
            RequestEnded event = server.recorded.next();
            assertThat(event.outcome()).isEqualTo(RequestOutcome.DISCONNECTED);
            assertThat(event.status()).isEqualTo(200);
            assertThat(event.usage()).isEqualTo(Usage.of(7, 1));
        }
    }

    @Test
    void whoLeavesWhileTheGenerationIsPausedCancels() {
        try (RawClient client = RawClient.connect(server.server.port(), 4 << 10)) {
            client.post(Bodies.CHAT, Bodies.chat("\"stream\":true"));
            ScriptedGeneration generation = server.engine.next();
            while (!generation.isPaused()) {
                generation.text(PIECE);
            }
            client.reset();
            generation.awaitCancelled();
            assertThat(server.recorded.next().outcome()).isEqualTo(RequestOutcome.DISCONNECTED);
        }
    }

    @Test
    void whoLeavesInTheMiddleOfABodyIsForgotten() {
        try (RawClient client = server.connect()) {
            client.send("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{");
            client.reset();
            assertThat(server.recorded.next().outcome()).isEqualTo(RequestOutcome.DISCONNECTED);
            assertThat(server.engine.requests()).isZero();
        }
    }

    @Test
    void onePersonsStallDoesNotHoldAnother() {
        try (RawClient slow = RawClient.connect(server.server.port(), 4 << 10);
                RawClient quick = server.connect()) {
            slow.post(Bodies.CHAT, Bodies.chat("\"stream\":true"));
            ScriptedGeneration stuck = server.engine.next();
            while (!stuck.isPaused()) {
                stuck.text(PIECE);
            }
            quick.post(Bodies.CHAT, Bodies.chat("\"stream\":true"));
            ScriptedGeneration free = server.engine.next();
            free.text("Two");
            free.complete();
            assertThat(quick.response().events()).hasSize(4);
        }
    }

    private static String content(List<String> events, int index) {
        StringBuilder content = new StringBuilder();
        for (String event : events.subList(0, events.size() - 1)) {
            ChatCompletionChunk chunk = ChatCompletionChunkCodec.decode(event.getBytes(StandardCharsets.UTF_8));
            chunk.choices().stream()
                    .filter(choice -> choice.index() == index && choice.delta().content() != null)
                    .forEach(choice -> content.append(choice.delta().content()));
        }
        return content.toString();
    }

    private static int count(String text, String part) {
        int count = 0;
        for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
            count++;
        }
        return count;
    }
}
