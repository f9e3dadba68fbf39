package dev.nagare.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.testkit.ScriptedCompletion;
import dev.nagare.testkit.ScriptedEngine;
import dev.nagare.wire.ChatCompletionRequestCodec;
import dev.nagare.wire.CompletionChoice;
import dev.nagare.wire.CompletionChunk;
import dev.nagare.wire.CompletionRequestCodec;
import dev.nagare.wire.FinishReason;
import dev.nagare.wire.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many tokens a request may use, as its key is charged, and how many choices its answer has. */
@ExtendWith(NoLeaks.class)
class TokensAskedTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "prompt":"a"                                          | 16
            "prompt":"a","max_tokens":5                           | 5
            "prompt":"a","max_tokens":5,"n":3                     | 15
            "prompt":["a","b"],"max_tokens":5                     | 10
            "prompt":["a","b"],"max_tokens":5,"n":3               | 30
            "prompt":"a","max_tokens":5,"best_of":4               | 20
            "prompt":"a","max_tokens":5,"n":2,"best_of":4         | 20
            "prompt":["a","b","c"],"max_tokens":5,"best_of":4     | 60
            "prompt":[1,2,3],"max_tokens":5                       | 5
            "prompt":[[1],[2,3]],"max_tokens":5,"n":2             | 20
            "max_tokens":5                                        | 5
            """)
    void aRequestOfTheOlderEndpoint(String members, long tokens) {
        byte[] body = ("{\"model\":\"m\"," + members + "}").getBytes(StandardCharsets.UTF_8);
        assertThat(new CompletionEndpoint().tokensAsked(CompletionRequestCodec.decode(body)))
                .isEqualTo(tokens);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "n":3                                                 | 0
            "max_tokens":5,"n":3                                  | 15
            "max_completion_tokens":6                             | 6
            """)
    void aChat(String members, long tokens) {
        byte[] body = Bodies.chat(members).getBytes(StandardCharsets.UTF_8);
        assertThat(new ChatEndpoint().tokensAsked(ChatCompletionRequestCodec.decode(body)))
                .isEqualTo(tokens);
    }

    @Test
    void whatTheKeyIsChargedShowsInTheHeaders() {
        try (TestServer server = TestServer.start(ScriptedEngine.manual(), config -> config.tpm(1_000));
                RawClient client = server.connect()) {
            RawResponse refused = client.post(
                            Bodies.COMPLETIONS,
                            "{\"model\":\"m\",\"prompt\":[\"a\",\"b\"],\"max_tokens\":100,\"best_of\":6}")
                    .response();
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.text()).contains("Requested 1200");
            assertThat(server.engine.requests()).isZero();
        }
    }

    @Test
    void aWholeAnswerHasEveryChoiceOfEveryPrompt() {
        try (TestServer server = TestServer.start(ScriptedEngine.manual());
                RawClient client = server.connect()) {
            client.post(Bodies.COMPLETIONS, "{\"model\":\"m\",\"prompt\":[\"a\",\"b\"],\"n\":2}");
            ScriptedCompletion generation = (ScriptedCompletion) server.engine.next();
            for (int index = 3; index >= 0; index--) {
                CompletionChoice choice =
                        new CompletionChoice("text" + index, index, null, FinishReason.STOP, JsonObject.EMPTY);
                generation.chunk(new CompletionChunk("cmpl-1", 1L, List.of(choice), "m", null, null, JsonObject.EMPTY));
            }
            generation.complete();
            String text = client.response().text();
            assertThat(text).containsSubsequence("text0", "text1", "text2", "text3");
        }
    }
}
