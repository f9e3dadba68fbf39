package dev.nagare.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.nagare.local.Answers.Chat;
import dev.nagare.local.Answers.Text;
import dev.nagare.local.chat.ChatTemplate;
import dev.nagare.local.chat.Turn;
import dev.nagare.wire.AssistantMessage;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.CompletionRequest;
import dev.nagare.wire.Json;
import dev.nagare.wire.JsonArray;
import dev.nagare.wire.JsonNumber;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.JsonString;
import dev.nagare.wire.JsonValue;
import dev.nagare.wire.Message;
import dev.nagare.wire.Prompt;
import dev.nagare.wire.SystemMessage;
import dev.nagare.wire.UserMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the model's recipe computed with another program on the same file: token numbers, first logits and whole greedy
 * answers.
 */
class ReferenceTest {
    private static final Path FOLDER = Path.of("..", "model", "reference");
    private static final int CHAT_LIMIT = 320;
    private static final SlowTwin TWIN = new SlowTwin();
    private static LocalEngine engine;

    @BeforeAll
    static void open() {
        engine = LocalEngine.builtIn();
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    static Stream<JsonObject> cases() throws IOException {
        JsonObject file = (JsonObject) Json.parse(Files.readString(FOLDER.resolve("reference.json")));
        return list(file, "cases").stream().map(JsonObject.class::cast);
    }

    static Stream<JsonObject> splits() throws IOException {
        JsonArray file = (JsonArray) Json.parse(Files.readString(FOLDER.resolve("tokenizer.json")));
        return file.elements().stream().map(JsonObject.class::cast);
    }

    @ParameterizedTest
    @MethodSource("splits")
    void textsHaveTheReferencesTokens(JsonObject split) {
        assertThat(TWIN.tokenizer.encode(string(split, "text"), false)).isEqualTo(ints(split, "ids"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void promptsHaveTheReferencesTokensAndLogits(JsonObject of) {
        int[] prompt = of.member("raw") != null
                ? TWIN.tokenizer.encode(string(of, "raw"), true)
                : ChatTemplate.IM_SEP.encode(turns(of), TWIN.tokenizer);
        assertThat(prompt).isEqualTo(ints(of, "prompt_ids"));
        SlowTwin.Line line = TWIN.new Line();
        double[] logits = {};
        for (int token : prompt) {
            logits = line.add(token);
        }
        for (JsonValue each : list(of, "first_top5")) {
            JsonObject top = (JsonObject) each;
            int token = Integer.parseInt(number(top, "id"));
            double logit = Double.parseDouble(number(top, "logit"));
            assertThat(logits[token]).as("token %d", token).isCloseTo(logit, within(0.02));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answersAreTheReferences(JsonObject of) {
        String expected = string(of, "output_text");
        int tokens = ints(of, "output_ids").length;
        if (of.member("raw") != null) {
            int limit = Integer.parseInt(number(of, "limit"));
            Text answer = Text.of(
                    engine,
                    CompletionRequest.builder()
                            .model("nagare-tiny")
                            .prompt(Prompt.of(string(of, "raw")))
                            .temperature(0.0)
                            .maxTokens(limit)
                            .build());
            assertThat(answer.text(0)).isEqualTo(expected);
            assertThat(answer.end().usage().completionTokens()).isEqualTo(tokens);
        } else {
            Chat answer = Chat.of(
                    engine,
                    ChatCompletionRequest.builder()
                            .model("nagare-tiny")
                            .messages(turns(of).stream()
                                    .map(ReferenceTest::message)
                                    .toList())
                            .temperature(0.0)
                            .maxTokens(CHAT_LIMIT)
                            .build());
            assertThat(answer.text(0)).isEqualTo(expected);
            assertThat(answer.end().usage().completionTokens()).isEqualTo(tokens);
        }
    }

    private static List<Turn> turns(JsonObject of) {
        return list(of, "messages").stream()
                .map(JsonObject.class::cast)
                .map(message -> new Turn(string(message, "role"), string(message, "content")))
                .toList();
    }

    private static Message message(Turn turn) {
        return switch (turn.role()) {
            case "system" -> SystemMessage.of(turn.content());
            case "assistant" -> AssistantMessage.of(turn.content());
            default -> UserMessage.of(turn.content());
        };
    }

    private static String string(JsonObject of, String member) {
        return ((JsonString) Objects.requireNonNull(of.member(member))).value();
    }

    private static String number(JsonObject of, String member) {
        return ((JsonNumber) Objects.requireNonNull(of.member(member))).literal();
    }

    private static List<JsonValue> list(JsonObject of, String member) {
        return ((JsonArray) Objects.requireNonNull(of.member(member))).elements();
    }

    private static int[] ints(JsonObject of, String member) {
        return list(of, member).stream()
                .mapToInt(each -> Integer.parseInt(((JsonNumber) each).literal()))
                .toArray();
    }
}
