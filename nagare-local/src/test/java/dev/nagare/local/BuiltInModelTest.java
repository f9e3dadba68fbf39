package dev.nagare.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.engine.GenerationEnd;
import dev.nagare.local.Answers.Chat;
import dev.nagare.local.Answers.Text;
import dev.nagare.local.gguf.GgufFile;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.CompletionRequest;
import dev.nagare.wire.FinishReason;
import dev.nagare.wire.Prompt;
import dev.nagare.wire.UserMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the built-in model says, and what its tokens count. */
class BuiltInModelTest {
    private static LocalEngine engine;

    @BeforeAll
    static void open() {
        engine = LocalEngine.builtIn();
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    private static Chat ask(String question) {
        return Chat.of(
                engine,
                ChatCompletionRequest.builder()
                        .model("gpt-4o-mini")
                        .messages(List.of(UserMessage.of(question)))
                        .temperature(0.0)
                        .build());
    }

    @Test
    void itsLicencesComeWithIt() throws IOException {
        URL model = Objects.requireNonNull(LocalEngine.class.getResource("nagare-tiny.gguf"));
        GgufFile file = GgufFile.of("nagare-tiny.gguf", bytes(model));
        assertThat(file.string("general.license")).isEqualTo("Apache-2.0 AND MIT");
        // Other libraries have notices too.
        assertThat(Collections.list(LocalEngine.class.getClassLoader().getResources("META-INF/NOTICE")))
                .map(notice -> new String(bytes(notice), StandardCharsets.UTF_8))
                .anySatisfy(notice ->
                        assertThat(notice).contains("o200k_base", "MIT License", "Copyright (c) 2022 OpenAI"));
    }

    private static byte[] bytes(URL resource) {
        try (InputStream in = resource.openStream()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void itCountsToAHundred() {
        Chat answer = ask("Count to 100, with a comma between each number and no newlines. E.g., 1, 2, 3, ...");
        assertThat(answer.text(0))
                .isEqualTo(IntStream.rangeClosed(1, 100)
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(", ")));
        assertThat(answer.end().usage().promptTokens()).isEqualTo(36);
        assertThat(answer.end().usage().completionTokens()).isEqualTo(298);
        assertThat(answer.end().usage().totalTokens()).isEqualTo(334);
        assertThat(answer.reason(0)).isEqualTo(FinishReason.STOP);
        assertThat(answer.chunks()).hasSize(300);
    }

    @Test
    void itAnswersInOneWord() {
        Chat answer = ask("What's 1+1? Answer in one word.");
        assertThat(answer.chunks())
                .extracting(chunk -> chunk.choices().getFirst().delta().content())
                .containsExactly("", "Two", ".", null);
        assertThat(answer.chunks())
                .allSatisfy(chunk -> assertThat(chunk.model()).isEqualTo("nagare-tiny"));
        assertThat(answer.end().usage().promptTokens()).isEqualTo(18);
        assertThat(answer.end().usage().completionTokens()).isEqualTo(2);
    }

    @Test
    void itContinuesText() {
        Text answer = Text.of(
                engine,
                CompletionRequest.builder()
                        .model("nagare-tiny")
                        .prompt(Prompt.of("1, 2, 3,"))
                        .temperature(0.0)
                        .maxTokens(8)
                        .build());
        assertThat(answer.text(0)).isEqualTo(" 4, 5, 6");
        assertThat(answer.end()).isInstanceOf(GenerationEnd.Completed.class);
    }
}
