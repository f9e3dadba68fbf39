package dev.nagare.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.nagare.engine.Generation;
import dev.nagare.engine.GenerationEnd;
import dev.nagare.local.Answers.Text;
import dev.nagare.testkit.RecordingSink;
import dev.nagare.wire.CompletionChoice;
import dev.nagare.wire.CompletionChunk;
import dev.nagare.wire.CompletionLogprobs;
import dev.nagare.wire.CompletionRequest;
import dev.nagare.wire.FinishReason;
import dev.nagare.wire.Prompt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The older endpoint's own parameters: the echo with its log probabilities, and the best of several answers. */
class CompletionParametersTest {
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

    private static CompletionRequest.Builder text(Prompt prompt) {
        return CompletionRequest.builder().model("nagare-tiny").prompt(prompt).temperature(0.0);
    }

    private static Text complete(CompletionRequest.Builder request) {
        return Text.of(engine, request.build());
    }

    /** Everything that the chunks of a choice say of log probabilities, put together. */
    private record Scores(List<Integer> offsets, List<Double> values, List<String> tokens, List<Integer> topSizes) {
        static Scores of(Text answer, int index) {
            Scores all = new Scores(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            for (CompletionChunk chunk : answer.chunks()) {
                CompletionChoice choice = chunk.choices().getFirst();
                CompletionLogprobs logprobs = choice.logprobs();
                if (choice.index() == index && logprobs != null) {
                    all.offsets.addAll(logprobs.textOffset());
                    logprobs.tokenLogprobs().forEach(all.values::add);
                    all.tokens.addAll(logprobs.tokens());
                    var top = Objects.requireNonNull(logprobs.topLogprobs());
                    top.forEach(each -> all.topSizes.add(each == null ? 0 : each.size()));
                }
            }
            return all;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1, 2, 3, Monday, Tuesday, a, b",
                "x",
                "日本語 and 🙂 emoji, 10, 20",
                "<|im_start|>user<|im_sep|>Count to 3.<|im_end|><|im_start|>assistant<|im_sep|>"
            })
    void anEchoHasTheLogProbabilitiesOfThePrompt(String prompt) {
        int[] tokens = TWIN.tokenizer.encode(prompt, true);
        Text answer = complete(text(Prompt.of(prompt)).echo(true).logprobs(3).maxTokens(4));
        assertThat(answer.text(0)).startsWith(prompt);
        Scores scores = Scores.of(answer, 0);
        List<Double> expected = TWIN.logProbabilities(tokens);
        assertThat(scores.values.getFirst()).isNull();
        assertThat(scores.topSizes.getFirst()).isZero();
        assertThat(scores.topSizes.subList(1, scores.topSizes.size())).allMatch(size -> size == 3 || size == 4);
        for (int i = 1; i < tokens.length; i++) {
            assertThat(scores.values.get(i)).as("token %d", i).isCloseTo(expected.get(i - 1), within(1e-4));
        }
        assertThat(scores.offsets).isSorted().startsWith(0);
        assertThat(scores.tokens).hasSize(scores.offsets.size()).hasSizeGreaterThanOrEqualTo(tokens.length);
        for (int i = 0; i < scores.tokens.size(); i++) {
            if (!scores.tokens.get(i).startsWith("bytes:")) {
                assertThat(answer.text(0).substring(scores.offsets.get(i))).startsWith(scores.tokens.get(i));
            }
        }
    }

    @Test
    void scoringATextGeneratesNothing() {
        String long1 = "1, 2, 3, ".repeat(30) + "4";
        int[] tokens = TWIN.tokenizer.encode(long1, true);
        Text first = null;
        for (int again = 0; again < 2; again++) {
            Text answer = complete(text(new Prompt.Texts(List.of(long1, "a, b")))
                    .echo(true)
                    .logprobs(1)
                    .maxTokens(0)
                    .n(2));
            assertThat(answer.end()).isInstanceOf(GenerationEnd.Completed.class);
            assertThat(answer.end().usage().completionTokens()).isZero();
            assertThat(answer.end().usage().promptTokens()).isEqualTo(tokens.length + 3);
            for (int choice = 0; choice < 4; choice++) {
                assertThat(answer.text(choice)).isEqualTo(choice < 2 ? long1 : "a, b");
                assertThat(String.join("", Scores.of(answer, choice).tokens)).isEqualTo(answer.text(choice));
            }
            assertThat(Scores.of(answer, 0).values).hasSize(tokens.length);
            first = first == null ? answer : first;
            assertThat(Scores.of(answer, 1)).isEqualTo(Scores.of(first, 0));
        }
    }

    @Test
    void tokenNumbersAreEchoedAsWhatTheyWrite() {
        List<Integer> numbers = Arrays.stream(TWIN.tokenizer.encode("<|im_start|>a, b", true))
                .boxed()
                .toList();
        Text answer =
                complete(text(new Prompt.Tokens(numbers)).echo(true).logprobs(0).maxTokens(0));
        assertThat(answer.text(0)).isEqualTo("<|im_start|>a, b");
        CompletionLogprobs logprobs = Objects.requireNonNull(
                answer.chunks().getFirst().choices().getFirst().logprobs());
        assertThat(logprobs.tokens()).first().isEqualTo("<|im_start|>");
        assertThat(logprobs.textOffset()).startsWith(0, 12);
        assertThat(logprobs.topLogprobs()).isNull();
    }

    @Test
    void offsetsCountFromTheBeginningOfThePromptAlsoWithoutAnEcho() {
        Scores with = Scores.of(
                complete(text(Prompt.of("1, 2,")).echo(true).logprobs(1).maxTokens(4)), 0);
        Scores without = Scores.of(complete(text(Prompt.of("1, 2,")).logprobs(1).maxTokens(4)), 0);
        int shown = without.offsets.size();
        assertThat(without.offsets.getFirst()).isEqualTo(5);
        assertThat(without.offsets).isEqualTo(with.offsets.subList(with.offsets.size() - shown, with.offsets.size()));
    }

    @Test
    void theBestOfSeveralAreThoseOfTheHighestMeanLogProbability() {
        CompletionRequest.Builder request = text(new Prompt.Texts(List.of("Monday,", "The")))
                .temperature(2.0)
                .seed(11L)
                .logprobs(1)
                .maxTokens(6);
        Text all = complete(request.n(5));
        Text best = complete(request.n(2).bestOf(5));
        assertThat(best.end()).isInstanceOf(GenerationEnd.Completed.class);
        assertThat(best.end().usage()).isEqualTo(all.end().usage());
        for (int prompt = 0; prompt < 2; prompt++) {
            List<Integer> ranked = new ArrayList<>(List.of(0, 1, 2, 3, 4));
            int first = 5 * prompt;
            ranked.sort(Comparator.comparingDouble(choice -> -mean(Scores.of(all, first + choice).values)));
            for (int place = 0; place < 2; place++) {
                int index = 2 * prompt + place;
                assertThat(best.text(index)).isEqualTo(all.text(first + ranked.get(place)));
                assertThat(Scores.of(best, index)).isEqualTo(Scores.of(all, first + ranked.get(place)));
            }
        }
        assertThat(best.chunks())
                .extracting(chunk -> chunk.choices().getFirst().index())
                .isSorted()
                .containsOnly(0, 1, 2, 3);
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    @Test
    void theBestComeWithTheirEchoAndTheirEnds() {
        Text best = complete(text(Prompt.of("1, 2,"))
                .temperature(1.0)
                .seed(3L)
                .bestOf(4)
                .echo(true)
                .maxTokens(3));
        assertThat(best.text(0)).startsWith("1, 2,");
        assertThat(best.chunks().getLast().choices().getFirst().finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(best.end().usage().completionTokens()).isEqualTo(12);
        Text nothing =
                complete(text(Prompt.of("1, 2,")).bestOf(3).n(2).echo(true).maxTokens(0));
        assertThat(nothing.text(0)).isEqualTo("1, 2,");
        assertThat(nothing.text(1)).isEqualTo("1, 2,");
    }

    @Test
    void whatCannotBePickedIsRefused() {
        for (var request : List.of(
                text(Prompt.of("x")).bestOf(2).n(3),
                text(Prompt.of("x")).bestOf(21),
                text(Prompt.of("x")).bestOf(2).stream(true))) {
            assertThat(complete(request).error().error().param()).isEqualTo("best_of");
        }
        assertThat(complete(text(Prompt.of("1,")).bestOf(0).maxTokens(1)).end())
                .isInstanceOf(GenerationEnd.Completed.class);
        assertThat(complete(text(Prompt.of("1,")).bestOf(2).n(2).stream(true).maxTokens(1))
                        .end())
                .isInstanceOf(GenerationEnd.Completed.class);
    }

    @Test
    void aPlaceAmongTheBestMayBeGivenUp() {
        CompletionRequest request =
                text(Prompt.of("1, 2,")).bestOf(4).n(2).maxTokens(40).build();
        RecordingSink<CompletionChunk> sink = new RecordingSink<>();
        engine.complete(request, sink).cancel(0);
        assertThat(sink.awaitEnd()).isInstanceOf(GenerationEnd.Completed.class);
        assertThat(sink.chunks())
                .isNotEmpty()
                .allSatisfy(
                        chunk -> assertThat(chunk.choices().getFirst().index()).isEqualTo(1));

        RecordingSink<CompletionChunk> none = new RecordingSink<>();
        Generation generation = engine.complete(request, none);
        generation.cancel(0);
        generation.cancel(Integer.MAX_VALUE);
        generation.cancel(1);
        assertThat(none.awaitEnd()).isInstanceOf(GenerationEnd.Cancelled.class);
        assertThat(none.chunks()).isEmpty();
    }

    @Test
    void moreAnswersThanThereAreEverPlacesForAreRefused() {
        Prompt three = new Prompt.Texts(List.of("1,", "2,", "3,"));
        assertThat(complete(text(three).n(128)).error().error().message()).contains("384 answers");
    }
}
