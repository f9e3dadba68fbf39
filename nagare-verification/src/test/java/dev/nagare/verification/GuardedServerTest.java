package dev.nagare.verification;

import static dev.nagare.verification.ErrorBody.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.engine.Moderator;
import dev.nagare.guard.GuardedEngine;
import dev.nagare.guard.Judge;
import dev.nagare.guard.JudgedEngine;
import dev.nagare.guard.Policy;
import dev.nagare.guard.PolicyModerator;
import dev.nagare.guard.Rule;
import dev.nagare.server.NagareServer;
import dev.nagare.server.ServerConfig;
import dev.nagare.server.ServerListener;
import dev.nagare.testkit.ScriptedEngine;
import dev.nagare.testkit.ScriptedGeneration;
import dev.nagare.wire.JsonArray;
import dev.nagare.wire.JsonBoolean;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.JsonString;
import dev.nagare.wire.JsonValue;
import dev.nagare.wire.ModerationResult;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Moderation as a caller sees it: a request's own wishes, verdicts, texts to judge, and a slow judge, over a socket. */
class GuardedServerTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final Policy POLICY = Policy.builder("house")
            .rule(Rule.phrases("weapons", "pipe bomb"))
            .rule(Rule.phrases("tools", "wrench").annotate())
            .build();

    private static RunningServer serve(ScriptedEngine scripted) {
        GuardedEngine engine = new GuardedEngine(scripted, POLICY, false);
        NagareServer server = NagareServer.start(
                ServerConfig.builder().port(0).build(), engine, ServerListener.NONE, null, new PolicyModerator(POLICY));
        return new RunningServer(
                engine,
                server,
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
    }

    private static String chat(String message, String members) {
        return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + message + "\"}]" + members + "}";
    }

    private static String moderation(String input, String output) {
        return ",\"moderation\":{\"model\":\"omni-moderation-latest\",\"policy\":{\"input\":{\"mode\":\"" + input
                + "\"},\"output\":{\"mode\":\"" + output + "\"}}}";
    }

    private static JsonValue at(JsonValue value, String... path) {
        JsonValue here = value;
        for (String step : path) {
            here = here instanceof JsonArray array
                    ? array.elements().get(Integer.parseInt(step))
                    : Objects.requireNonNull(((JsonObject) here).member(step), step);
        }
        return here;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBlockedMessageIsRefusedAndGeneratesNothing(boolean stream) {
        ScriptedEngine scripted = ScriptedEngine.answering("never");
        try (RunningServer server = serve(scripted)) {
            String members = moderation("block", "score") + ",\"stream\":" + stream;
            for (int i = 0; i < 2; i++) {
                HttpResponse<String> response = server.post(CHAT, chat("A p\u0456pe bomb?", members));
                assertError(
                        response,
                        400,
                        "invalid_request_error",
                        "content_filter",
                        "messages",
                        "The messages were rejected by this server's content policy.");
                assertThat(response.headers().firstValue("x-guard-policy")).hasValue(POLICY.id());
            }
            assertError(
                    server.post(CHAT, chat("Or a wrench?", members)),
                    400,
                    "invalid_request_error",
                    "content_filter",
                    "messages",
                    "...");
            assertThat(scripted.requests()).isZero();
            assertThat(server.post(CHAT, chat("A bomb?", members)).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void verdictsComeWithTheAnswerWhenTheyAreAskedFor() {
        try (RunningServer server = serve(ScriptedEngine.answering("a wr", "ench"))) {
            String members = moderation("score", "score");
            JsonObject whole = RunningServer.object(
                    server.post(CHAT, chat("A pipe bomb?", members)).body());
            List<String> events =
                    RunningServer.events(server.post(CHAT, chat("A pipe bomb?", members + ",\"stream\":true"))
                            .body());
            JsonObject chunk = RunningServer.object(events.get(events.size() - 2));
            assertThat(((JsonArray) at(chunk, "choices")).elements()).isEmpty();
            for (JsonObject answer : List.of(whole, chunk)) {
                JsonValue input = at(answer, "moderation", "input");
                assertThat(at(input, "type")).isEqualTo(new JsonString("moderation_results"));
                assertThat(at(input, "results", "0", "flagged")).isEqualTo(new JsonBoolean(true));
                JsonValue output = at(answer, "moderation", "output", "results", "0");
                assertThat(at(output, "type")).isEqualTo(new JsonString("moderation_result"));
                assertThat(at(output, "model")).isEqualTo(new JsonString(POLICY.id()));
                assertThat(at(output, "categories", "tools")).isEqualTo(new JsonBoolean(true));
                assertThat(at(output, "categories", "weapons")).isEqualTo(new JsonBoolean(false));
            }
            assertThat(at(whole, "choices", "0", "message", "content")).isEqualTo(new JsonString("a wrench"));
            assertThat(at(whole, "choices", "0", "finish_reason")).isEqualTo(new JsonString("stop"));
            JsonObject blocked = RunningServer.object(
                    server.post(CHAT, chat("Hi", moderation("score", "block"))).body());
            assertThat(at(blocked, "choices", "0", "message", "content")).isEqualTo(new JsonString("a "));
            assertThat(at(blocked, "choices", "0", "finish_reason")).isEqualTo(new JsonString("content_filter"));
        }
    }

    @Test
    void aStreamWithoutAMatchIsTheUnguardedOne() {
        String[] pieces = {"Hello", ",", " wor", "ld", "!"};
        try (RunningServer guarded = serve(ScriptedEngine.answering(pieces));
                RunningServer plain = RunningServer.start(ScriptedEngine.answering(pieces))) {
            String body = chat("Hi", ",\"stream\":true,\"stream_options\":{\"include_usage\":true},\"n\":2");
            assertThat(guarded.post(CHAT, body).body())
                    .isEqualTo(plain.post(CHAT, body).body());
        }
    }

    @Test
    void textsAreJudgedByTheSameRules() {
        try (RunningServer server = serve(ScriptedEngine.manual())) {
            HttpResponse<String> response = server.post(
                    "/v1/moderations",
                    "{\"input\":[\"a p\u0456pe b\u043Emb and a wrench\",\"peace\"],\"model\":\"omni-moderation-latest\"}");
            assertThat(response.statusCode()).isEqualTo(200);
            JsonObject answer = RunningServer.object(response.body());
            assertThat(answer.members().keySet()).containsExactly("id", "model", "results");
            assertThat(at(answer, "model")).isEqualTo(new JsonString(POLICY.id()));
            assertThat(((JsonObject) at(answer, "results", "0")).members().keySet())
                    .containsExactly("flagged", "categories", "category_scores", "category_applied_input_types");
            assertThat(at(answer, "results", "0", "categories"))
                    .isEqualTo(
                            new JsonObject(Map.of("weapons", new JsonBoolean(true), "tools", new JsonBoolean(true))));
            assertThat(at(answer, "results", "1", "flagged")).isEqualTo(new JsonBoolean(false));
            assertError(
                    server.post(
                            "/v1/moderations",
                            "{\"input\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:,x\"}}]}"),
                    400,
                    "invalid_request_error",
                    "unsupported_value",
                    "input[0].type",
                    "Unsupported value: 'input[0].type' does not support 'image_url' with this server, which judges text.");
            assertError(
                    server.post("/v1/moderations", "{}"),
                    400,
                    "invalid_request_error",
                    "missing_required_parameter",
                    "input",
                    "Missing required parameter: 'input'.");
        }
        try (RunningServer without = RunningServer.start(ScriptedEngine.manual())) {
            assertError(
                    without.post("/v1/moderations", "{\"input\":\"x\"}"),
                    404,
                    "invalid_request_error",
                    "unknown_url",
                    null,
                    "Unknown request URL: POST /v1/moderations. ...");
        }
    }

    /** A judge who waits for the test. */
    private static final class Waiting implements Moderator {
        private final BlockingQueue<CompletableFuture<List<ModerationResult>>> open = new LinkedBlockingQueue<>();

        @Override
        public CompletableFuture<List<ModerationResult>> moderate(List<String> texts) {
            CompletableFuture<List<ModerationResult>> answer = new CompletableFuture<>();
            open.add(answer);
            return answer;
        }

        CompletableFuture<List<ModerationResult>> next() throws InterruptedException {
            return Objects.requireNonNull(open.poll(30, TimeUnit.SECONDS), "nobody asked");
        }

        void answer(boolean flagged) throws InterruptedException {
            next().complete(List.of(new ModerationResult(flagged, Map.of(), Map.of(), Map.of(), JsonObject.EMPTY)));
        }
    }

    @Test
    void aJudgedAnswerShowsWhatTheJudgeHasAccepted() throws IOException, InterruptedException {
        Waiting judge = new Waiting();
        ScriptedEngine scripted = ScriptedEngine.manual();
        try (RunningServer server =
                RunningServer.start(new JudgedEngine(new GuardedEngine(scripted, POLICY, false), Judge.of(judge)))) {
            HttpResponse<InputStream> response = begin(server, scripted, judge);
            judge.answer(true);
            List<String> rest = rest(response);
            assertThat(rest).last().isEqualTo("[DONE]");
            assertThat(rest.get(rest.size() - 2)).contains("\"usage\"", "\"choices\":[]");
            assertThat(rest.get(rest.size() - 3)).contains("\"finish_reason\":\"content_filter\"");
            assertThat(String.join("\n", rest)).contains("fine").doesNotContain("not this");
            assertThat(response.headers().firstValue("x-guard-policy")).hasValue(POLICY.id());
        }
    }

    @Test
    void aJudgeWhoBreaksEndsTheStreamWithAnErrorThatTheReaderSees() throws IOException, InterruptedException {
        Waiting judge = new Waiting();
        ScriptedEngine scripted = ScriptedEngine.manual();
        try (RunningServer server = RunningServer.start(new JudgedEngine(scripted, Judge.of(judge)))) {
            HttpResponse<InputStream> response = begin(server, scripted, judge);
            judge.next().completeExceptionally(new IllegalStateException("on purpose"));
            List<String> rest = rest(response);
            assertThat(rest).last().isEqualTo("[DONE]");
            assertThat(rest.get(rest.size() - 2)).contains("\"code\":\"moderation_failed\"");
            assertThat(String.join("\n", rest))
                    .contains("fine")
                    .doesNotContain("not this", "on purpose", "\"finish_reason\":\"");
        }
    }

    /** A stream whose first piece is accepted and whose second waits for the judge. */
    private static HttpResponse<InputStream> begin(RunningServer server, ScriptedEngine scripted, Waiting judge)
            throws InterruptedException {
        CompletableFuture<HttpResponse<InputStream>> answer = CompletableFuture.supplyAsync(
                () -> server.open(CHAT, chat("Hi", ",\"stream\":true,\"stream_options\":{\"include_usage\":true}")));
        ScriptedGeneration generation = scripted.next();
        generation.text("fine");
        judge.answer(false);
        generation.text(" not this");
        return answer.join();
    }

    private static List<String> rest(HttpResponse<InputStream> response) throws IOException {
        return RunningServer.events(new String(response.body().readAllBytes(), StandardCharsets.UTF_8));
    }
}
