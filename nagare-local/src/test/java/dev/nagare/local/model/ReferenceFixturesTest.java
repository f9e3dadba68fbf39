package dev.nagare.local.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.nagare.local.LocalEngine;
import dev.nagare.local.chat.ChatTemplate;
import dev.nagare.local.chat.Turn;
import dev.nagare.local.gguf.GgufFile;
import dev.nagare.local.math.KernelSets;
import dev.nagare.local.tokenizer.Tokenizer;
import dev.nagare.wire.Json;
import dev.nagare.wire.JsonArray;
import dev.nagare.wire.JsonNumber;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.JsonString;
import dev.nagare.wire.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The built-in model against what the recipe's own program, in PyTorch, says about it ({@code model/reference}). */
class ReferenceFixturesTest {
    private static final Path FIXTURES = Path.of("..", "model", "reference");
    private static final double LOGIT_TOLERANCE = 0.01;

    private static Tokenizer tokenizer;
    private static ChatTemplate template;
    private static Transformer model;

    @BeforeAll
    static void load() throws IOException {
        try (InputStream in = Objects.requireNonNull(LocalEngine.class.getResourceAsStream("nagare-tiny.gguf"))) {
            GgufFile file = GgufFile.of("nagare-tiny.gguf", in.readAllBytes());
            tokenizer = Tokenizer.of(file);
            template = Objects.requireNonNull(ChatTemplate.of(file.string("tokenizer.chat_template", "")));
            model = Transformer.load(file, KernelSets.best());
        }
    }

    @Test
    void textsHaveTheSameTokens() throws IOException {
        for (JsonValue each : ((JsonArray) read("tokenizer.json")).elements()) {
            JsonObject fixture = (JsonObject) each;
            String text = string(fixture, "text");
            assertThat(tokenizer.encode(text, false)).as(text).containsExactly(ids(fixture, "ids"));
        }
    }

    @Test
    void promptsHaveTheSameTokens() throws IOException {
        for (JsonObject fixture : cases()) {
            assertThat(prompt(fixture)).as(fixture.toString()).containsExactly(ids(fixture, "prompt_ids"));
        }
    }

    @Test
    void theFirstTokenHasTheSameLogits() throws IOException {
        for (JsonObject fixture : cases()) {
            float[][] logits = new Tape(model).next(ids(fixture, "prompt_ids"));
            for (JsonValue each : array(fixture, "first_top5")) {
                JsonObject expected = (JsonObject) each;
                assertThat((double) logits[logits.length - 1][(int) number(expected, "id")])
                        .as(fixture.toString())
                        .isCloseTo(number(expected, "logit"), within(LOGIT_TOLERANCE));
            }
        }
    }

    @Test
    void theLikeliestTokensAreTheSame() throws IOException {
        int end = (int) number((JsonObject) read("reference.json"), "end_id");
        for (JsonObject fixture : cases()) {
            int[] expected = ids(fixture, "output_ids");
            Tape tape = new Tape(model);
            float[][] logits = tape.next(ids(fixture, "prompt_ids"));
            int token = Tape.argmax(logits[logits.length - 1]);
            for (int i = 0; i < expected.length; i++) {
                assertThat(token).as("token %d of %s", i, fixture).isEqualTo(expected[i]);
                token = Tape.argmax(tape.next(token)[0]);
            }
            if (fixture.member("limit") == null) {
                assertThat(token).as("the end of %s", fixture).isEqualTo(end);
            }
        }
    }

    private static int[] prompt(JsonObject fixture) {
        if (fixture.member("raw") != null) {
            return tokenizer.encode(string(fixture, "raw"), false);
        }
        List<Turn> turns = array(fixture, "messages").stream()
                .map(JsonObject.class::cast)
                .map(message -> new Turn(string(message, "role"), string(message, "content")))
                .toList();
        return template.encode(turns, tokenizer);
    }

    private static List<JsonObject> cases() throws IOException {
        List<JsonObject> cases = array((JsonObject) read("reference.json"), "cases").stream()
                .map(JsonObject.class::cast)
                .toList();
        assertThat(cases).hasSizeGreaterThan(20);
        return cases;
    }

    private static JsonValue read(String name) throws IOException {
        return Json.parse(Files.readAllBytes(FIXTURES.resolve(name)));
    }

    private static int[] ids(JsonObject object, String name) {
        return array(object, name).stream()
                .flatMapToInt(each -> IntStream.of(Integer.parseInt(((JsonNumber) each).literal())))
                .toArray();
    }

    private static List<JsonValue> array(JsonObject object, String name) {
        return ((JsonArray) Objects.requireNonNull(object.member(name))).elements();
    }

    private static String string(JsonObject object, String name) {
        return ((JsonString) Objects.requireNonNull(object.member(name))).value();
    }

    private static double number(JsonObject object, String name) {
        return Double.parseDouble(((JsonNumber) Objects.requireNonNull(object.member(name))).literal());
    }
}
