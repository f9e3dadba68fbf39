package dev.nagare.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.engine.EngineErrorKind;
import dev.nagare.local.Answers.Chat;
import dev.nagare.local.Answers.Text;
import dev.nagare.testkit.RecordingSink;
import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.CompletionChunk;
import dev.nagare.wire.CompletionLogprobs;
import dev.nagare.wire.CompletionRequest;
import dev.nagare.wire.Prompt;
import dev.nagare.wire.UserMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Penalties, bias, stops and seeds as a request states them, beside the plain twin. */
class SamplingParametersTest {
    private static final String PROMPT = "1, 2, 3, 4,";
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

    private static CompletionRequest.Builder text() {
        return CompletionRequest.builder()
                .model("nagare-tiny")
                .prompt(Prompt.of(PROMPT))
                .temperature(0.0);
    }

    private static ChatCompletionRequest.Builder chat(String question) {
        return ChatCompletionRequest.builder()
                .model("nagare-tiny")
                .messages(List.of(UserMessage.of(question)))
                .temperature(0.0);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void penaltiesAndBiasAreTheOriginals(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double frequency = random.nextDouble(-2, 2);
        double presence = random.nextDouble(-2, 2);
        Map<String, Double> bias = new HashMap<>();
        Map<Integer, Double> plain = new HashMap<>();
        for (int i = 0; i < 20; i++) {
            int token = random.nextInt(TWIN.tokenizer.size());
            float value = (float) random.nextDouble(-20, 20);
            bias.put(Integer.toString(token), (double) value);
            plain.put(token, (double) value);
        }
        Text answer = Text.of(
                engine,
                text().frequencyPenalty(frequency)
                        .presencePenalty(presence)
                        .logitBias(bias)
                        .maxTokens(25)
                        .build());
        List<Integer> expected = TWIN.generate(TWIN.tokenizer.encode(PROMPT, true), 25, frequency, presence, plain);
        assertThat(answer.text(0)).isEqualTo(TWIN.text(expected));
        assertThat(answer.end().usage().completionTokens()).isEqualTo(expected.size());
    }

    @Test
    void aBiasOfAHundredForbidsOrForcesAToken() {
        int usual = TWIN.generate(TWIN.tokenizer.encode(PROMPT, true), 1, 0, 0, Map.of())
                .getFirst();
        int other = TWIN.tokenizer.encode("Monday", true)[0];
        String without = Text.of(
                        engine,
                        text().logitBias(Map.of(Integer.toString(usual), -100.0))
                                .maxTokens(8)
                                .build())
                .text(0);
        assertThat(without).doesNotContain(TWIN.text(List.of(usual)));
        String forced = Text.of(
                        engine,
                        text().logitBias(Map.of(Integer.toString(other), 100.0))
                                .maxTokens(3)
                                .build())
                .text(0);
        assertThat(forced).isEqualTo(TWIN.text(List.of(other, other, other)));
    }

    @Test
    void aBiasOfATokenThatDoesNotExistIsRefused() {
        int size = TWIN.tokenizer.size();
        for (String key : List.of(Integer.toString(size), "-1", "99999999999", "", "x".repeat(5_000))) {
            var error =
                    Text.of(engine, text().logitBias(Map.of(key, 1.0)).build()).error();
            assertThat(error.error().param()).isEqualTo("logit_bias");
            assertThat(error.error().message()).contains("0 to " + (size - 1)).hasSizeLessThan(300);
        }
    }

    @Test
    void numbersOutOfTheirRangeAreRefused() {
        assertRefused(chat("x").temperature(2.1), "temperature", "Expected a value <= 2, but got 2.1 instead.");
        assertRefused(chat("x").temperature(Double.NaN), "temperature", "but got NaN instead.");
        assertRefused(chat("x").topP(-0.5), "top_p", "Expected a value >= 0, but got -0.5 instead.");
        assertRefused(chat("x").frequencyPenalty(-3.0), "frequency_penalty", "Expected a value >= -2");
        assertRefused(chat("x").presencePenalty(2.5), "presence_penalty", "Expected a value <= 2");
        assertRefused(chat("x").logitBias(Map.of("5", 101.0)), "logit_bias.5", "Expected a value <= 100");
    }

    @Test
    void stopSequencesOfUnreasonableLengthAreRefused() {
        String half = "a".repeat(8_192);
        assertRefused(chat("x").stop(List.of(half, half, "b")), "stop", "at most 16384 characters");
        assertThat(Chat.of(engine, chat("Count to 3.").stop(List.of(half, half)).build())
                        .text(0))
                .isEqualTo("1, 2, 3");
        var error =
                Text.of(engine, text().stop(List.of(half, half, "b")).build()).error();
        assertThat(error.error().param()).isEqualTo("stop");
    }

    private static void assertRefused(ChatCompletionRequest.Builder request, String parameter, String message) {
        var error = Chat.of(engine, request.build()).error();
        assertThat(error.kind()).isEqualTo(EngineErrorKind.INVALID_REQUEST);
        assertThat(error.error().param()).isEqualTo(parameter);
        assertThat(error.error().message()).contains(message);
    }

    @Test
    void aSeedGivesTheSameTokensWhateverElseRuns() {
        ChatCompletionRequest seeded = chat("Tell me a story.")
                .temperature(1.5)
                .topP(0.9)
                .seed(77L)
                .n(2)
                .maxTokens(20)
                .build();
        Chat alone = Chat.of(engine, seeded);
        List<RecordingSink<ChatCompletionChunk>> company = new ArrayList<>();
        List<RecordingSink<CompletionChunk>> texts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            RecordingSink<ChatCompletionChunk> sink = new RecordingSink<>();
            company.add(sink);
            engine.chat(chat("Count to " + (5 + i) + ".").temperature(1.0).build(), sink);
            RecordingSink<CompletionChunk> other = new RecordingSink<>();
            texts.add(other);
            engine.complete(text().n(2).temperature(2.0).maxTokens(15).build(), other);
        }
        Chat together = Chat.of(engine, seeded);
        for (int choice = 0; choice < 2; choice++) {
            assertThat(together.text(choice)).isEqualTo(alone.text(choice));
        }
        company.forEach(RecordingSink::awaitEnd);
        texts.forEach(RecordingSink::awaitEnd);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void logprobsStayWithTheTextThatAStopLeaves(long seed) {
        Text whole = Text.of(engine, text().maxTokens(30).build());
        SplittableRandom random = new SplittableRandom(seed);
        List<String> stops = new ArrayList<>();
        for (int i = 0; i < random.nextInt(1, 5); i++) {
            int from = random.nextInt(whole.text(0).length() - 6);
            stops.add(whole.text(0).substring(from, from + random.nextInt(1, 6)));
        }
        int end = stops.stream()
                .mapToInt(stop -> firstEnd(whole.text(0), stop))
                .min()
                .orElseThrow();
        String longest = stops.stream()
                .filter(stop -> firstEnd(whole.text(0), stop) == end)
                .max((a, b) -> a.length() - b.length())
                .orElseThrow();
        String left = whole.text(0).substring(0, end - longest.length());

        Text stopped =
                Text.of(engine, text().stop(stops).maxTokens(30).logprobs(0).build());
        assertThat(stopped.text(0)).as("stops %s", stops).isEqualTo(left);
        StringBuilder tokens = new StringBuilder();
        for (CompletionChunk chunk : stopped.chunks()) {
            CompletionLogprobs logprobs = chunk.choices().getFirst().logprobs();
            if (logprobs != null) {
                for (int i = 0; i < logprobs.tokens().size(); i++) {
                    assertThat(logprobs.textOffset().get(i)).isEqualTo(PROMPT.length() + tokens.length());
                    tokens.append(logprobs.tokens().get(i));
                }
            }
        }
        // The token that the stop cut in two is shown whole; those within the stop are not shown.
        assertThat(whole.text(0)).startsWith(tokens.toString());
        assertThat(tokens.toString()).startsWith(left);
        assertThat(tokens.length() - left.length()).isLessThan(4);
    }

    private static int firstEnd(String text, String stop) {
        return text.indexOf(stop) + stop.length();
    }
}
