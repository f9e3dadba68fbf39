package dev.nagare.verification;

import static dev.nagare.verification.ErrorBody.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.engine.EngineErrorKind;
import dev.nagare.engine.EngineException;
import dev.nagare.testkit.ScriptedEngine;
import dev.nagare.testkit.ScriptedGeneration;
import dev.nagare.wire.ApiError;
import dev.nagare.wire.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Errors that are not the caller's: no place, no time, an engine that fails, a server that stops. */
class ServerErrorsTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

    @Test
    void aWaitThatIsTooLong() {
        ScriptedEngine engine = ScriptedEngine.manual();
        try (RunningServer full =
                RunningServer.start(engine, config -> config.maxRunning(1).queueTimeout(Duration.ofMillis(50)))) {
            CompletableFuture<HttpResponse<String>> first =
                    CompletableFuture.supplyAsync(() -> full.post(CHAT, "{\"model\":\"m\"," + HI + "}"));
            ScriptedGeneration running = engine.next();
            HttpResponse<String> response = full.post(CHAT, "{\"model\":\"m\"," + HI + "}");
            assertError(response, 503, "server_error", "server_is_overloaded", null, "...");
            assertThat(response.headers().firstValue("retry-after")).isPresent();
            running.complete();
            assertThat(first.join().statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aServerThatStopsSaysSoInTheStream() throws IOException {
        ScriptedEngine engine = ScriptedEngine.manual();
        RunningServer stopping = RunningServer.start(engine, config -> config.drainFor(Duration.ZERO));
        CompletableFuture<HttpResponse<InputStream>> answer = CompletableFuture.supplyAsync(
                () -> stopping.open(CHAT, "{\"model\":\"m\"," + HI + ",\"stream\":true}"));
        ScriptedGeneration generation = engine.next();
        generation.text("Two");
        HttpResponse<InputStream> response = answer.join();
        CompletableFuture<Void> closed = CompletableFuture.runAsync(stopping.server()::close);
        List<String> events = RunningServer.events(new String(response.body().readAllBytes(), StandardCharsets.UTF_8));
        assertThat(events).last().isEqualTo("[DONE]");
        assertThat(events.get(events.size() - 2)).startsWith("{\"error\":{").contains("server_shutting_down");
        generation.awaitCancelled();
        closed.join();
        stopping.close();
    }

    @Test
    void moreRequestsThanThereArePlaces() {
        ScriptedEngine engine = ScriptedEngine.manual();
        try (RunningServer full =
                RunningServer.start(engine, config -> config.maxRunning(1).maxQueued(0))) {
            CompletableFuture<HttpResponse<String>> first =
                    CompletableFuture.supplyAsync(() -> full.post(CHAT, "{\"model\":\"m\"," + HI + "}"));
            ScriptedGeneration running = engine.next();
            HttpResponse<String> response = full.post(CHAT, "{\"model\":\"m\"," + HI + "}");
            assertError(response, 429, "requests", "rate_limit_exceeded", null, "...");
            assertThat(Integer.parseInt(
                            response.headers().firstValue("retry-after").orElseThrow()))
                    .isPositive();
            running.complete();
            assertThat(first.join().statusCode()).isEqualTo(200);
        }
    }

    @Test
    void anEnginesOwnErrors() {
        engineError(EngineErrorKind.RATE_LIMITED, 429, true);
        engineError(EngineErrorKind.OVERLOADED, 503, true);
        engineError(EngineErrorKind.UNAVAILABLE, 503, true);
        engineError(EngineErrorKind.INTERNAL, 500, false);
    }

    private static void engineError(EngineErrorKind kind, int status, boolean retry) {
        for (boolean stream : new boolean[] {true, false}) {
            ScriptedEngine engine = ScriptedEngine.manual();
            try (RunningServer failing = RunningServer.start(engine)) {
                CompletableFuture<HttpResponse<String>> answer = CompletableFuture.supplyAsync(
                        () -> failing.post(CHAT, "{\"model\":\"m\"," + HI + ",\"stream\":" + stream + "}"));
                engine.next().fail(error(kind));
                HttpResponse<String> response = answer.join();
                assertError(response, status, "server_error", "why", null, "It went wrong.");
                assertThat(response.headers().firstValue("retry-after").isPresent())
                        .isEqualTo(retry);
            }
        }
    }

    @Test
    void anErrorAfterTheFirstByteIsAnEventAndThenTheEnd() throws IOException {
        ScriptedEngine engine = ScriptedEngine.manual();
        try (RunningServer failing = RunningServer.start(engine)) {
            CompletableFuture<HttpResponse<InputStream>> answer = CompletableFuture.supplyAsync(
                    () -> failing.open(CHAT, "{\"model\":\"m\"," + HI + ",\"stream\":true}"));
            ScriptedGeneration generation = engine.next();
            generation.text("Two");
            HttpResponse<InputStream> response = answer.join();
            assertThat(response.statusCode()).isEqualTo(200);
            generation.fail(error(EngineErrorKind.INTERNAL));
            String stream = new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(RunningServer.events(stream))
                    .endsWith(
                            "{\"error\":{\"message\":\"It went wrong.\",\"type\":\"server_error\",\"param\":null,"
                                    + "\"code\":\"why\"}}",
                            "[DONE]");
        }
    }

    private static EngineException error(EngineErrorKind kind) {
        return new EngineException(kind, new ApiError("It went wrong.", "server_error", null, "why", JsonObject.EMPTY));
    }
}
