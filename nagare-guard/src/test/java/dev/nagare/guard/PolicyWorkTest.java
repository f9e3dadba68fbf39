package dev.nagare.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What all rules of a policy may take together. */
class PolicyWorkTest {
    private static final long NO_BOUND = Long.MAX_VALUE;

    private static Policy.Builder patterns(int count, String pattern) {
        Policy.Builder builder = Policy.builder("p");
        IntStream.range(0, count).forEach(i -> builder.rule(Rule.pattern("r" + i, pattern)));
        return builder;
    }

    @Test
    void aPolicyOfManyHeavyPatternsIsRefusedWithWhatWasCounted() {
        Policy.Builder heavy = patterns(1_000, "[a-z]{1,80}.{0,200}b");
        assertThatThrownBy(heavy::build)
                .isInstanceOf(PolicyException.class)
                .hasMessageMatching(
                        "rule 'r[0-9]+': with this rule all patterns of the policy take more than 200,000,000"
                                + " steps to compile; use smaller counts, smaller classes, fewer alternatives that overlap or fewer"
                                + " patterns, or make two policies");
    }

    @Test
    void soIsOneOfManySmallPatternsAndOneOfWideClasses() {
        assertThatThrownBy(patterns(100_000, "a")::build)
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("200,000,000 steps");
        Policy.Builder wide = Policy.builder("p");
        IntStream.range(0, 100)
                .forEach(i -> wide.rule(
                        Rule.pattern("r" + i, "[\u4e00-\u8bff]{1,2}".repeat(60)).folded()));
        assertThatThrownBy(wide::build).isInstanceOf(PolicyException.class).hasMessageContaining("200,000,000 steps");
    }

    @Test
    void theTablesOfAllPatternsAreBounded() {
        Policy.Builder some = patterns(20, "[a-c]{1,200}");
        long bytes = some.build().bytes();
        assertThat(some.build(new PolicyWork(NO_BOUND, bytes, NO_BOUND)).bytes())
                .isEqualTo(bytes);
        assertThatThrownBy(() -> some.build(new PolicyWork(NO_BOUND, bytes - 1, NO_BOUND)))
                .isInstanceOf(PolicyException.class)
                .hasMessage(String.format(
                        Locale.ROOT,
                        "rule 'r19': with this rule the tables of all patterns of the policy take more than %,d bytes;"
                                + " use smaller counts, fewer alternatives that overlap or fewer patterns, or make two"
                                + " policies",
                        bytes - 1));
    }

    @Test
    void theSymbolsOfAllPhrasesAreBounded() {
        Policy.Builder builder =
                Policy.builder("p").rule(Rule.phrases("a", "abc", "de")).rule(Rule.phrases("b", "한"));
        assertThat(builder.build(new PolicyWork(NO_BOUND, NO_BOUND, 8)).rules()).hasSize(2);
        assertThatThrownBy(() -> builder.build(new PolicyWork(NO_BOUND, NO_BOUND, 7)))
                .isInstanceOf(PolicyException.class)
                .hasMessage(
                        "rule 'b': with this rule all phrases of the policy have more than 7 characters, letters taken apart; use"
                                + " fewer or shorter phrases, or make two policies");
    }

    @Test
    void aLargePolicyOfTheUsualKindTakesLessThanHalfOfEach() {
        List<String> phrases = IntStream.range(0, 100_000)
                .mapToObj(i -> "phrase " + i * 7_919L + " of many")
                .toList();
        Policy.Builder builder = Policy.builder("p").rule(Rule.phrases("phrases", phrases));
        for (Detector detector : Detector.values()) {
            builder.rule(Rule.detector(detector.name(), detector));
        }
        for (int i = 0; i < 500; i++) {
            builder.rule(Rule.pattern("ticket " + i, "TCK" + i + "-[0-9A-F]{6,12}(?: of \\w{1,40})?")
                    .wholeWords());
        }
        PolicyWork half =
                new PolicyWork(PolicyWork.MOST_STEPS / 2, PolicyWork.MOST_BYTES / 2, PolicyWork.MOST_SYMBOLS / 2);
        assertThat(builder.build(half).rules()).hasSize(517);
    }
}
