package dev.nagare.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.testkit.ScriptedEngine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that the protocol allows or ignores, and a server's own rules for them. */
@ExtendWith(NoLeaks.class)
class StrictTest {
    @ParameterizedTest
    @ValueSource(strings = {Bodies.CHAT, Bodies.COMPLETIONS})
    void aParameterThatIsNotKnownIsRefusedWhereThatIsAskedFor(String path) {
        try (TestServer server = TestServer.start(ScriptedEngine.answering("x"), config -> config.strict(true));
                RawClient client = server.connect()) {
            RawResponse refused = client.post(path, body(path, "\"top_k\":3")).response();
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.text())
                    .isEqualTo(
                            "{\"error\":{\"message\":\"Unknown parameter: 'top_k'.\","
                                    + "\"type\":\"invalid_request_error\",\"param\":\"top_k\",\"code\":\"unknown_parameter\"}}");
            assertThat(client.post(path, body(path, "\"" + "x".repeat(10_000) + "\":null"))
                            .response()
                            .body())
                    .as("bounded")
                    .hasSizeLessThan(1_000);
            assertThat(client.post(path, body(path, "\"seed\":3")).response().status())
                    .isEqualTo(200);
            assertThat(server.engine.requests()).isEqualTo(1);
        }
    }

    @Test
    void otherwiseItIsToldToTheListener() {
        List<String> told = Collections.synchronizedList(new ArrayList<>());
        ServerListener listener = new ServerListener() {
            @Override
            public void unknownParameter(String name) {
                told.add(name);
                throw new IllegalStateException("on purpose");
            }
        };
        try (ScriptedEngine engine = ScriptedEngine.answering("x");
                NagareServer server = NagareServer.start(
                        ServerConfig.builder().port(0).eventLoops(1).build(), engine, listener);
                RawClient client = RawClient.connect(server.port())) {
            RawResponse response = client.post(Bodies.CHAT, Bodies.chat("\"top_k\":3", "\"min_p\":0.1"))
                    .response();
            assertThat(response.status()).isEqualTo(200);
            assertThat(told).containsExactly("top_k", "min_p");
        }
    }

    @Test
    void whatIsNotKnownOfModerationIsRefused() {
        String typo = "\"moderation\":{\"model\":\"o\",\"policy\":{\"output\":{\"Mode\":\"block\"}}}";
        try (TestServer server = TestServer.start(ScriptedEngine.answering("x"), config -> config.strict(true));
                RawClient client = server.connect()) {
            RawResponse refused = client.post(Bodies.CHAT, Bodies.chat(typo)).response();
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.text())
                    .contains("\"param\":\"moderation.policy.output.Mode\",\"code\":\"unknown_parameter\"");
            assertThat(server.engine.requests()).isZero();
        }
        try (TestServer server = TestServer.start(ScriptedEngine.answering("x"));
                RawClient client = server.connect()) {
            assertThat(client.post(Bodies.CHAT, Bodies.chat(typo)).response().status())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"input", "output"})
    void aModeOfModerationThatNobodyKnowsIsRefusedByEveryServer(String side) {
        try (TestServer server = TestServer.start(ScriptedEngine.answering("x"));
                RawClient client = server.connect()) {
            RawResponse refused = client.post(
                            Bodies.CHAT,
                            Bodies.chat("\"moderation\":{\"model\":\"o\",\"policy\":{\"" + side
                                    + "\":{\"mode\":\"blok\"}}}"))
                    .response();
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.text())
                    .contains("Invalid value: 'blok'. Supported values are: 'score', and 'block'.")
                    .contains("\"param\":\"moderation.policy." + side + ".mode\",\"code\":\"invalid_value\"");
            assertThat(server.engine.requests()).isZero();
        }
    }

    @Test
    void aConversationMayBeTooLong() {
        try (TestServer server = TestServer.start(ScriptedEngine.answering("x"), config -> config.maxMessages(2));
                RawClient client = server.connect()) {
            String message = "{\"role\":\"user\",\"content\":\"x\"}";
            RawResponse refused = client.post(
                            Bodies.CHAT,
                            "{\"model\":\"m\",\"messages\":[" + message + "," + message + "," + message + "]}")
                    .response();
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.text())
                    .contains("Expected an array with maximum length 2, but got an array with length 3 instead.")
                    .contains("\"param\":\"messages\",\"code\":\"array_above_max_length\"");
            assertThat(client.post(Bodies.CHAT, "{\"model\":\"m\",\"messages\":[" + message + "," + message + "]}")
                            .response()
                            .status())
                    .isEqualTo(200);
        }
    }

    private static String body(String path, String member) {
        return path.equals(Bodies.CHAT) ? Bodies.chat(member) : Bodies.completion(member);
    }
}
