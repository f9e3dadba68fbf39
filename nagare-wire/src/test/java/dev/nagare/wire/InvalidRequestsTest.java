package dev.nagare.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrong requests are answered in the original service's words. */
class InvalidRequestsTest {
    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]";
    private static final String ROLES =
            "Supported values are: 'system', 'assistant', 'user', 'function', 'tool', and " + "'developer'.";

    static Stream<Arguments> chatRows() {
        return Stream.of(
                row("{" + MESSAGES + "}", null, null, "you must provide a model parameter"),
                row("{\"model\":\"\"," + MESSAGES + "}", null, null, "you must provide a model parameter"),
                row("{\"model\":null," + MESSAGES + "}", null, null, "you must provide a model parameter"),
                row(
                        "{\"model\":4," + MESSAGES + "}",
                        "model",
                        "invalid_type",
                        "Invalid type for 'model': expected a string, but got an integer instead."),
                row(
                        "{\"model\":\"m\"}",
                        "messages",
                        "missing_required_parameter",
                        "Missing required parameter: 'messages'."),
                row(
                        "{\"model\":\"m\",\"messages\":[]}",
                        "messages",
                        "empty_array",
                        "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead."),
                row(
                        "{\"model\":\"m\",\"messages\":{}}",
                        "messages",
                        "invalid_type",
                        "Invalid type for 'messages': expected an array, but got an object instead."),
                row(
                        "{\"model\":\"m\",\"messages\":[7]}",
                        "messages[0]",
                        "invalid_type",
                        "Invalid type for 'messages[0]': expected an object, but got an integer instead."),
                message(
                        "{\"content\":\"x\"}",
                        "messages[0].role",
                        "missing_required_parameter",
                        "Missing required parameter: 'messages[0].role'."),
                message(
                        "{\"role\":\"pirate\",\"content\":\"x\"}",
                        "messages[0].role",
                        "invalid_value",
                        "Invalid value: 'pirate'. " + ROLES),
                message(
                        "{\"role\":\"\",\"content\":\"x\"}",
                        "messages[0].role",
                        "invalid_value",
                        "Invalid value: ''. " + ROLES),
                message(
                        "{\"role\":\"user\"}",
                        "messages[0].content",
                        "missing_required_parameter",
                        "Missing required parameter: 'messages[0].content'."),
                message(
                        "{\"role\":\"user\",\"content\":null}",
                        "messages[0].content",
                        "missing_required_parameter",
                        "Missing required parameter: 'messages[0].content'."),
                message(
                        "{\"role\":\"user\",\"content\":[]}",
                        "messages[0].content",
                        "empty_array",
                        "Invalid 'messages[0].content': empty array. Expected an array with minimum length 1, but got an empty array instead."),
                message(
                        "{\"role\":\"user\",\"content\":[{\"text\":\"x\"}]}", "messages[0].content[0].type",
                        "missing_required_parameter", "Missing required parameter: 'messages[0].content[0].type'."),
                message(
                        "{\"role\":\"user\",\"content\":[{\"type\":\"text\"}]}", "messages[0].content[0].text",
                        "missing_required_parameter", "Missing required parameter: 'messages[0].content[0].text'."),
                message(
                        "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":[]}]}",
                        "messages[0].content[0].text",
                        "invalid_type",
                        "Invalid type for 'messages[0].content[0].text': expected a string, but got an array instead."),
                message(
                        "{\"role\":\"user\",\"content\":5.5}",
                        "messages[0].content",
                        "invalid_type",
                        "Invalid type for 'messages[0].content': expected one of a string or array of objects, but got a decimal instead."),
                message(
                        "{\"role\":\"assistant\"}",
                        "messages[0].content",
                        "missing_required_parameter",
                        "Missing required parameter: 'messages[0].content'."),
                message(
                        "{\"role\":\"tool\",\"content\":\"x\"}",
                        "messages[0].tool_call_id",
                        "missing_required_parameter",
                        "Missing required parameter: 'messages[0].tool_call_id'."),
                message(
                        "{\"role\":\"tool\",\"content\":\"x\",\"tool_call_id\":\"c\"}",
                        "messages.[0].role",
                        null,
                        "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'."),
                message(
                        "{\"role\":\"assistant\",\"tool_calls\":[{\"function\":{}}]}",
                        "messages[0].tool_calls[0].function.name",
                        "missing_required_parameter",
                        "Missing required parameter: 'messages[0].tool_calls[0].function.name'."),
                chat(
                        "\"n\":0",
                        "n",
                        "integer_below_min_value",
                        "Invalid 'n': integer below minimum value. Expected a value >= 1, but got 0 instead."),
                chat(
                        "\"n\":129",
                        "n",
                        "integer_above_max_value",
                        "Invalid 'n': integer above maximum value. Expected a value <= 128, but got 129 instead."),
                chat(
                        "\"n\":1.5",
                        "n",
                        "invalid_type",
                        "Invalid type for 'n': expected an integer, but got a decimal instead."),
                chat(
                        "\"n\":99999999999",
                        "n",
                        "integer_above_max_value",
                        "Invalid 'n': integer above maximum value. Expected a value <= 2147483647, but got 99999999999 instead."),
                chat(
                        "\"seed\":-99999999999999999999",
                        "seed",
                        "integer_below_min_value",
                        "Invalid 'seed': integer below minimum value. Expected a value >= -9223372036854775808, but got -99999999999999999999 instead."),
                chat(
                        "\"temperature\":-0.5",
                        "temperature",
                        "decimal_below_min_value",
                        "Invalid 'temperature': decimal below minimum value. Expected a value >= 0, but got -0.5 instead."),
                chat(
                        "\"temperature\":2.5",
                        "temperature",
                        "decimal_above_max_value",
                        "Invalid 'temperature': decimal above maximum value. Expected a value <= 2, but got 2.5 instead."),
                chat(
                        "\"temperature\":\"hot\"",
                        "temperature",
                        "invalid_type",
                        "Invalid type for 'temperature': expected a decimal, but got a string instead."),
                chat(
                        "\"temperature\":1e999",
                        "temperature",
                        "invalid_value",
                        "Invalid 'temperature': the number is too large for a double."),
                chat(
                        "\"top_p\":1.01",
                        "top_p",
                        "decimal_above_max_value",
                        "Invalid 'top_p': decimal above maximum value. Expected a value <= 1, but got 1.01 instead."),
                chat(
                        "\"frequency_penalty\":-3",
                        "frequency_penalty",
                        "decimal_below_min_value",
                        "Invalid 'frequency_penalty': decimal below minimum value. Expected a value >= -2, but got -3 instead."),
                chat(
                        "\"presence_penalty\":3",
                        "presence_penalty",
                        "decimal_above_max_value",
                        "Invalid 'presence_penalty': decimal above maximum value. Expected a value <= 2, but got 3 instead."),
                chat(
                        "\"max_tokens\":0",
                        "max_tokens",
                        "integer_below_min_value",
                        "Invalid 'max_tokens': integer below minimum value. Expected a value >= 1, but got 0 instead."),
                chat(
                        "\"max_completion_tokens\":-1",
                        "max_completion_tokens",
                        "integer_below_min_value",
                        "Invalid 'max_completion_tokens': integer below minimum value. Expected a value >= 1, but got -1 instead."),
                chat(
                        "\"logprobs\":true,\"top_logprobs\":21",
                        "top_logprobs",
                        "integer_above_max_value",
                        "Invalid 'top_logprobs': integer above maximum value. Expected a value <= 20, but got 21 instead."),
                chat(
                        "\"top_logprobs\":2",
                        "top_logprobs",
                        null,
                        "The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled."),
                chat(
                        "\"stop\":[\"a\",\"b\",\"c\",\"d\",\"e\"]",
                        "stop",
                        "array_above_max_length",
                        "Invalid 'stop': array too long. Expected an array with maximum length 4, but got an array with length 5 instead."),
                chat(
                        "\"stop\":[1]",
                        "stop[0]",
                        "invalid_type",
                        "Invalid type for 'stop[0]': expected a string, but got an integer instead."),
                chat(
                        "\"stop\":true",
                        "stop",
                        "invalid_type",
                        "Invalid type for 'stop': expected one of a string or array of strings, but got a boolean instead."),
                chat(
                        "\"stream\":\"yes\"",
                        "stream",
                        "invalid_type",
                        "Invalid type for 'stream': expected a boolean, but got a string instead."),
                chat(
                        "\"stream_options\":{}",
                        "stream_options",
                        null,
                        "The 'stream_options' parameter is only allowed when 'stream' is enabled."),
                chat(
                        "\"stream\":false,\"stream_options\":{\"include_usage\":true}",
                        "stream_options",
                        null,
                        "The 'stream_options' parameter is only allowed when 'stream' is enabled."),
                chat(
                        "\"stream\":true,\"stream_options\":{\"include_usage\":1}",
                        "stream_options.include_usage",
                        "invalid_type",
                        "Invalid type for 'stream_options.include_usage': expected a boolean, but got an integer instead."),
                chat(
                        "\"logit_bias\":{\"5\":101}",
                        "logit_bias.5",
                        "decimal_above_max_value",
                        "Invalid 'logit_bias.5': decimal above maximum value. Expected a value <= 100, but got 101 instead."),
                chat(
                        "\"logit_bias\":{\"x\":1}",
                        "logit_bias",
                        "invalid_value",
                        "Invalid key in 'logit_bias': 'x'. You should only be submitting non-negative integers."),
                chat(
                        "\"logit_bias\":{\"5\":\"x\"}",
                        "logit_bias.5",
                        "invalid_type",
                        "Invalid type for 'logit_bias.5': expected a decimal, but got a string instead."));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("chatRows")
    void isSaidOfAChatRequest(String body, @Nullable String param, @Nullable String code, String message) {
        assertThat(chatError(Texts.bytes(body)))
                .isEqualTo(new ApiError(message, "invalid_request_error", param, code, JsonObject.EMPTY));
    }

    static Stream<Arguments> completionRows() {
        return Stream.of(
                row("{\"prompt\":\"x\"}", null, null, "you must provide a model parameter"),
                completion(
                        "\"prompt\":[]",
                        "prompt",
                        "empty_array",
                        "Invalid 'prompt': empty array. Expected an array with minimum length 1, but got an empty array instead."),
                completion(
                        "\"prompt\":{}",
                        "prompt",
                        "invalid_type",
                        "Invalid type for 'prompt': expected one of a string, array of strings, array of tokens or array of token arrays, but got an object instead."),
                completion(
                        "\"prompt\":[\"a\",1]",
                        "prompt[1]",
                        "invalid_type",
                        "Invalid type for 'prompt[1]': expected a string, but got an integer instead."),
                completion(
                        "\"prompt\":[[1],[\"a\"]]",
                        "prompt[1][0]",
                        "invalid_type",
                        "Invalid type for 'prompt[1][0]': expected an integer, but got a string instead."),
                completion(
                        "\"max_tokens\":-1",
                        "max_tokens",
                        "integer_below_min_value",
                        "Invalid 'max_tokens': integer below minimum value. Expected a value >= 0, but got -1 instead."),
                completion(
                        "\"logprobs\":6",
                        "logprobs",
                        "integer_above_max_value",
                        "Invalid 'logprobs': integer above maximum value. Expected a value <= 5, but got 6 instead."),
                completion(
                        "\"best_of\":2,\"stream\":true",
                        "best_of",
                        null,
                        "You cannot stream results with 'best_of' above 1."),
                completion(
                        "\"best_of\":1,\"n\":2",
                        "best_of",
                        null,
                        "The value of 'best_of' must be at least that of 'n'."),
                completion(
                        "\"stream_options\":{}",
                        "stream_options",
                        null,
                        "The 'stream_options' parameter is only allowed when 'stream' is enabled."));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("completionRows")
    void isSaidOfACompletionRequest(String body, @Nullable String param, @Nullable String code, String message) {
        assertThat(completionError(Texts.bytes(body)))
                .isEqualTo(new ApiError(message, "invalid_request_error", param, code, JsonObject.EMPTY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "not json", "[]", "\"x\"", "null", "{\"model\":\"m\"}}", "{\"model\":\"\u0001\"}"})
    void whatIsNoJsonObjectIsSaidToBeNone(String body) {
        for (ApiError error : new ApiError[] {chatError(Texts.bytes(body)), completionError(Texts.bytes(body))}) {
            assertThat(error.message()).startsWith("We could not parse the JSON body of your request. (HINT: ");
            assertThat(error.type()).isEqualTo("invalid_request_error");
            assertThat(error.param()).isNull();
            assertThat(error.code()).isNull();
        }
    }

    @Test
    void whatIsRepeatedOfARequestIsBounded() {
        String long_ = "\\u0007" + "x".repeat(1 << 20);
        for (String body : new String[] {
            "{\"model\":\"m\",\"messages\":[{\"role\":\"" + long_ + "\"}]}",
            "{\"model\":\"m\"," + MESSAGES + ",\"logit_bias\":{\"" + "9".repeat(900) + "\":1}}",
            "{\"model\":\"m\"," + MESSAGES + ",\"n\":" + "9".repeat(99) + "}",
            "{\"model\":\"m\"," + MESSAGES + ",\"" + long_ + "\":1}",
            long_
        }) {
            ApiError error = chatError(Texts.bytes(body));
            assertThat(error.message().length()).isLessThan(600);
            assertThat(error.message()).doesNotContain("\u0007");
        }
    }

    @Test
    void tooManyMessagesAreRefused() {
        String one = "{\"role\":\"user\",\"content\":\"x\"},";
        String most = one.repeat(RequestRules.MAX_MESSAGES);
        String body = "{\"model\":\"m\",\"messages\":[" + most.substring(0, most.length() - 1) + "]}";
        assertThat(ChatCompletionRequestCodec.decode(Texts.bytes(body)).messages())
                .hasSize(RequestRules.MAX_MESSAGES);
        assertThat(chatError(Texts.bytes(body.replace("[{", "[" + one + "{"))).code())
                .isEqualTo("array_above_max_length");
    }

    @Test
    void severalToolMessagesMayAnswerOneMessage() {
        String calls = "{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"a\",\"type\":\"function\","
                + "\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}";
        String tool = "{\"role\":\"tool\",\"content\":\"x\",\"tool_call_id\":\"a\"}";
        String user = "{\"role\":\"user\",\"content\":\"x\"}";
        assertThat(ChatCompletionRequestCodec.decode(messages(user, calls, tool, tool, user))
                        .messages())
                .hasSize(5);
        assertThat(chatError(messages(calls, tool, user, tool)).param()).isEqualTo("messages.[3].role");
    }

    @Test
    void nullsAreLikeAbsentOnes() {
        ChatCompletionRequest request = ChatCompletionRequestCodec.decode(Texts.bytes("{\"model\":\"m\"," + MESSAGES
                + ",\"n\":null,\"stop\":null,\"stream_options\":null,\"temperature\":null,\"logit_bias\":null}"));
        assertThat(request.choices()).isEqualTo(1);
        assertThat(request.stop()).isEmpty();
        assertThat(request.streamOptions()).isNull();
        assertThat(request.temperature()).isNull();
    }

    @Test
    void ofParametersWithOneNameTheLastCounts() {
        ChatCompletionRequest request = ChatCompletionRequestCodec.decode(
                Texts.bytes("{\"n\":500,\"model\":\"a\"," + MESSAGES + ",\"model\":\"b\",\"n\":2}"));
        assertThat(request.model()).isEqualTo("b");
        assertThat(request.n()).isEqualTo(2);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {101, 102, 103, 104})
    void damageNeverGivesAnythingButAnAnswer(long seed) {
        Random random = new Random(seed);
        for (String line : Fixtures.lines("chat-requests.jsonl")) {
            for (int i = 0; i < 150; i++) {
                byte[] body = Texts.bytes(line);
                for (int k = random.nextInt(4); k >= 0; k--) {
                    body[random.nextInt(body.length)] =
                            (byte) "\"{}[]:,0-\\ntu \u0000\u00ff".charAt(random.nextInt(16));
                }
                byte[] damaged = random.nextInt(3) == 0 ? Arrays.copyOf(body, random.nextInt(body.length)) : body;
                try {
                    ChatCompletionRequest request = ChatCompletionRequestCodec.decode(damaged);
                    assertThat(ChatCompletionRequestCodec.decode(ChatCompletionRequestCodec.encode(request)))
                            .isEqualTo(request);
                } catch (InvalidRequestException e) {
                    assertThat(e.error().message()).isNotEmpty().hasSizeLessThan(600);
                }
            }
        }
    }

    @Test
    void theExceptionSaysWhatTheErrorSays() {
        assertThatThrownBy(() -> ChatCompletionRequestCodec.decode(Texts.bytes("{}")))
                .isInstanceOf(WireException.class)
                .hasMessage("you must provide a model parameter");
    }

    private static ApiError chatError(byte[] body) {
        return catchThrowableOfType(InvalidRequestException.class, () -> ChatCompletionRequestCodec.decode(body))
                .error();
    }

    private static ApiError completionError(byte[] body) {
        return catchThrowableOfType(InvalidRequestException.class, () -> CompletionRequestCodec.decode(body))
                .error();
    }

    private static byte[] messages(String... messages) {
        return Texts.bytes("{\"model\":\"m\",\"messages\":[" + String.join(",", messages) + "]}");
    }

    private static Arguments message(String message, String param, @Nullable String code, String text) {
        return row("{\"model\":\"m\",\"messages\":[" + message + "]}", param, code, text);
    }

    private static Arguments chat(String parameter, String param, @Nullable String code, String text) {
        return row("{\"model\":\"m\"," + MESSAGES + "," + parameter + "}", param, code, text);
    }

    private static Arguments completion(String parameter, String param, @Nullable String code, String text) {
        return row("{\"model\":\"m\"," + parameter + "}", param, code, text);
    }

    private static Arguments row(String body, @Nullable String param, @Nullable String code, String text) {
        return Arguments.of(body, param, code, text);
    }
}
