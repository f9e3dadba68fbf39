package dev.nagare.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.local.LocalEngine;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The protocol's errors over a socket: status, type, code, parameter, message and headers of each. */
class ErrorTableTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String OLDER = "/v1/completions";
    private static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

    @TempDir
    static Path folder;

    private static RunningServer server;

    /** What is sent, and what must come back. The message is its beginning where it ends with three dots. */
    record Row(
            String path,
            String body,
            int status,
            @Nullable String code,
            @Nullable String param,
            String message) {
        @Override
        public String toString() {
            return status + " " + code + " " + param;
        }
    }

    @BeforeAll
    static void serve() throws IOException {
        Path model = folder.resolve("tiny.gguf");
        try (InputStream in =
                Objects.requireNonNull(LocalEngine.class.getResourceAsStream("/dev/nagare/local/nagare-tiny.gguf"))) {
            Files.copy(in, model);
        }
        server = RunningServer.start(LocalEngine.load(model), config -> config.maxBodyBytes(20_000));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static List<Row> rows() {
        return List.of(
                new Row(CHAT, "{\"model\":", 400, null, null, "We could not parse the JSON body of your request. ..."),
                new Row(CHAT, "{" + HI + "}", 400, null, null, "you must provide a model parameter"),
                chat(
                        "\"n\":1",
                        400,
                        "missing_required_parameter",
                        "messages",
                        "Missing required parameter: 'messages'."),
                chat(
                        "\"messages\":[{\"role\":\"user\",\"content\":[{}]}]",
                        400,
                        "missing_required_parameter",
                        "messages[0].content[0].type",
                        "Missing required parameter: 'messages[0].content[0].type'."),
                new Row(
                        CHAT,
                        "{\"model\":\"x\"," + HI + "}",
                        404,
                        "model_not_found",
                        null,
                        "The model `x` does not exist or you do not have access to it."),
                chat(
                        "\"messages\":[]",
                        400,
                        "empty_array",
                        "messages",
                        "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array"
                                + " instead."),
                new Row(
                        OLDER,
                        "{\"model\":\"tiny\",\"prompt\":\"a\",\"max_tokens\":-1}",
                        400,
                        "integer_below_min_value",
                        "max_tokens",
                        "Invalid 'max_tokens': integer below minimum value. Expected a value >= 0, but got -1 instead."),
                hi(
                        "\"n\":129",
                        "integer_above_max_value",
                        "n",
                        "Invalid 'n': integer above maximum value. Expected a value <= 128, but got 129 instead."),
                hi(
                        "\"temperature\":-0.5",
                        "decimal_below_min_value",
                        "temperature",
                        "Invalid 'temperature': decimal below minimum value. Expected a value >= 0, but got -0.5 instead."),
                hi(
                        "\"top_p\":1.5",
                        "decimal_above_max_value",
                        "top_p",
                        "Invalid 'top_p': decimal above maximum value. Expected a value <= 1, but got 1.5 instead."),
                chat(
                        "\"messages\":[{\"role\":\"user\",\"content\":{}}]",
                        400,
                        "invalid_type",
                        "messages[0].content",
                        "Invalid type for 'messages[0].content': expected ..."),
                chat(
                        "\"messages\":[{\"role\":\"king\",\"content\":\"Hi\"}]",
                        400,
                        "invalid_value",
                        "messages[0].role",
                        "Invalid value: 'king'. Supported values are: 'system', 'assistant', 'user', 'function', 'tool',"
                                + " and 'developer'."),
                chat(
                        "\"messages\":[{\"role\":\"tool\",\"content\":\"4\",\"tool_call_id\":\"c\"}]",
                        400,
                        null,
                        "messages.[0].role",
                        "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with"
                                + " 'tool_calls'."),
                hi(
                        "\"stream_options\":{\"include_usage\":true}",
                        null,
                        "stream_options",
                        "The 'stream_options' parameter is only allowed when 'stream' is enabled."),
                chat(
                        "\"messages\":[{\"role\":\"user\",\"content\":\"" + "1, ".repeat(1_000) + "\"}]",
                        400,
                        "context_length_exceeded",
                        "messages",
                        "This model's maximum context length is 1024 tokens. However, your messages resulted in ..."),
                new Row(
                        OLDER,
                        "{\"model\":\"tiny\",\"prompt\":\"a\",\"logprobs\":6}",
                        400,
                        "integer_above_max_value",
                        "logprobs",
                        "Invalid 'logprobs': integer above maximum value. Expected a value <= 5, but got 6 instead."),
                new Row(
                        "/chat/completions",
                        "{}",
                        404,
                        "unknown_url",
                        null,
                        "Unknown request URL: POST /chat/completions. Please check the URL for typos..."),
                new Row(CHAT, "x".repeat(20_001), 413, null, null, "The request's body is too large..."));
    }

    private static Row chat(String members, int status, @Nullable String code, String param, String message) {
        return new Row(CHAT, "{\"model\":\"tiny\"," + members + "}", status, code, param, message);
    }

    private static Row hi(String member, @Nullable String code, String param, String message) {
        return chat(HI + "," + member, 400, code, param, message);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aRequestThatTheCallerCanMend(Row row) {
        HttpResponse<String> response = server.post(row.path(), row.body());
        ErrorBody.assertError(response, row.status(), "invalid_request_error", row.code(), row.param(), row.message());
        assertThat(response.body()).hasSizeLessThan(1_000);
    }

    @Test
    void aMethodThatIsNotAllowed() {
        HttpResponse<String> response = server.send("GET", CHAT, Map.of(), "");
        ErrorBody.assertError(response, 405, "invalid_request_error", "method_not_supported", null, "Not allowed ...");
        assertThat(response.headers().firstValue("allow").orElseThrow()).contains("POST");
    }

    @Test
    void aBodyOfAnotherType() {
        HttpResponse<String> response = server.send("POST", CHAT, Map.of("content-type", "text/plain"), "{}");
        ErrorBody.assertError(response, 415, "invalid_request_error", null, null, "The request's Content-Type ...");
    }
}
