package dev.nagare.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.engine.CompletionEngine;
import dev.nagare.local.LocalEngine;
import dev.nagare.server.NagareServer;
import dev.nagare.server.ServerConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The four requests of the source document against the real server and the built-in model: every event to the byte but
 * for the id, the time and the fingerprint.
 */
class SourceDocumentTest {
    private static final String COUNT =
            "{\"role\":\"user\",\"content\":\"Count to 100, with a comma between each number"
                    + " and no newlines. E.g., 1, 2, 3, ...\"}";
    private static final String ADD = "{\"role\":\"user\",\"content\":\"What's 1+1? Answer in one word.\"}";

    private static CompletionEngine engine;
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
    void theWholeCount() throws IOException, InterruptedException {
        String body = post(
                        "chat/completions",
                        "{\"model\":\"gpt-4o-mini\",\"messages\":[" + COUNT + "],\"temperature\":0}")
                .body();
        assertThat(anonymous(body))
                .isEqualTo("{\"id\":\"ID\",\"object\":\"chat.completion\",\"created\":0,\"model\":\"nagare-tiny\","
                        + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
                        + CommandTest.numbers(1, 100)
                        + "\",\"refusal\":null},\"logprobs\":null,\"finish_reason\":\"stop\"}],"
                        + "\"usage\":{\"prompt_tokens\":36,\"completion_tokens\":298,\"total_tokens\":334,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":0,\"audio_tokens\":0},"
                        + "\"completion_tokens_details\":{\"reasoning_tokens\":0,\"audio_tokens\":0,"
                        + "\"accepted_prediction_tokens\":0,\"rejected_prediction_tokens\":0}},"
                        + "\"system_fingerprint\":\"FP\"}");
    }

    @Test
    void theStreamedSum() throws IOException, InterruptedException {
        HttpResponse<String> response = post(
                "chat/completions", "{\"model\":\"m\",\"messages\":[" + ADD + "],\"temperature\":0,\"stream\":true}");
        assertThat(response.headers().firstValue("content-type")).hasValue("text/event-stream; charset=utf-8");
        assertThat(response.headers().firstValue("cache-control")).hasValue("no-cache, no-transform");
        assertThat(anonymous(response.body()))
                .isEqualTo(event("{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}", "null", "")
                        + event("{\"content\":\"Two\"}", "null", "")
                        + event("{\"content\":\".\"}", "null", "")
                        + event("{}", "\"stop\"", "")
                        + "data: [DONE]\n\n");
    }

    @Test
    void theStreamedCount() throws IOException, InterruptedException {
        String body = post(
                        "chat/completions",
                        "{\"model\":\"m\",\"messages\":[" + COUNT + "],\"temperature\":0,\"stream\":true}")
                .body();
        List<String> expected = new ArrayList<>();
        expected.add(event("{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}", "null", ""));
        for (int number = 1; number <= 100; number++) {
            if (number > 1) {
                expected.add(event("{\"content\":\",\"}", "null", ""));
                expected.add(event("{\"content\":\" \"}", "null", ""));
            }
            expected.add(event("{\"content\":\"" + number + "\"}", "null", ""));
        }
        assertThat(expected).hasSize(299);
        expected.add(event("{}", "\"stop\"", ""));
        expected.add("data: [DONE]\n\n");
        assertThat(anonymous(body)).isEqualTo(String.join("", expected));
    }

    @Test
    void theUsageOfAStream() throws IOException, InterruptedException {
        String body = post(
                        "chat/completions",
                        "{\"model\":\"m\",\"messages\":[" + ADD
                                + "],\"temperature\":0,\"stream\":true,\"stream_options\":{\"include_usage\":true}}")
                .body();
        String noUsage = ",\"usage\":null";
        assertThat(anonymous(body))
                .isEqualTo(event("{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}", "null", noUsage)
                        + event("{\"content\":\"Two\"}", "null", noUsage)
                        + event("{\"content\":\".\"}", "null", noUsage)
                        + event("{}", "\"stop\"", noUsage)
                        + "data: {\"id\":\"ID\",\"object\":\"chat.completion.chunk\",\"created\":0,"
                        + "\"model\":\"nagare-tiny\",\"system_fingerprint\":\"FP\",\"choices\":[],"
                        + "\"usage\":{\"prompt_tokens\":18,\"completion_tokens\":2,\"total_tokens\":20,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":0,\"audio_tokens\":0},"
                        + "\"completion_tokens_details\":{\"reasoning_tokens\":0,\"audio_tokens\":0,"
                        + "\"accepted_prediction_tokens\":0,\"rejected_prediction_tokens\":0}}}\n\n"
                        + "data: [DONE]\n\n");
    }

    @Test
    void theOlderEndpoint() throws IOException, InterruptedException {
        String body = post(
                        "completions",
                        "{\"model\":\"m\",\"prompt\":\"1, 2, 3,\",\"temperature\":0,\"max_tokens\":3,\"stream\":true}")
                .body();
        String begin = "data: {\"id\":\"ID\",\"object\":\"text_completion\",\"created\":0,\"choices\":[{\"text\":\"";
        String middle = "\",\"index\":0,\"logprobs\":null,\"finish_reason\":";
        assertThat(anonymous(body))
                .startsWith(begin + " " + middle + "null}],\"model\":\"nagare-tiny\"")
                .contains(begin + "4" + middle + "null}],\"model\":\"nagare-tiny\"")
                .contains(begin + "," + middle + "\"length\"}],\"model\":\"nagare-tiny\"")
                .endsWith("data: [DONE]\n\n");
    }

    private static String event(String delta, String finishReason, String usage) {
        return "data: {\"id\":\"ID\",\"object\":\"chat.completion.chunk\",\"created\":0,\"model\":\"nagare-tiny\","
                + "\"system_fingerprint\":\"FP\",\"choices\":[{\"index\":0,\"delta\":" + delta
                + ",\"logprobs\":null,\"finish_reason\":" + finishReason + "}]" + usage + "}\n\n";
    }

    /** The text without what differs from run to run. */
    private static String anonymous(String body) {
        return body.replaceAll("\"id\":\"(chatcmpl|cmpl)-[A-Za-z0-9]+\"", "\"id\":\"ID\"")
                .replaceAll("\"created\":\\d+", "\"created\":0")
                .replaceAll("\"system_fingerprint\":\"fp_[0-9a-f]{10}\"", "\"system_fingerprint\":\"FP\"");
    }

    private static HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + server.port() + "/v1/" + path))
                    .header("content-type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(200);
            return response;
        }
    }
}
