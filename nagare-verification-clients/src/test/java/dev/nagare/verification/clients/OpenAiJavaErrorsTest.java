package dev.nagare.verification.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.RateLimitException;
import com.openai.errors.SseException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.nagare.engine.EngineErrorKind;
import dev.nagare.engine.EngineException;
import dev.nagare.server.ServerConfig;
import dev.nagare.testkit.ScriptedEngine;
import dev.nagare.testkit.ScriptedGeneration;
import dev.nagare.wire.ApiError;
import dev.nagare.wire.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenAI's own client for Java meets errors, and leaves: each error is its type, and a place is free at once. */
class OpenAiJavaErrorsTest {
    private @Nullable Served<ScriptedEngine> served;
    private @Nullable OpenAIClient client;

    @AfterEach
    void stop() {
        if (client != null) {
            client.close();
        }
        if (served != null) {
            served.close();
        }
    }

    @Test
    void aParameterOutOfItsRange() {
        OpenAIClient asking = serve(ScriptedEngine.manual(), config -> config);
        BadRequestException error = catchThrowableOfType(
                BadRequestException.class,
                () -> asking.chat().completions().create(chat().temperature(3.0).build()));
        assertError(error, 400, "decimal_above_max_value", "temperature", "invalid_request_error");
        assertThat(error.getMessage()).contains("Expected a value <= 2, but got 3");
    }

    @Test
    void aModelThatIsNotThere() {
        OpenAIClient asking = serve(ScriptedEngine.manual(), config -> config);
        NotFoundException error = catchThrowableOfType(
                NotFoundException.class, () -> asking.models().retrieve("nobody"));
        assertThat(error.statusCode()).isEqualTo(404);
        assertThat(error.code()).hasValue("model_not_found");
    }

    @Test
    void aWrongKey(@TempDir Path folder) throws IOException {
        Path keys = Files.writeString(folder.resolve("keys"), "someone:sk-right\n");
        serve(ScriptedEngine.answering("Two", "."), config -> config.apiKeyFile(keys));
        OpenAIClient asking = client("sk-wrong-but-long");
        UnauthorizedException error = catchThrowableOfType(
                UnauthorizedException.class, () -> asking.chat().completions().create(chat().build()));
        assertThat(error.code()).hasValue("invalid_api_key");
        assertThat(error.getMessage()).contains("Incorrect API key provided").doesNotContain("sk-wrong-but-long");
        asking.close();
        OpenAIClient right = client("sk-right");
        assertThat(right.chat()
                        .completions()
                        .create(chat().build())
                        .choices()
                        .getFirst()
                        .message()
                        .content())
                .hasValue("Two.");
        right.close();
    }

    @Test
    void aServerThatIsFull() {
        ScriptedEngine engine = ScriptedEngine.manual();
        OpenAIClient asking = serve(engine, config -> config.maxRunning(1).maxQueued(0));
        CompletableFuture<ScriptedGeneration> begun = CompletableFuture.supplyAsync(() -> saying(engine, "Two"));
        try (StreamResponse<ChatCompletionChunk> first =
                asking.chat().completions().createStreaming(chat().build())) {
            begun.join();
            RateLimitException error = catchThrowableOfType(
                    RateLimitException.class, () -> asking.chat().completions().create(chat().build()));
            assertThat(error.code()).hasValue("rate_limit_exceeded");
            assertThat(error.headers().values("retry-after")).hasSize(1);
            assertThat(first).isNotNull();
        }
    }

    @Test
    void anEngineThatFailsBeforeTheFirstToken() {
        ScriptedEngine engine = ScriptedEngine.manual();
        OpenAIClient asking = serve(engine, config -> config);
        CompletableFuture<Void> failing =
                CompletableFuture.runAsync(() -> engine.next().fail(broken()));
        InternalServerException error = catchThrowableOfType(
                InternalServerException.class, () -> asking.chat().completions().createStreaming(chat().build()));
        assertError(error, 500, "why", null, "server_error");
        failing.join();
    }

    @Test
    void anEngineThatFailsInTheMiddleIsNotTakenForTheEnd() {
        ScriptedEngine engine = ScriptedEngine.manual();
        OpenAIClient asking = serve(engine, config -> config);
        CompletableFuture<ScriptedGeneration> begun = CompletableFuture.supplyAsync(() -> saying(engine, "Two"));
        try (StreamResponse<ChatCompletionChunk> stream =
                asking.chat().completions().createStreaming(chat().build())) {
            Iterator<ChatCompletionChunk> chunks = stream.stream().iterator();
            chunks.next();
            assertThat(chunks.next().choices().getFirst().delta().content()).hasValue("Two");
            begun.join().fail(broken());
            SseException error = catchThrowableOfType(SseException.class, () -> chunks.forEachRemaining(chunk -> {}));
            assertThat(error.code()).hasValue("why");
            assertThat(error.type()).hasValue("server_error");
        }
    }

    @Test
    void aStreamThatIsClosedFreesItsPlace() {
        ScriptedEngine engine = ScriptedEngine.manual();
        OpenAIClient asking = serve(engine, config -> config.maxRunning(1));
        CompletableFuture<ScriptedGeneration> begun = CompletableFuture.supplyAsync(() -> saying(engine, "Two"));
        try (StreamResponse<ChatCompletionChunk> stream =
                asking.chat().completions().createStreaming(chat().build())) {
            assertThat(stream.stream().iterator().hasNext()).isTrue();
        }
        begun.join().awaitCancelled();

        // There is one place: this answer shows that it is free again.
        CompletableFuture<Void> second =
                CompletableFuture.runAsync(() -> saying(engine, "Three").complete());
        assertThat(asking.chat()
                        .completions()
                        .create(chat().build())
                        .choices()
                        .getFirst()
                        .message()
                        .content())
                .hasValue("Three");
        second.join();
    }

    private static void assertError(
            OpenAIServiceException error, int status, String code, @Nullable String param, String type) {
        assertThat(error.statusCode()).isEqualTo(status);
        assertThat(error.code()).hasValue(code);
        assertThat(error.param()).isEqualTo(Optional.ofNullable(param));
        assertThat(error.type()).hasValue(type);
    }

    private static ScriptedGeneration saying(ScriptedEngine engine, String text) {
        ScriptedGeneration generation = engine.next();
        generation.text(text);
        return generation;
    }

    private static EngineException broken() {
        return new EngineException(
                EngineErrorKind.INTERNAL,
                new ApiError("It went wrong.", "server_error", null, "why", JsonObject.EMPTY));
    }

    private static ChatCompletionCreateParams.Builder chat() {
        return ChatCompletionCreateParams.builder().model(ScriptedEngine.MODEL).addUserMessage("What's 1+1?");
    }

    private OpenAIClient serve(ScriptedEngine engine, UnaryOperator<ServerConfig.Builder> settings) {
        served = Served.start(engine, settings);
        OpenAIClient made = client("any");
        client = made;
        return made;
    }

    private OpenAIClient client(String key) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(Objects.requireNonNull(served).url())
                .apiKey(key)
                .maxRetries(0)
                .build();
    }
}
