package dev.nagare.verification.clients;

import static dev.nagare.verification.clients.Served.ADD;
import static dev.nagare.verification.clients.Served.COUNT;
import static dev.nagare.verification.clients.Served.COUNTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.output.FinishReason;
import dev.nagare.local.LocalEngine;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** LangChain4j's client asks the built-in model, whole and streamed. */
class LangChain4jTest {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static Served<LocalEngine> served;

    @BeforeAll
    static void serve() {
        served = Served.start(LocalEngine.builtIn());
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    @Test
    void aWholeAnswer() {
        assertThat(whole(0.0).chat(ADD)).isEqualTo("Two.");
    }

    @Test
    void anErrorHasItsType() {
        assertThatThrownBy(() -> whole(3.0).chat(ADD))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("decimal_above_max_value");
    }

    @Test
    void aStreamedAnswer() throws Exception {
        List<String> parts = new CopyOnWriteArrayList<>();
        CompletableFuture<ChatResponse> end = new CompletableFuture<>();
        OpenAiStreamingChatModel.builder()
                .baseUrl(served.url())
                .apiKey("any")
                .modelName("any")
                .temperature(0.0)
                .timeout(PATIENCE)
                .build()
                .chat(COUNT, new StreamingChatResponseHandler() {
                    @Override
                    public void onPartialResponse(String text) {
                        parts.add(text);
                    }

                    @Override
                    public void onCompleteResponse(ChatResponse response) {
                        end.complete(response);
                    }

                    @Override
                    public void onError(Throwable error) {
                        end.completeExceptionally(error);
                    }
                });
        ChatResponse response = end.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(String.join("", parts)).isEqualTo(COUNTED);
        assertThat(parts).hasSize(298);
        assertThat(response.aiMessage().text()).isEqualTo(COUNTED);
        assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(response.tokenUsage().inputTokenCount()).isEqualTo(36);
        assertThat(response.tokenUsage().outputTokenCount()).isEqualTo(298);
    }

    private static OpenAiChatModel whole(double temperature) {
        return OpenAiChatModel.builder()
                .baseUrl(served.url())
                .apiKey("any")
                .modelName("any")
                .temperature(temperature)
                .maxRetries(0)
                .timeout(PATIENCE)
                .build();
    }
}
