package dev.nagare.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.engine.EngineErrorKind;
import dev.nagare.engine.EngineException;
import dev.nagare.testkit.ScriptedEngine;
import dev.nagare.testkit.ScriptedGeneration;
import dev.nagare.wire.ApiError;
import dev.nagare.wire.Json;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.JsonString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every error is a status and a body in the protocol's one shape, and the connection goes on where it can. */
@ExtendWith(NoLeaks.class)
class ErrorsTest {
    private final TestServer server = TestServer.start(
            ScriptedEngine.manual(),
            config -> config.maxBodyBytes(2_000).maxRunning(1).maxQueued(0));
    private final RawClient client = server.connect();

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{                                   | 400 |                            |          | We could not parse the JSON body",
                "{}                                  | 400 |                            |          | you must provide a model parameter",
                "[]                                  | 400 |                            |          | We could not parse",
                "{'model':'m'}                       | 400 | missing_required_parameter | messages | Missing required parameter: 'messages'.",
                "{'model':'m','messages':[]}         | 400 | empty_array                | messages | Invalid 'messages': empty array.",
                "{'model':'m','messages':'x'}        | 400 | invalid_type               | messages | Invalid type for 'messages'",
                "{'model':'m','messages':[{'role':'king','content':'x'}]} | 400 | invalid_value | messages[0].role | Invalid value: 'king'.",
                "{'model':'m','messages':[{'role':'user','content':'x'}],'max_tokens':-1} | 400 | integer_below_min_value | max_tokens | Invalid 'max_tokens'",
                "{'model':'m','messages':[{'role':'user','content':'x'}],'stream_options':{}} | 400 | | stream_options | The 'stream_options' parameter",
            })
    void aRequestThatBreaksARule(String body, int status, String code, String param, String message) {
        RawResponse response = client.post(Bodies.CHAT, body.replace('\'', '"')).response();
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.header("content-type")).isEqualTo("application/json");
        JsonObject error = error(response);
        assertThat(text(error, "message")).startsWith(message.replace('\'', '\''));
        assertThat(text(error, "type")).isEqualTo("invalid_request_error");
        assertThat(text(error, "param")).isEqualTo(param);
        assertThat(text(error, "code")).isEqualTo(code);
        assertThat(client.get("/health").response().status())
                .as("the same connection afterwards")
                .isEqualTo(200);
        assertThat(server.recorded.next().outcome()).isEqualTo(RequestOutcome.REJECTED);
        assertThat(server.engine.requests()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/chat/completions, 405, method_not_supported, 'POST, OPTIONS'",
        "HEAD, /v1/completions, 405, method_not_supported, 'POST, OPTIONS'",
        "POST, /health, 405, method_not_supported, 'GET, HEAD, OPTIONS'",
        "DELETE, /v1/models/x, 405, method_not_supported, 'GET, HEAD, OPTIONS'",
        "GET, /chat/completions, 404, unknown_url, ''",
        "OPTIONS, /nothing, 404, unknown_url, ''",
        "GET, /v1/models/, 404, unknown_url, ''",
        "GET, /v1/models/nobody, 404, model_not_found, ''",
        "GET, http://elsewhere/v1/modelsx?q, 404, unknown_url, ''",
    })
    void aPathOrMethodThatIsNotThere(String method, String path, int status, String code, String allow) {
        client.send(method + " " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
        RawResponse response = method.equals("HEAD") ? client.responseWithoutBody() : client.response();
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.header("allow")).isEqualTo(allow);
        if (!method.equals("HEAD")) {
            assertThat(text(error(response), "code")).isEqualTo(code);
        }
        assertThat(client.get("/health").response().status()).isEqualTo(200);
    }

    @Test
    void anUnknownUrlIsNotEchoedWithoutBound() {
        RawResponse response = client.get("/" + "x".repeat(5_000)).response();
        assertThat(response.status()).isEqualTo(404);
        assertThat(response.body()).hasSizeLessThan(500);
    }

    @ParameterizedTest
    @CsvSource({
        "Content-Encoding: gzip, 415",
        "Content-Type: multipart/form-data; boundary=x, 415",
        "Content-Type: text/plain, 415",
        "Expect: the-unexpected, 417",
    })
    void aBodyOrExpectationThatIsNotSupported(String header, int status) {
        String body = Bodies.chat();
        client.send("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\n" + header + "\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body);
        assertThat(client.response().status()).isEqualTo(status);
        assertThat(client.get("/health").response().status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json; charset=utf-8", "application/x-www-form-urlencoded", "a/b+json", ""})
    void aTypeUnderWhichJsonIsSent(String type) {
        client.send("POST /v1/completions HTTP/1.1\r\nHost: x\r\nContent-Type: " + type
                + "\r\nContent-Length: 2\r\n\r\n{}");
        assertThat(text(error(client.response()), "message")).isEqualTo("you must provide a model parameter");
    }

    @Test
    void aBodyThatIsAnnouncedTooLargeIsRefusedBeforeItComes() {
        client.send("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: 2001\r\n\r\n");
        RawResponse response = client.response();
        assertThat(response.status()).isEqualTo(413);
        assertThat(response.header("connection")).isEqualTo("close");
        assertThat(text(error(response), "message")).contains("2000 bytes");
        assertThat(client.isClosedByServer()).isTrue();
    }

    @Test
    void aBodyThatTurnsOutTooLargeIsRefusedWhenItDoes() {
        client.send("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
        String chunk = "3e8\r\n" + "x".repeat(1000) + "\r\n";
        client.send(chunk).send(chunk).send("1\r\nx\r\n");
        assertThat(client.response().status()).isEqualTo(413);
        assertThat(client.isClosedByServer()).isTrue();
    }

    @Test
    void whoSendsAllOfATooLargeBodyStillGetsTheAnswer() {
        client.post(Bodies.CHAT, "x".repeat(500_000));
        assertThat(client.response().status()).isEqualTo(413);
    }

    @Test
    void aBodyOfExactlyTheLimitIsRead() {
        String body = Bodies.chat("\"user\":\"\"");
        String padded = body.replace("\"user\":\"\"", "\"user\":\"" + "u".repeat(2_000 - body.length()) + "\"");
        client.post(Bodies.CHAT, padded);
        server.engine.next().complete();
        assertThat(client.response().status()).isEqualTo(200);
    }

    @Test
    void anExpectationIsAnsweredBeforeTheBody() {
        String body = Bodies.chat();
        String head = "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: ";
        client.send(head + body.length() + "\r\n\r\n");
        assertThat(client.response().status()).isEqualTo(100);
        client.send(body);
        server.engine.next().complete();
        assertThat(client.response().status()).isEqualTo(200);
        client.send(head.replace("/v1/chat/completions", "/nowhere") + body.length() + "\r\n\r\n");
        assertThat(client.response().status()).isEqualTo(404);
        assertThat(client.isClosedByServer()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "INVALID_REQUEST, 400, REJECTED",
        "MODEL_NOT_FOUND, 404, REJECTED",
        "RATE_LIMITED, 429, REJECTED",
        "OVERLOADED, 503, REJECTED",
        "UNAVAILABLE, 503, REJECTED",
        "INTERNAL, 500, FAILED",
    })
    void anEnginesErrorBeforeTheFirstChunkIsAStatus(EngineErrorKind kind, int status, RequestOutcome outcome) {
        for (String stream : new String[] {"\"stream\":true", "\"stream\":false"}) {
            client.post(Bodies.CHAT, Bodies.chat(stream));
            server.engine.next().fail(failure(kind));
            RawResponse response = client.response();
            assertThat(response.status()).isEqualTo(status);
            assertThat(text(error(response), "message")).isEqualTo("It went wrong.");
            assertThat(text(error(response), "code")).isEqualTo("why");
            assertThat(response.header("retry-after")).isEqualTo(status == 429 || status == 503 ? "1" : "");
            assertThat(server.recorded.next().outcome()).isEqualTo(outcome);
        }
    }

    @Test
    void anEnginesErrorAfterTheFirstChunkIsAnEventAndThenTheEnd() {
        client.post(Bodies.CHAT, Bodies.chat("\"stream\":true"));
        ScriptedGeneration generation = server.engine.next();
        generation.text("Two");
        assertThat(client.begin().status()).isEqualTo(200);
        generation.fail(failure(EngineErrorKind.INTERNAL));
        StringBuilder rest = new StringBuilder();
        for (String chunk = client.nextChunk(); !chunk.isEmpty(); chunk = client.nextChunk()) {
            rest.append(chunk);
        }
        assertThat(RawResponse.events(rest.toString()))
                .endsWith(
                        "{\"error\":{\"message\":\"It went wrong.\",\"type\":\"server_error\",\"param\":null,\"code\":\"why\"}}",
                        "[DONE]")
                .noneMatch(event -> event.contains("\"usage\""));
        RequestEnded event = server.recorded.next();
        assertThat(event.outcome()).isEqualTo(RequestOutcome.FAILED);
        assertThat(event.status()).isEqualTo(200);
        assertThat(event.usage()).isNotNull();
        assertThat(client.get("/health").response().status()).isEqualTo(200);
    }

    @Test
    void anErrorAfterSomeChunksOfAWholeAnswerIsAStatus() {
        client.post(Bodies.COMPLETIONS, Bodies.completion());
        ScriptedGeneration generation = server.engine.next();
        generation.text("Two");
        generation.fail(failure(EngineErrorKind.OVERLOADED));
        assertThat(client.response().status()).isEqualTo(503);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aGenerationThatSomeoneElseCancelsIsNotCalledComplete(boolean stream) {
        client.post(Bodies.CHAT, Bodies.chat("\"stream\":" + stream));
        ScriptedGeneration generation = server.engine.next();
        generation.text("Two");
        generation.cancel();
        RawResponse response = client.response();
        if (stream) {
            assertThat(response.events()).last().isEqualTo("[DONE]");
            assertThat(response.text()).contains("\"code\":\"cancelled\"");
        } else {
            assertThat(response.status()).isEqualTo(500);
        }
    }

    @Test
    void oneGenerationTooManyIsToldToComeAgain() {
        client.post(Bodies.CHAT, Bodies.chat("\"stream\":true"));
        ScriptedGeneration first = server.engine.next();
        try (RawClient second = server.connect()) {
            RawResponse response = second.post(Bodies.CHAT, Bodies.chat()).response();
            assertThat(response.status()).isEqualTo(429);
            assertThat(response.header("retry-after")).isEqualTo("1");
            assertThat(text(error(response), "type")).isEqualTo("requests");
            first.complete();
            assertThat(client.response().status()).isEqualTo(200);
            server.recorded.next();
            server.recorded.next();
            second.post(Bodies.CHAT, Bodies.chat());
            server.engine.next().complete();
            assertThat(second.response().status()).isEqualTo(200);
        }
    }

    private static EngineException failure(EngineErrorKind kind) {
        return new EngineException(kind, new ApiError("It went wrong.", "server_error", null, "why", JsonObject.EMPTY));
    }

    private static JsonObject error(RawResponse response) {
        JsonObject body = (JsonObject) Json.parse(response.body());
        JsonObject error = (JsonObject) java.util.Objects.requireNonNull(body.member("error"));
        assertThat(error.members()).containsOnlyKeys("message", "type", "param", "code");
        return error;
    }

    /** A member's text; null for the JSON value null. */
    private static @org.jspecify.annotations.Nullable String text(JsonObject object, String name) {
        return object.member(name) instanceof JsonString string ? string.value() : null;
    }
}
