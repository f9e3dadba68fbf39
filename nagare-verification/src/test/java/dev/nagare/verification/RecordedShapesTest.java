package dev.nagare.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.local.LocalEngine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the server answers beside shortened recordings of the original service: the same keys in the same order, null and
 * absent alike. Where the original's years differ from each other or from what this server always says, the difference is
 * named in the test, and nothing else may differ.
 */
class RecordedShapesTest {
    private static final String COUNT = "\"messages\":[{\"role\":\"user\",\"content\":\"Count to 3.\"}]";
    private static final String USAGE = ",\"stream_options\":{\"include_usage\":true}";
    private static final String NO_USAGE_YET = ",usage:null}";

    private static RunningServer server;

    @BeforeAll
    static void serve() {
        server = RunningServer.start(LocalEngine.builtIn());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aChatStreamOf2024() {
        List<String> recorded = Shape.ofEvents(recorded("chat-stream-2024.sse"));
        List<String> ours = chat("\"stream\":true" + USAGE);
        assertThat(ours)
                .isEqualTo(recorded.stream()
                        .map(RecordedShapesTest::announcingUsage)
                        .map(RecordedShapesTest::withDetails)
                        .toList());
    }

    @Test
    void aChatStreamWithLogProbabilitiesOf2024() {
        List<String> recorded = Shape.ofEvents(recorded("chat-stream-logprobs-2024.sse"));
        List<String> ours = chat("\"stream\":true,\"logprobs\":true" + USAGE);
        assertThat(ours)
                .isEqualTo(recorded.stream()
                        .map(RecordedShapesTest::announcingUsage)
                        .map(RecordedShapesTest::withDetails)
                        .toList());
    }

    @Test
    void aChatStreamOf2025() {
        List<String> recorded = Shape.ofEvents(recorded("chat-stream-2025.sse"));
        List<String> ours =
                chat("\"stream\":true,\"service_tier\":\"auto\",\"stream_options\":{\"include_obfuscation\":true}");
        assertThat(ours)
                .isEqualTo(recorded.stream().map(RecordedShapesTest::of2024).toList());
    }

    @Test
    void aChatStreamWithUsageOf2025() {
        List<String> recorded = Shape.ofEvents(recorded("chat-stream-usage-2025.sse"));
        List<String> ours = chat("\"stream\":true,\"max_completion_tokens\":3,\"service_tier\":\"auto\","
                + "\"stream_options\":{\"include_usage\":true,\"include_obfuscation\":true}");
        // Its tokens were all spent on reasoning: there is no chunk with content.
        assertThat(ours.stream().filter(shape -> !shape.contains("delta:{content:text}")))
                .isEqualTo(recorded.stream().map(RecordedShapesTest::of2024).toList());
    }

    @Test
    void aStreamOfTheOlderEndpoint() {
        assertThat(older("\"max_tokens\":3,\"stream\":true"))
                .isEqualTo(Shape.ofEvents(recorded("completion-stream-2025.sse")).stream()
                        .map(RecordedShapesTest::withFingerprint)
                        .toList());
    }

    @Test
    void aStreamOfTheOlderEndpointWithUsage() {
        List<String> recorded = Shape.ofEvents(recorded("completion-stream-usage-2025.sse"));
        assertThat(older("\"max_tokens\":3,\"stream\":true" + USAGE))
                .isEqualTo(recorded.stream()
                        .map(RecordedShapesTest::withFingerprint)
                        .toList());
    }

    @Test
    void aWholeChat() {
        String recorded = Shape.sorted(resource("chat-2025.json"));
        String ours = Shape.sorted(body("/v1/chat/completions", COUNT + ",\"service_tier\":\"auto\""));
        assertThat(ours)
                .isEqualTo(recorded.replace("annotations:[],", "")
                        .replace("index:number,message", "index:number,logprobs:null,message")
                        .replace("system_fingerprint:null", "system_fingerprint:text"));
    }

    @Test
    void aWholeAnswerOfTheOlderEndpoint() {
        String recorded = Shape.sorted(resource("completion-2025.json"));
        assertThat(Shape.sorted(body("/v1/completions", "\"prompt\":\"1, 2,\",\"max_tokens\":3")))
                .isEqualTo(recorded.replace("object:text,usage", "object:text,system_fingerprint:text,usage"));
    }

    @Test
    void aWholeAnswerOfTheOlderEndpointWithLogProbabilities() {
        String recorded = Shape.sorted(resource("completion-logprobs-2025.json"));
        String ours =
                Shape.sorted(body("/v1/completions", "\"prompt\":\"1, 2,\",\"max_tokens\":3,\"logprobs\":3,\"n\":2"));
        assertThat(ours).isEqualTo(recorded.replace("object:text,usage", "object:text,system_fingerprint:text,usage"));
    }

    private static List<String> chat(String more) {
        return Shape.ofEvents(RunningServer.events(body("/v1/chat/completions", COUNT + "," + more)));
    }

    private static List<String> older(String more) {
        return Shape.ofEvents(RunningServer.events(body("/v1/completions", "\"prompt\":\"1, 2, 3,\"," + more)));
    }

    private static String body(String path, String members) {
        var response = server.post(path, "{\"model\":\"m\",\"temperature\":0," + members + "}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    /** The original of 2024 said {@code usage} only on the last chunk; since 2025 it is null on each earlier one. */
    private static String announcingUsage(String shape) {
        return shape.equals("[DONE]") || shape.contains(",usage:")
                ? shape
                : shape.substring(0, shape.length() - 1) + NO_USAGE_YET;
    }

    /** In 2024 only the reasoning tokens were told apart. */
    private static String withDetails(String shape) {
        return shape.replace(
                "completion_tokens_details:{reasoning_tokens:number}",
                "prompt_tokens_details:{cached_tokens:number,audio_tokens:number},"
                        + "completion_tokens_details:{reasoning_tokens:number,audio_tokens:number,"
                        + "accepted_prediction_tokens:number,rejected_prediction_tokens:number}");
    }

    /** A model of 2025 leaves {@code logprobs} out and has no fingerprint; this server says both, as in 2024. */
    private static String of2024(String shape) {
        return shape.replace("},finish_reason", "},logprobs:null,finish_reason")
                .replace("system_fingerprint:null", "system_fingerprint:text");
    }

    /** The older endpoint's models have no fingerprint; this server always says it, behind the model's name. */
    private static String withFingerprint(String shape) {
        return shape.replace("model:text", "model:text,system_fingerprint:text");
    }

    private static List<String> recorded(String name) {
        return RunningServer.events(resource(name));
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(RecordedShapesTest.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
