package dev.nagare.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrong requests are answered in the original service's words. Tables of them stand in files beside the tests. */
class InvalidRequestsTest {
    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]";

    @ParameterizedTest(name = "{0}")
    @MethodSource("chatRows")
    void isSaidOfAChatRequest(Row row) {
        assertThat(chatError(Texts.bytes(row.body))).isEqualTo(row.error);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("completionRows")
    void isSaidOfACompletionRequest(Row row) {
        assertThat(completionError(Texts.bytes(row.body))).isEqualTo(row.error);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("moderationRows")
    void isSaidOfAModerationRequest(Row row) {
        assertThat(catchThrowableOfType(
                                InvalidRequestException.class,
                                () -> ModerationRequestCodec.decode(Texts.bytes(row.body)))
                        .error())
                .isEqualTo(row.error);
    }

    @Test
    void everyParameterIsInTheTables() {
        assertThat(parametersAtFault(moderationRows()))
                .containsExactlyInAnyOrderElementsOf(ModerationRequestCodec.PARAMETERS);
        assertThat(parametersAtFault(chatRows()))
                .containsExactlyInAnyOrderElementsOf(ChatCompletionRequestCodec.PARAMETERS);
        assertThat(parametersAtFault(completionRows()))
                .containsExactlyInAnyOrderElementsOf(CompletionRequestCodec.PARAMETERS);
    }

    private static Set<String> parametersAtFault(Stream<Row> rows) {
        return rows.map(row -> row.error.param())
                .filter(Objects::nonNull)
                .map(path -> path.split("[.\\[]", 2)[0])
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"n\":1,\"temperature\":0,\"top_p\":0,\"frequency_penalty\":-2,\"presence_penalty\":-2",
                "\"n\":128,\"temperature\":2,\"top_p\":1,\"frequency_penalty\":2,\"presence_penalty\":2",
                "\"n\":2.0,\"max_tokens\":1,\"max_completion_tokens\":2147483647",
                "\"logprobs\":true,\"top_logprobs\":0",
                "\"logprobs\":true,\"top_logprobs\":20",
                "\"seed\":-9223372036854775808,\"logit_bias\":{\"0\":-100,\"999999999\":100}",
                "\"seed\":9223372036854775807,\"logit_bias\":{},\"metadata\":{}",
                "\"stop\":\"\",\"modalities\":[]",
                "\"stop\":[\"a\",\"b\",\"c\",\"d\"]",
                "\"stream\":true,\"stream_options\":{}",
                "\"tool_choice\":\"auto\",\"function_call\":\"none\"",
                "\"reasoning_effort\":\"extreme\",\"service_tier\":\"gold\",\"tool_choice\":\"any\"",
                "\"top_k\":40,\"min_p\":0.1,\"anything\":[null]"
            })
    void whatIsWithinTheRulesIsTaken(String parameters) {
        assertThat(ChatCompletionRequestCodec.decode(chat(parameters)).model()).isEqualTo("m");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"n\":128,\"max_tokens\":0,\"logprobs\":0",
                "\"logprobs\":5,\"best_of\":20,\"n\":20",
                "\"best_of\":1,\"stream\":true",
                "\"prompt\":[\"\"],\"suffix\":\"\",\"echo\":true",
                "\"prompt\":[[]],\"stop\":\"x\",\"stream\":true,\"stream_options\":{\"include_usage\":true}"
            })
    void whatIsWithinTheRulesOfTheOlderEndpointIsTaken(String parameters) {
        assertThat(CompletionRequestCodec.decode(Texts.bytes("{\"model\":\"m\"," + parameters + "}"))
                        .model())
                .isEqualTo("m");
    }

    @Test
    void theLengthOfArraysIsBounded() {
        String user = "{\"role\":\"user\",\"content\":\"x\"}";
        assertBounded("messages", 2_048, user, array -> chatDecode("{\"model\":\"m\",\"messages\":" + array + "}"));
        String function = "{\"name\":\"f\"}";
        String tool = "{\"type\":\"function\",\"function\":" + function + "}";
        assertBounded("tools", 128, tool, array -> ChatCompletionRequestCodec.decode(chat("\"tools\":" + array)));
        assertBounded(
                "functions", 128, function, array -> ChatCompletionRequestCodec.decode(chat("\"functions\":" + array)));
        assertBounded("prompt", 2_048, "\"x\"", InvalidRequestsTest::completionDecode);
        assertBounded("prompt", 2_048, "[1]", InvalidRequestsTest::completionDecode);
        completionDecode(array("1", 50_000));
        assertBounded("input", 2_048, "\"x\"", InvalidRequestsTest::moderationDecode);
        assertBounded("input", 2_048, "{\"type\":\"text\",\"text\":\"x\"}", InvalidRequestsTest::moderationDecode);
    }

    private static void assertBounded(String name, int maximum, String element, Consumer<String> decode) {
        decode.accept(array(element, maximum));
        assertThatThrownBy(() -> decode.accept(array(element, maximum + 1)))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.error())
                                .isEqualTo(new ApiError(
                                        "Invalid '" + name + "': array too long. Expected an array with maximum length "
                                                + maximum + ", but got an array with length " + (maximum + 1)
                                                + " instead.",
                                        "invalid_request_error",
                                        name,
                                        "array_above_max_length",
                                        JsonObject.EMPTY)));
    }

    @Test
    void theChoicesOfAllPromptsAreBounded() {
        String most = "{\"model\":\"m\",\"n\":2,\"prompt\":" + array("\"x\"", 2_048) + "}";
        assertThat(CompletionRequestCodec.decode(Texts.bytes(most)).choices()).isEqualTo(2);
        ApiError error = completionError(Texts.bytes(most.replace("\"n\":2", "\"n\":3")));
        assertThat(error.code()).isEqualTo("integer_above_max_value");
        assertThat(error.param()).isEqualTo("n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "not json", "[]", "\"x\"", "null", "{\"model\":\"m\"}}", "{\"model\":\"\u0001\"}"})
    void whatIsNoJsonObjectIsSaidToBeNone(String body) {
        assertIsSaidToBeNoJson(Texts.bytes(body));
    }

    @Test
    void whatBreaksALimitOfTheParserIsSaidToBeNone() {
        assertIsSaidToBeNoJson(chat("\"x\":" + "[".repeat(64) + "]".repeat(64)));
        assertIsSaidToBeNoJson(chat("\"n\":" + "1".repeat(Json.MAX_NUMBER + 1)));
        assertIsSaidToBeNoJson(chat("\"" + "x".repeat(Json.MAX_NAME + 1) + "\":1"));
        assertIsSaidToBeNoJson(chat("\"x\":" + array("0", 1 << 20)));
        byte[] large = new byte[Json.MAX_BYTES + 1];
        Arrays.fill(large, (byte) ' ');
        assertIsSaidToBeNoJson(large);
    }

    private static void assertIsSaidToBeNoJson(byte[] body) {
        for (ApiError error : List.of(chatError(body), completionError(body))) {
            assertThat(error.message())
                    .startsWith("We could not parse the JSON body of your request. (HINT: ")
                    .hasSizeLessThan(600);
            assertThat(error.type()).isEqualTo("invalid_request_error");
            assertThat(error.param()).isNull();
            assertThat(error.code()).isNull();
        }
    }

    @Test
    void whatIsRepeatedOfARequestIsBounded() {
        String long_ = "\\u0007" + "x".repeat(1 << 20);
        String nameOfDigits = "9".repeat(900);
        for (String body : new String[] {
            "{\"model\":\"m\",\"messages\":[{\"role\":\"" + long_ + "\"}]}",
            "{\"model\":\"m\"," + MESSAGES + ",\"logit_bias\":{\"" + nameOfDigits + "\":1}}",
            "{\"model\":\"m\"," + MESSAGES + ",\"logit_bias\":{\"" + nameOfDigits + "\":\"x\"}}",
            "{\"model\":\"m\"," + MESSAGES + ",\"metadata\":{\"" + nameOfDigits + "\":\"x\"}}",
            "{\"model\":\"m\"," + MESSAGES + ",\"metadata\":{\"" + nameOfDigits + "\":1}}",
            "{\"model\":\"m\"," + MESSAGES + ",\"metadata\":{\"k\":\"" + long_ + "\"}}",
            "{\"model\":\"m\"," + MESSAGES + ",\"safety_identifier\":\"" + long_ + "\"}",
            "{\"model\":\"m\"," + MESSAGES + ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"" + long_
                    + "\"}}]}",
            "{\"model\":\"m\"," + MESSAGES + ",\"n\":" + "9".repeat(99) + "}",
            "{\"model\":\"m\"," + MESSAGES + ",\"" + long_ + "\":1}",
            long_
        }) {
            ApiError error = chatError(Texts.bytes(body));
            assertThat(error.message().length()).isLessThan(600);
            assertThat(error.message()).doesNotContain("\u0007");
            assertThat(error.param() == null ? "" : error.param()).hasSizeLessThan(100);
        }
    }

    @Test
    void whatIsRepeatedEndsWithAWholeCharacter() {
        String key = "a" + "😀".repeat(60);
        ApiError error = chatError(chat("\"metadata\":{\"" + key + "\":1}"));
        assertThat(error.param()).isEqualTo("metadata.a" + "😀".repeat(29) + "...");
    }

    @Test
    void severalToolMessagesMayAnswerOneMessage() {
        String calls = "{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"a\",\"type\":\"function\","
                + "\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}";
        String tool = "{\"role\":\"tool\",\"content\":\"x\",\"tool_call_id\":\"a\"}";
        String user = "{\"role\":\"user\",\"content\":\"x\"}";
        assertThat(chatDecode("{\"model\":\"m\",\"messages\":[" + String.join(",", user, calls, tool, tool, user)
                                + "]}")
                        .messages())
                .hasSize(5);
    }

    @Test
    void nullsAreLikeAbsentOnes() {
        StringBuilder nulls = new StringBuilder("{\"model\":\"m\"," + MESSAGES);
        for (String name : new TreeSet<>(ChatCompletionRequestCodec.PARAMETERS)) {
            if (!name.equals("model") && !name.equals("messages")) {
                nulls.append(",\"").append(name).append("\":null");
            }
        }
        ChatCompletionRequest request = chatDecode(nulls + "}");
        assertThat(request.toBuilder().additional(JsonObject.EMPTY).build())
                .isEqualTo(chatDecode("{\"model\":\"m\"," + MESSAGES + "}"));
        assertThat(request.choices()).isEqualTo(1);
        assertThat(request.unknownParameters()).isEmpty();
        assertThat(Texts.text(ChatCompletionRequestCodec.encode(request))).contains("\"metadata\":null");
    }

    @Test
    void ofParametersWithOneNameTheLastCounts() {
        ChatCompletionRequest request =
                chatDecode("{\"n\":500,\"model\":\"a\"," + MESSAGES + ",\"model\":\"b\",\"n\":2}");
        assertThat(request.model()).isEqualTo("b");
        assertThat(request.n()).isEqualTo(2);
        assertThat(chatDecode("{\"model\":\"m\",\"stop\":1," + MESSAGES + ",\"stop\":null}")
                        .stop())
                .isEmpty();
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
        assertThatThrownBy(() -> chatDecode("{}"))
                .isInstanceOf(WireException.class)
                .hasMessage("you must provide a model parameter");
    }

    static Stream<Row> chatRows() {
        return Fixtures.lines("invalid-chat-requests.jsonl").stream().map(Row::of);
    }

    static Stream<Row> completionRows() {
        return Fixtures.lines("invalid-completion-requests.jsonl").stream().map(Row::of);
    }

    static Stream<Row> moderationRows() {
        return Fixtures.lines("invalid-moderation-requests.jsonl").stream().map(Row::of);
    }

    record Row(String body, ApiError error) {
        static Row of(String line) {
            JsonObject row = (JsonObject) Json.parse(line);
            ApiError error = Objects.requireNonNull(ErrorCodec.find(row));
            return new Row(
                    Json.write(Objects.requireNonNull(row.member("body"))),
                    new ApiError(error.message(), error.type(), error.param(), error.code(), JsonObject.EMPTY));
        }

        @Override
        public String toString() {
            return body.length() <= 200 ? body : body.substring(0, 200) + "...";
        }
    }

    private static ApiError chatError(byte[] body) {
        return catchThrowableOfType(InvalidRequestException.class, () -> ChatCompletionRequestCodec.decode(body))
                .error();
    }

    private static ApiError completionError(byte[] body) {
        return catchThrowableOfType(InvalidRequestException.class, () -> CompletionRequestCodec.decode(body))
                .error();
    }

    private static ChatCompletionRequest chatDecode(String body) {
        return ChatCompletionRequestCodec.decode(Texts.bytes(body));
    }

    private static void completionDecode(String prompt) {
        CompletionRequestCodec.decode(Texts.bytes("{\"model\":\"m\",\"prompt\":" + prompt + "}"));
    }

    private static void moderationDecode(String input) {
        ModerationRequestCodec.decode(Texts.bytes("{\"input\":" + input + "}"));
    }

    /** A request with one message and these parameters. */
    private static byte[] chat(String parameters) {
        return Texts.bytes("{\"model\":\"m\"," + MESSAGES + "," + parameters + "}");
    }

    private static String array(String element, int length) {
        return "[" + (element + ",").repeat(length - 1) + element + "]";
    }
}
