package dev.nagare.verification.clients;

import static dev.nagare.verification.clients.Served.ADD;
import static dev.nagare.verification.clients.Served.COUNT;
import static dev.nagare.verification.clients.Served.COUNTED;
import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionChoice;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.completions.CompletionUsage;
import com.openai.models.models.Model;
import dev.nagare.local.LocalEngine;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** OpenAI's own client for Java asks the built-in model: whole, streamed, with usage, at both endpoints. */
class OpenAiJavaTest {
    private static Served<LocalEngine> served;
    private static OpenAIClient client;

    @BeforeAll
    static void serve() {
        served = Served.start(LocalEngine.builtIn());
        client = OpenAIOkHttpClient.builder()
                .baseUrl(served.url())
                .apiKey("any")
                .maxRetries(0)
                .build();
    }

    @AfterAll
    static void stop() {
        client.close();
        served.close();
    }

    @Test
    void aWholeAnswer() {
        ChatCompletion answer = client.chat().completions().create(chat(COUNT).build());
        ChatCompletion.Choice choice = answer.choices().getFirst();
        assertThat(choice.message().content()).hasValue(COUNTED);
        assertThat(choice.message().refusal()).isEmpty();
        assertThat(choice.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
        CompletionUsage usage = answer.usage().orElseThrow();
        assertThat(usage.promptTokens()).isEqualTo(36);
        assertThat(usage.completionTokens()).isEqualTo(298);
        assertThat(usage.totalTokens()).isEqualTo(334);
        assertThat(answer.id()).startsWith("chatcmpl-");
        assertThat(answer.validate().isValid()).isTrue();
    }

    @Test
    void aStreamedAnswer() {
        List<ChatCompletionChunk> chunks = stream(chat(COUNT).build());
        assertThat(text(chunks)).isEqualTo(COUNTED);
        assertThat(chunks)
                .hasSize(1 + 298 + 1)
                .allSatisfy(chunk -> assertThat(chunk.validate().isValid()).isTrue());
        assertThat(chunks)
                .extracting(ChatCompletionChunk::id)
                .containsOnly(chunks.getFirst().id());
        assertThat(chunks).extracting(ChatCompletionChunk::usage).allMatch(java.util.Optional::isEmpty);
        assertThat(chunks.getFirst().choices().getFirst().delta().role())
                .hasValue(ChatCompletionChunk.Choice.Delta.Role.ASSISTANT);
        assertThat(chunks.getLast().choices().getFirst().finishReason())
                .hasValue(ChatCompletionChunk.Choice.FinishReason.STOP);
    }

    @Test
    void aStreamWithItsUsage() {
        List<ChatCompletionChunk> chunks = stream(chat(ADD)
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build());
        assertThat(text(chunks)).isEqualTo("Two.");
        assertThat(chunks).hasSize(5);
        assertThat(chunks.getLast().choices()).isEmpty();
        CompletionUsage usage = chunks.getLast().usage().orElseThrow();
        assertThat(usage.promptTokens()).isEqualTo(18);
        assertThat(usage.completionTokens()).isEqualTo(2);
        assertThat(usage.totalTokens()).isEqualTo(20);
    }

    @Test
    void logProbabilitiesAndSeveralChoices() {
        ChatCompletion answer = client.chat()
                .completions()
                .create(chat(ADD).n(2).logprobs(true).topLogprobs(3).build());
        assertThat(answer.choices()).hasSize(2).allSatisfy(choice -> {
            var logprobs = choice.logprobs().orElseThrow().content().orElseThrow();
            assertThat(logprobs.stream().map(token -> token.token()).collect(Collectors.joining()))
                    .isEqualTo(choice.message().content().orElseThrow());
            assertThat(logprobs)
                    .allSatisfy(token -> assertThat(token.topLogprobs()).hasSize(3));
        });
    }

    @Test
    void theOlderEndpoint() {
        CompletionCreateParams params = CompletionCreateParams.builder()
                .model("nagare-tiny")
                .prompt("1, 2, 3,")
                .maxTokens(6)
                .temperature(0.0)
                .build();
        Completion whole = client.completions().create(params);
        assertThat(whole.choices().getFirst().text()).isEqualTo(" 4, 5,");
        assertThat(whole.choices().getFirst().finishReason()).isEqualTo(CompletionChoice.FinishReason.LENGTH);
        assertThat(whole.usage().orElseThrow().completionTokens()).isEqualTo(6);
        try (StreamResponse<Completion> stream = client.completions().createStreaming(params)) {
            List<Completion> chunks = stream.stream().toList();
            assertThat(chunks).hasSize(6);
            assertThat(chunks.stream()
                            .map(chunk -> chunk.choices().getFirst().text())
                            .collect(Collectors.joining()))
                    .isEqualTo(" 4, 5,");
        }
    }

    @Test
    void theModels() {
        assertThat(client.models().list().data()).extracting(Model::id).containsExactly("nagare-tiny");
        assertThat(client.models().retrieve("nagare-tiny").ownedBy()).isEqualTo("nagare");
    }

    private static ChatCompletionCreateParams.Builder chat(String message) {
        return ChatCompletionCreateParams.builder()
                .model("any")
                .addUserMessage(message)
                .temperature(0.0);
    }

    private static List<ChatCompletionChunk> stream(ChatCompletionCreateParams params) {
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(params)) {
            return stream.stream().toList();
        }
    }

    private static String text(List<ChatCompletionChunk> chunks) {
        return chunks.stream()
                .flatMap(chunk -> chunk.choices().stream())
                .flatMap(choice -> choice.delta().content().stream())
                .collect(Collectors.joining());
    }
}
