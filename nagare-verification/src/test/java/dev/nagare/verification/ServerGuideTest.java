package dev.nagare.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.CompletionRequest;
import dev.nagare.wire.Json;
import dev.nagare.wire.JsonArray;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.JsonString;
import dev.nagare.wire.JsonValue;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/server.md says of flags and parameters, tried on a server of its own. */
class ServerGuideTest {
    private static final Pattern PARAMETER =
            Pattern.compile("\\| `([a-z_]+)` \\| (honoured|accepted|refused) \\| `(.+?)` \\|.*");
    private static final Pattern SETTING =
            Pattern.compile("\\| `--([a-z-]+)` \\| .+? \\| +(?:`([^`]*)`|([^`|]*)) +\\|.*\\|");
    private static final Pattern PRINTED = Pattern.compile("(# )?([a-z-]+): *'?(.*?)'?");

    private static @Nullable Command server;
    private static String url = "";

    /** A row of one of the two tables. */
    record Row(String path, String parameter, String here, String example) {}

    @BeforeAll
    static void start() {
        Command started = Command.start("serve", "--port", "0", "--access-log", "off");
        server = started;
        url = started.firstLine().replaceFirst(".* on ", "");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    static Stream<Row> rows() throws IOException {
        String guide = guide();
        int chat = guide.indexOf("### POST /v1/chat/completions");
        int legacy = guide.indexOf("### POST /v1/completions");
        return Stream.concat(
                rows("/chat/completions", guide.substring(chat, legacy)),
                rows("/completions", guide.substring(legacy)));
    }

    private static Stream<Row> rows(String path, String section) {
        return section.lines()
                .map(PARAMETER::matcher)
                .filter(Matcher::matches)
                .map(row -> new Row(path, row.group(1), row.group(2), row.group(3)));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void whatBecomesOfAParameterIsWhatTheGuideSays(Row row) throws IOException, InterruptedException {
        Map<String, String> members = plain(row.path);
        members.put(row.parameter, row.example);
        if (row.parameter.equals("stream_options")) {
            members.put("stream", "true");
        } else if (row.parameter.equals("top_logprobs")) {
            members.put("logprobs", "true");
        }
        HttpResponse<String> response = post(row.path, members);
        switch (row.here) {
            case "refused" -> {
                assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
                JsonObject error = (JsonObject) member(Json.parse(response.body()), "error");
                assertThat(error.member("param")).isEqualTo(new JsonString(row.parameter));
                assertThat(error.member("code")).isEqualTo(new JsonString("unsupported_parameter"));
            }
            case "accepted" -> {
                assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
                assertThat(choices(response)).isEqualTo(choices(post(row.path, plain(row.path))));
            }
            default -> assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        }
    }

    @Test
    void everyParameterOfTheProtocolIsInTheGuide() throws IOException {
        assertThat(rows().filter(row -> row.path.equals("/chat/completions")).map(Row::parameter))
                .containsExactlyInAnyOrderElementsOf(parameters(ChatCompletionRequest.class));
        assertThat(rows().filter(row -> row.path.equals("/completions")).map(Row::parameter))
                .containsExactlyInAnyOrderElementsOf(parameters(CompletionRequest.class));
    }

    private static List<String> parameters(Class<?> request) {
        return Arrays.stream(request.getRecordComponents())
                .map(RecordComponent::getName)
                .filter(name -> !name.equals("additional"))
                .map(name -> name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
                .toList();
    }

    @Test
    void everySettingIsInTheGuideWithWhatHoldsAtFirst() throws IOException {
        Map<String, String> inGuide = guide().lines()
                .map(SETTING::matcher)
                .filter(Matcher::matches)
                .collect(Collectors.toMap(
                        row -> row.group(1),
                        row -> row.group(2) == null ? row.group(3).strip() : row.group(2)));
        try (Command print = Command.start("serve", "--print-config")) {
            Map<String, String> printed = print.out()
                    .lines()
                    .map(PRINTED::matcher)
                    .filter(Matcher::matches)
                    .collect(Collectors.toMap(line -> line.group(2), line -> line.group(3)));
            // These depend on the machine.
            printed.put("event-loops", "half the cores");
            printed.put("max-bodies", "a quarter of the heap");
            assertThat(inGuide).isEqualTo(printed);
        }
    }

    private static String guide() throws IOException {
        return Files.readString(ProjectFiles.root().resolve("docs/server.md"));
    }

    private static Map<String, String> plain(String path) {
        Map<String, String> members =
                new LinkedHashMap<>(Map.of("model", "\"any\"", "temperature", "0", "max_tokens", "5"));
        if (path.equals("/completions")) {
            members.put("prompt", "\"1, 2, 3,\"");
        } else {
            members.put("messages", "[{\"role\":\"user\",\"content\":\"Count to 3.\"}]");
        }
        return members;
    }

    private static HttpResponse<String> post(String path, Map<String, String> members)
            throws IOException, InterruptedException {
        String body = members.entrySet().stream()
                .map(member -> "\"" + member.getKey() + "\":" + member.getValue())
                .collect(Collectors.joining(",", "{", "}"));
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static JsonArray choices(HttpResponse<String> response) {
        return (JsonArray) member(Json.parse(response.body()), "choices");
    }

    private static JsonValue member(JsonValue object, String name) {
        JsonValue member = ((JsonObject) object).member(name);
        if (member == null) {
            throw new AssertionError("no " + name + " in " + object);
        }
        return member;
    }
}
