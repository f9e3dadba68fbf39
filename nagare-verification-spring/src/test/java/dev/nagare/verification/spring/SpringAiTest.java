package dev.nagare.verification.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.errors.BadRequestException;
import dev.nagare.local.LocalEngine;
import dev.nagare.server.NagareServer;
import dev.nagare.server.ServerConfig;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;

/** Spring AI's client, without a framework around it, asks the built-in model, whole and streamed. */
class SpringAiTest {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String COUNTED =
            IntStream.rangeClosed(1, 100).mapToObj(Integer::toString).collect(Collectors.joining(", "));

    private static LocalEngine engine;
    private static NagareServer server;

    @BeforeAll
    static void serve() {
        engine = LocalEngine.builtIn();
        server = NagareServer.start(ServerConfig.builder().port(0).build(), engine);
    }

    @AfterAll
    static void stop() {
        server.close();
        engine.close();
    }

    @Test
    void aWholeAnswer() {
        ChatResponse answer = model(0.0).call(new Prompt("What's 1+1? Answer in one word."));
        assertThat(text(answer)).isEqualTo("Two.");
        assertThat(answer.getMetadata().getUsage().getTotalTokens()).isEqualTo(20);
    }

    @Test
    void aStreamedAnswer() {
        List<ChatResponse> parts = Objects.requireNonNull(model(0.0).stream(new Prompt(
                        "Count to 100, with a comma between each number and no newlines. E.g., 1, 2, 3, ..."))
                .collectList()
                .block(PATIENCE));
        assertThat(parts).hasSizeGreaterThanOrEqualTo(298);
        assertThat(parts.stream().map(SpringAiTest::text).collect(Collectors.joining()))
                .isEqualTo(COUNTED);
    }

    @Test
    void anErrorHasItsType() {
        assertThatThrownBy(() -> model(3.0).call(new Prompt("Hi")))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("temperature");
    }

    private static OpenAiChatModel model(double temperature) {
        return OpenAiChatModel.builder()
                .options(OpenAiChatOptions.builder()
                        .baseUrl("http://127.0.0.1:" + server.port() + "/v1")
                        .apiKey("any")
                        .model("any")
                        .temperature(temperature)
                        .maxRetries(0)
                        .timeout(PATIENCE)
                        .build())
                .build();
    }

    private static String text(ChatResponse response) {
        return response.getResults().stream()
                .map(result -> Objects.requireNonNullElse(result.getOutput().getText(), ""))
                .collect(Collectors.joining());
    }
}
