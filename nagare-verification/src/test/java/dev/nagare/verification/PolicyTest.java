package dev.nagare.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.testkit.FaultyServer;
import dev.nagare.testkit.FaultyServerExtension;
import dev.nagare.testkit.ScriptedResponse;
import dev.nagare.wire.Json;
import dev.nagare.wire.JsonArray;
import dev.nagare.wire.JsonBoolean;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.JsonString;
import dev.nagare.wire.JsonValue;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A policy file around every kind of answer: of a server that has none, of the engine in the process, and over HTTP. */
@ExtendWith(FaultyServerExtension.class)
class PolicyTest {
    private static final String DAYS = "Name the days of the week.";
    private static final String BLOCKED = "Monday, [day]day, Wednesday, ";

    @TempDir
    Path folder;

    private String policy = "";

    @BeforeEach
    void write() throws IOException {
        policy = Files.writeString(folder.resolve("days.yaml"), """
                        rules:
                          - name: thursday
                            words: thursday
                          - name: tuesday
                            words: tues
                            match: word-start
                            action: redact
                            replacement: '[day]'
                          - name: monday
                            words: monday
                            action: annotate
                            category: days/first
                        """).toString();
    }

    @Test
    void theEngineInTheProcessIsGuarded() {
        try (Command chat = Command.start("chat", "--policy", policy, DAYS)) {
            assertThat(chat.out()).isEqualTo(BLOCKED + "\n");
            assertThat(chat.exitCode()).isEqualTo(3);
            assertThat(chat.err()).matches("(?s).* tokens\nnagare: the policy days@[0-9a-f]{12} ended this answer\n");
        }
        try (Command complete = Command.start("complete", "--policy", policy, "Monday,")) {
            assertThat(complete.out()).isEqualTo(" [day]day, Wednesday, \n");
            assertThat(complete.exitCode()).isEqualTo(3);
        }
    }

    @Test
    void theAnswerOfAServerWithoutAPolicyIsGuarded(FaultyServer server) {
        server.enqueue(ScriptedResponse.stream(chunks("Monday, Tuesday, Wednesday, Thursday, Friday."))
                .inPiecesOf(7));
        try (Command chat = Command.start("chat", "--url", server.url(), "--policy", policy, DAYS)) {
            assertThat(chat.out()).isEqualTo(BLOCKED + "\n");
            assertThat(chat.exitCode()).isEqualTo(3);
            assertThat(chat.err()).contains("nagare: the policy days@").contains("ended this answer\n");
        }
        server.enqueue(ScriptedResponse.stream(chunks("On tuesday, thurs")));
        try (Command chat = Command.start("chat", "--url", server.url(), "--policy", policy, DAYS)) {
            assertThat(chat.out()).isEqualTo("On [day]day, thurs\n");
            assertThat(chat.exitCode()).isZero();
        }
        String text = "Thurs, tuesday and thursday.";
        server.enqueue(ScriptedResponse.stream(IntStream.range(0, text.length())
                .mapToObj(i ->
                        "{\"id\":\"c\",\"object\":\"text_completion\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,"
                                + "\"text\":" + Json.write(new JsonString(text.substring(i, i + 1)))
                                + ",\"logprobs\":null,\"finish_reason\":null}]}")
                .toArray(String[]::new)));
        try (Command complete = Command.start("complete", "--url", server.url(), "--policy", policy, "x")) {
            assertThat(complete.out()).isEqualTo("Thurs, [day]day and \n");
            assertThat(complete.exitCode()).isEqualTo(3);
        }
    }

    @Test
    void aServerThatFiltersIsTakenAtItsWord(FaultyServer server) {
        String[] chunks = chunks("On ");
        chunks[chunks.length - 1] = chunks[chunks.length - 1].replace("\"stop\"", "\"content_filter\"");
        server.enqueue(ScriptedResponse.stream(chunks));
        try (Command chat = Command.start("chat", "--url", server.url(), DAYS)) {
            assertThat(chat.out()).isEqualTo("On \n");
            assertThat(chat.exitCode()).isEqualTo(3);
            assertThat(chat.err()).endsWith("nagare: the server's content filter ended this answer\n");
        }
    }

    @Test
    void aServerBlocksRedactsAndReports() throws IOException, InterruptedException {
        try (Command server = Command.start("serve", "--port", "0", "--access-log", "off", "--policy", policy)) {
            String url = server.firstLine().replaceFirst(".* on ", "");
            HttpResponse<String> stream = post(url, "/chat/completions", chat(DAYS, """
                    ,"stream":true,"stream_options":{"include_usage":true},"moderation":{"model":"m"}"""));
            assertThat(stream.statusCode()).as(stream.body()).isEqualTo(200);
            assertThat(stream.headers().firstValue("x-guard-policy").orElse("")).matches("days@[0-9a-f]{12}");
            assertThat(stream.headers().firstValue("x-guard-max-holdback")).contains("8");
            List<String> events = RunningServer.events(stream.body());
            assertThat(text(events)).isEqualTo(BLOCKED);
            assertThat(events.getLast()).isEqualTo("[DONE]");
            assertThat(events.get(events.size() - 2)).contains("\"choices\":[]", "\"completion_tokens\":");
            assertThat(events.get(events.size() - 3))
                    .contains("\"choices\":[]", "\"moderation\":{", "\"thursday\":true", "\"days/first\":true");
            assertThat(events.get(events.size() - 4)).contains("\"finish_reason\":\"content_filter\"");

            HttpResponse<String> whole = post(url, "/chat/completions", chat(DAYS, ""));
            assertThat(whole.body())
                    .contains("\"content\":\"" + BLOCKED + "\"", "\"finish_reason\":\"content_filter\"");
            assertThat(whole.body()).doesNotContain("Thurs", "Tues");

            HttpResponse<String> legacy = post(
                    url,
                    "/completions",
                    "{\"model\":\"m\",\"prompt\":\"Monday,\",\"temperature\":0,\"max_tokens\":20,\"stream\":true}");
            assertThat(legacy.body())
                    .contains("\"finish_reason\":\"content_filter\"")
                    .doesNotContain("hurs", "Tues");

            HttpResponse<String> refused = post(url, "/chat/completions", chat("Is it Thursday?", """
                    ,"moderation":{"model":"m","policy":{"input":{"mode":"block"}}}"""));
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body()).contains("\"code\":\"content_filter\"", "\"param\":\"messages\"");

            HttpResponse<String> judged = post(url, "/moderations", "{\"input\":[\"thursday\",\"sunday\"]}");
            assertThat(judged.statusCode()).as(judged.body()).isEqualTo(200);
            JsonArray results = (JsonArray) member(Json.parse(judged.body()), "results");
            assertThat(results.elements().stream().map(result -> member(result, "flagged")))
                    .containsExactly(new JsonBoolean(true), new JsonBoolean(false));
        }
    }

    @Test
    void verdictsMayComeUnasked() throws IOException, InterruptedException {
        try (Command server =
                Command.start("serve", "--port", "0", "--access-log", "off", "--policy", policy, "--verdicts")) {
            String url = server.firstLine().replaceFirst(".* on ", "");
            HttpResponse<String> stream = post(url, "/chat/completions", chat(DAYS, ",\"stream\":true"));
            List<String> events = RunningServer.events(stream.body());
            assertThat(events.get(events.size() - 2)).contains("\"choices\":[]", "\"moderation\":{");
        }
    }

    private static String[] chunks(String text) {
        List<String> words = List.of(text.split("(?<= )|(?<=ue)|(?<=hu)"));
        String head =
                "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,"
                        + "\"delta\":";
        String[] chunks = new String[words.size() + 1];
        for (int i = 0; i < words.size(); i++) {
            chunks[i] =
                    head + "{\"content\":" + Json.write(new JsonString(words.get(i))) + "},\"finish_reason\":null}]}";
        }
        chunks[words.size()] = head + "{},\"finish_reason\":\"stop\"}]}";
        return chunks;
    }

    private static String chat(String question, String more) {
        return "{\"model\":\"m\",\"temperature\":0,\"messages\":[{\"role\":\"user\",\"content\":\"" + question + "\"}]"
                + more + "}";
    }

    private static String text(List<String> events) {
        return events.stream()
                .filter(event -> !event.equals("[DONE]"))
                .flatMap(event -> ((JsonArray) member(Json.parse(event), "choices")).elements().stream())
                .map(choice -> ((JsonObject) member(choice, "delta")).member("content"))
                .filter(JsonString.class::isInstance)
                .map(content -> ((JsonString) content).value())
                .collect(Collectors.joining());
    }

    private static JsonValue member(JsonValue object, String name) {
        return Objects.requireNonNull(((JsonObject) object).member(name), () -> "no " + name + " in " + object);
    }

    private static HttpResponse<String> post(String url, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
