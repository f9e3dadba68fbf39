package dev.nagare.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.testkit.ScriptedEngine;
import dev.nagare.testkit.ScriptedGeneration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Token counts on every chunk, for those who ask: an extension of vLLM and SGLang. */
@ExtendWith(NoLeaks.class)
class UsageSoFarTest {
    private static final String STREAM = "\"stream\":true";

    @ParameterizedTest
    @ValueSource(strings = {Bodies.CHAT, Bodies.COMPLETIONS})
    void everyChunkSaysHowManyTokensThereWere(String path) {
        String options = "\"stream_options\":{\"include_usage\":true,\"continuous_usage_stats\":true}";
        try (TestServer server = TestServer.start(ScriptedEngine.manual());
                RawClient client = server.connect()) {
            client.post(
                    path, path.equals(Bodies.CHAT) ? Bodies.chat(STREAM, options) : Bodies.completion(STREAM, options));
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

    private static String usage(int tokens) {
        return "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":" + tokens + ",\"total_tokens\":" + (7 + tokens)
                + "}";
    }
}
