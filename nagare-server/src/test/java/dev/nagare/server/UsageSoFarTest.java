package dev.nagare.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.engine.CompletionEngine;
import dev.nagare.engine.Generation;
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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Token counts on every chunk, for those who ask: an extension of vLLM and SGLang. */
@ExtendWith(NoLeaks.class)
class UsageSoFarTest {
    private static final String STREAM = "\"stream\":true";
    private static final String OPTIONS = "\"stream_options\":{\"include_usage\":true,\"continuous_usage_stats\":true}";

    @ParameterizedTest
    @ValueSource(strings = {Bodies.CHAT, Bodies.COMPLETIONS})
    void everyChunkSaysHowManyTokensThereWere(String path) {
        try (TestServer server = TestServer.start(ScriptedEngine.manual());
                RawClient client = server.connect()) {
            client.post(
                    path, path.equals(Bodies.CHAT) ? Bodies.chat(STREAM, OPTIONS) : Bodies.completion(STREAM, OPTIONS));
            ScriptedGeneration generation = server.engine.next();
            StringBuilder text = new StringBuilder();
            for (int tokens = 1; tokens <= 3; tokens++) {
                generation.text("t" + tokens);
                if (tokens == 1) {
                    assertThat(client.begin().status()).isEqualTo(200);
                }
                while (!text.toString().contains("\"t" + tokens + "\"")) {
                    text.append(client.nextChunk());
                }
                assertThat(text.toString()).endsWith(usage(tokens) + "}\n\n");
            }
            generation.complete();
            for (String chunk = client.nextChunk(); !chunk.isEmpty(); chunk = client.nextChunk()) {
                text.append(chunk);
            }
            assertThat(RawResponse.events(text.toString()))
                    .filteredOn(event -> !event.equals("[DONE]"))
                    .allSatisfy(event -> assertThat(event).contains("\"usage\":{\"prompt_tokens\":7,"));
        }
    }

    @Test
    void withoutTheUsageAtTheEndThereIsNoneOnTheWay() {
        try (TestServer server = TestServer.start(ScriptedEngine.answering("Two"));
                RawClient client = server.connect()) {
            String text = client.post(
                            Bodies.CHAT, Bodies.chat(STREAM, "\"stream_options\":{\"continuous_usage_stats\":true}"))
                    .response()
                    .text();
            assertThat(text).contains("Two").doesNotContain("usage");
        }
    }

    /** A chunk shows the tokens of when it came, however many have come until it is written. */
    @Test
    void aBurstIsCountedAsItCameAndNotAsItWasWritten() {
        try (ScriptedEngine scripted = ScriptedEngine.manual();
                NagareServer server = NagareServer.start(
                        ServerConfig.builder().port(0).eventLoops(1).build(), new Bursting(scripted));
                RawClient client = RawClient.connect(server.port())) {
            client.post(Bodies.CHAT, Bodies.chat(STREAM, OPTIONS));
            ((ScriptedChat) scripted.next()).role(0);
            List<String> events = client.response().events();
            assertThat(events).hasSize(6).last().isEqualTo("[DONE]");
            assertThat(events.get(0)).contains("\"role\"").contains(usage(0));
            assertThat(events.get(1)).contains("\"one\"").contains(usage(1));
            assertThat(events.get(2)).contains("\"two\"").contains(usage(2));
            assertThat(events.get(3)).contains("\"stop\"").contains(usage(2));
            assertThat(events.get(4)).contains("\"choices\":[]").contains(usage(2));
        }
    }

    /** Generates everything else while the head, with the first chunk, is about to be written. */
    private record Bursting(ScriptedEngine scripted) implements CompletionEngine {
        @Override
        public List<Model> models() {
            return scripted.models();
        }

        @Override
        public Generation chat(ChatCompletionRequest request, GenerationSink<ChatCompletionChunk> sink) {
            ScriptedChat generation = (ScriptedChat) scripted.chat(request, sink);
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
                public Usage usageSoFar() {
                    return generation.usageSoFar();
                }

                @Override
                public Map<String, String> headers() {
                    generation.text("one");
                    generation.text("two");
                    generation.complete();
                    return Map.of();
                }
            };
        }

        @Override
        public Generation complete(CompletionRequest request, GenerationSink<CompletionChunk> sink) {
            return scripted.complete(request, sink);
        }

        @Override
        public void close() {}
    }

    private static String usage(int tokens) {
        return "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":" + tokens + ",\"total_tokens\":" + (7 + tokens)
                + "}";
    }
}
