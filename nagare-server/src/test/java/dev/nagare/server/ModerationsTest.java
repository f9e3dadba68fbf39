package dev.nagare.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.engine.EngineErrorKind;
import dev.nagare.engine.EngineException;
import dev.nagare.engine.Moderator;
import dev.nagare.testkit.ScriptedEngine;
import dev.nagare.wire.ApiError;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.ModerationResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /v1/moderations}: what is judged, what comes back, and what is refused. */
@ExtendWith(NoLeaks.class)
class ModerationsTest {
    private static final String PATH = "/v1/moderations";

    /** A judge who waits for the test to answer. */
    private static final class Waiting implements Moderator {
        private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();

        record Asked(List<String> texts, CompletableFuture<List<ModerationResult>> answer) {
            void letPass() {
                answer.complete(texts.stream().map(text -> result(false)).toList());
            }
        }

        @Override
        public CompletableFuture<List<ModerationResult>> moderate(List<String> texts) {
            Asked next = new Asked(texts, new CompletableFuture<>());
            asked.add(next);
            return next.answer;
        }

        Asked next() throws InterruptedException {
            return java.util.Objects.requireNonNull(asked.poll(30, TimeUnit.SECONDS), "nobody asked");
        }
    }

    private static ModerationResult result(boolean flagged) {
        return new ModerationResult(
                flagged,
                Map.of("bad", flagged),
                Map.of("bad", flagged ? 1.0 : 0.0),
                Map.of("bad", List.of("text")),
                JsonObject.EMPTY);
    }

    /** A judge who flags what says so, at once. */
    private static final Moderator PLAIN = new Moderator() {
        @Override
        public CompletableFuture<List<ModerationResult>> moderate(List<String> texts) {
            return CompletableFuture.completedFuture(
                    texts.stream().map(text -> result(text.contains("bad"))).toList());
        }

        @Override
        public String model() {
            return "house@0123456789ab";
        }
    };

    private static TestServer judging(Moderator moderator) {
        return TestServer.judging(moderator, UnaryOperator.identity());
    }

    private static String answer(String... flags) {
        List<String> results = new ArrayList<>();
        for (String flag : flags) {
            results.add("{\"flagged\":" + flag + ",\"categories\":{\"bad\":" + flag + "},\"category_scores\":{\"bad\":"
                    + (flag.equals("true") ? "1.0" : "0.0")
                    + "},\"category_applied_input_types\":{\"bad\":[\"text\"]}}");
        }
        return "\"model\":\"house@0123456789ab\",\"results\":[" + String.join(",", results) + "]}";
    }

    @Test
    void eachTextHasItsResult() {
        try (TestServer server = judging(PLAIN);
                RawClient client = server.connect()) {
            RawResponse response = client.post(PATH, "{\"input\":[\"good\",\"bad\",\"\"],\"model\":\"omni\"}")
                    .response();
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.header("content-type")).isEqualTo("application/json");
            assertThat(response.header("x-request-id")).startsWith("req_");
            assertThat(response.header("openai-processing-ms")).isNotEmpty();
            assertThat(response.text()).matches("\\{\"id\":\"modr-[0-9a-f]{32}\",.*");
            assertThat(response.text()).endsWith(answer("false", "true", "false"));
            assertThat(client.post(PATH, "{\"input\":\"so bad\"}").response().text())
                    .endsWith(answer("true"));
            assertThat(server.engine.requests()).isZero();
        }
    }

    @Test
    void severalPartsOfTextAreOneInput() {
        try (TestServer server = judging(PLAIN);
                RawClient client = server.connect()) {
            String parts = "[{\"type\":\"text\",\"text\":\"b\"},{\"type\":\"text\",\"text\":\"ad\"}]";
            assertThat(client.post(PATH, "{\"input\":" + parts + "}").response().text())
                    .endsWith(answer("true"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{                        | 400 |                            |               | We could not parse the JSON body",
                "{}                       | 400 | missing_required_parameter | input         | Missing required parameter: 'input'.",
                "{'input':null}           | 400 | missing_required_parameter | input         | Missing required parameter: 'input'.",
                "{'input':[]}             | 400 | empty_array                | input         | Invalid 'input': empty array.",
                "{'input':7}              | 400 | invalid_type               | input         | Invalid type for 'input': expected one of a string",
                "{'input':['a',7]}        | 400 | invalid_type               | input[1]      | Invalid type for 'input[1]': expected a string",
                "{'input':'a','model':1}  | 400 | invalid_type               | model         | Invalid type for 'model'",
                "{'input':[{'type':'text'}]} | 400 | missing_required_parameter | input[0].text | Missing required parameter",
                "{'input':[{'type':'text','text':'a'},{'type':'image_url','image_url':{'url':'https://x'}}]} | 400 | unsupported_value | input[1].type | Unsupported value: 'input[1].type' does not support 'image_url' with this server, which judges text.",
                "{'input':['a','b','c','d']} | 400 | array_above_max_length  | input         | Invalid 'input': array too long. Expected an array with maximum length 3",
            })
    void aRequestThatBreaksARule(String body, int status, String code, String param, String message) {
        try (TestServer server = TestServer.judging(PLAIN, config -> config.maxMessages(3));
                RawClient client = server.connect()) {
            RawResponse response = client.post(PATH, body.replace('\'', '"')).response();
            assertThat(response.status()).isEqualTo(status);
            assertThat(response.text())
                    .startsWith("{\"error\":{\"message\":\"" + message)
                    .contains("\"type\":\"invalid_request_error\",\"param\":" + quoted(param) + ",\"code\":"
                            + quoted(code));
            RequestEnded event = server.recorded.next();
            assertThat(event.route()).isEqualTo(Route.MODERATIONS);
            assertThat(event.outcome()).isEqualTo(RequestOutcome.REJECTED);
            assertThat(client.post(PATH, "{\"input\":\"x\"}").response().status())
                    .isEqualTo(200);
        }
    }

    private static String quoted(@org.jspecify.annotations.Nullable String word) {
        return word == null ? "null" : "\"" + word + "\"";
    }

    @Test
    void aServerWithoutAJudgeHasNoSuchPath() {
        try (TestServer server = TestServer.start(ScriptedEngine.manual());
                RawClient client = server.connect()) {
            RawResponse response = client.post(PATH, "{\"input\":\"x\"}").response();
            assertThat(response.status()).isEqualTo(404);
            assertThat(response.text()).contains("\"code\":\"unknown_url\"", "no moderation policy");
            assertThat(client.get("/health").response().status()).isEqualTo(200);
        }
        try (TestServer server = judging(PLAIN);
                RawClient client = server.connect()) {
            RawResponse response = client.get(PATH).response();
            assertThat(response.status()).isEqualTo(405);
            assertThat(response.header("allow")).isEqualTo("POST, OPTIONS");
        }
    }

    @Test
    void anUnknownParameterIsIgnoredOrRefused() {
        try (TestServer server = judging(PLAIN);
                RawClient client = server.connect()) {
            assertThat(client.post(PATH, "{\"input\":\"x\",\"top_k\":1}")
                            .response()
                            .status())
                    .isEqualTo(200);
        }
        try (TestServer server = TestServer.judging(PLAIN, config -> config.strict(true));
                RawClient client = server.connect()) {
            assertThat(client.post(PATH, "{\"input\":\"x\",\"top_k\":1}")
                            .response()
                            .text())
                    .contains("unknown_parameter", "top_k");
        }
    }

    @Test
    void itNeedsAKeyAndCountsAsARequest(@TempDir Path folder) throws IOException {
        Path keys = Files.writeString(folder.resolve("keys"), ApiKeys.line("alice", "sk-alice-123456") + " rpm=2\n");
        try (TestServer server = TestServer.judging(PLAIN, config -> config.apiKeyFile(keys));
                RawClient client = server.connect()) {
            assertThat(client.post(PATH, "{\"input\":\"x\"}").response().status())
                    .isEqualTo(401);
            String key = "Authorization: Bearer sk-alice-123456";
            RawResponse first = client.post(PATH, "{\"input\":\"x\"}", key).response();
            assertThat(first.status()).isEqualTo(200);
            assertThat(first.header("x-ratelimit-limit-requests")).isEqualTo("2");
            assertThat(first.header("x-ratelimit-remaining-requests")).isEqualTo("1");
            assertThat(client.post(PATH, "{\"input\":\"x\"}", key).response().status())
                    .isEqualTo(200);
            assertThat(client.post(PATH, "{\"input\":\"x\"}", key).response().status())
                    .isEqualTo(429);
            server.recorded.next();
            assertThat(server.recorded.next().keyName()).isEqualTo("alice");
        }
    }

    @Test
    void aSlowJudgeHoldsUpNobody() throws InterruptedException {
        Waiting judge = new Waiting();
        try (TestServer server = judging(judge);
                RawClient client = server.connect();
                RawClient other = server.connect()) {
            client.post(PATH, "{\"input\":\"x\"}");
            Waiting.Asked asked = judge.next();
            assertThat(asked.texts()).containsExactly("x");
            assertThat(other.get("/health").response().status()).isEqualTo(200);
            asked.letPass();
            assertThat(client.response().status()).isEqualTo(200);
            RequestEnded event = server.recorded.next();
            assertThat(event.route()).isEqualTo(Route.HEALTH);
            assertThat(server.recorded.next().ended()).isEqualTo("completed");
        }
    }

    @Test
    void onlySoManyAreJudgedAtATime() throws InterruptedException {
        Waiting judge = new Waiting();
        try (TestServer server =
                        TestServer.judging(judge, config -> config.maxRunning(1).maxQueued(0));
                RawClient client = server.connect();
                RawClient other = server.connect()) {
            client.post(PATH, "{\"input\":\"x\"}");
            Waiting.Asked asked = judge.next();
            RawResponse refused = other.post(PATH, "{\"input\":\"y\"}").response();
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.header("retry-after")).isEqualTo("1");
            asked.letPass();
            assertThat(client.response().status()).isEqualTo(200);
            other.post(PATH, "{\"input\":\"y\"}");
            judge.next().letPass();
            assertThat(other.response().status()).isEqualTo(200);
        }
    }

    @Test
    void whoLeavesIsNotJudgedAnyMore() throws InterruptedException {
        Waiting judge = new Waiting();
        try (TestServer server =
                TestServer.judging(judge, config -> config.maxRunning(1).maxQueued(0))) {
            Waiting.Asked asked;
            try (RawClient client = server.connect()) {
                client.post(PATH, "{\"input\":\"x\"}");
                asked = judge.next();
            }
            assertThat(server.recorded.next().outcome()).isEqualTo(RequestOutcome.DISCONNECTED);
            assertThat(asked.answer()).isCancelled();
            try (RawClient client = server.connect()) {
                client.post(PATH, "{\"input\":\"x\"}");
                judge.next().letPass();
                assertThat(client.response().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void aServerThatStopsSaysSo() throws InterruptedException {
        Waiting judge = new Waiting();
        TestServer server = TestServer.judging(judge, config -> config.drainFor(Duration.ZERO));
        try (RawClient client = server.connect()) {
            client.post(PATH, "{\"input\":\"x\"}");
            Waiting.Asked asked = judge.next();
            CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close);
            assertThat(client.response().text()).contains("server_shutting_down");
            closed.join();
            assertThat(asked.answer()).isCancelled();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"throws", "returns nothing", "fails", "miscounts", "says nonsense"})
    void aJudgeThatBreaksIsAnInternalError(String how) {
        Moderator broken = texts -> switch (how) {
            case "throws" -> throw new IllegalStateException("on purpose");
            case "returns nothing" -> nothing();
            case "fails" -> CompletableFuture.failedFuture(new IllegalStateException("on purpose"));
            case "miscounts" -> CompletableFuture.completedFuture(List.of());
            default ->
                CompletableFuture.completedFuture(
                        List.of(new ModerationResult(true, Map.of(), Map.of("x", Double.NaN), null, JsonObject.EMPTY)));
        };
        try (TestServer server = TestServer.judging(
                        broken, config -> config.maxRunning(1).maxQueued(0));
                RawClient client = server.connect()) {
            for (int i = 0; i < 2; i++) {
                RawResponse response = client.post(PATH, "{\"input\":\"x\"}").response();
                assertThat(response.status()).isEqualTo(500);
                assertThat(response.text()).doesNotContain("on purpose");
                assertThat(server.recorded.next().reason()).isEqualTo(ErrorReason.INTERNAL);
            }
        }
    }

    @SuppressWarnings("NullAway") // against the contract, on purpose
    private static CompletableFuture<List<ModerationResult>> nothing() {
        return null;
    }

    @Test
    void aJudgesOwnErrorHasItsStatus() {
        EngineException busy = new EngineException(
                EngineErrorKind.UNAVAILABLE,
                new ApiError("The judge is not there.", "server_error", null, "moderation_failed", JsonObject.EMPTY));
        try (TestServer server = judging(texts -> CompletableFuture.failedFuture(busy));
                RawClient client = server.connect()) {
            RawResponse response = client.post(PATH, "{\"input\":\"x\"}").response();
            assertThat(response.status()).isEqualTo(503);
            assertThat(response.text()).contains("moderation_failed");
        }
    }

    @Test
    void aLargeBodyIsDecodedElsewhereAndJudgedAllTheSame() {
        try (TestServer server = judging(PLAIN);
                RawClient client = server.connect()) {
            String text = "x".repeat(200_000);
            assertThat(client.post(PATH, "{\"input\":[\"" + text + "\",\"bad\"]}")
                            .response()
                            .text())
                    .endsWith(answer("false", "true"));
        }
    }
}
