package dev.nagare.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is fast has a slow twin, and both find the same. */
class FastPathsTest {
    private static final long SEED = Long.getLong("nagare.guard.seed", System.nanoTime());

    private static final List<Rule> RULES = List.of(
            Rule.phrases("words", "pipe bomb", "bomb", "nail", "nails", "ab", "abab", "baba", "ß x"),
            Rule.phrases("parts", "bom", "pipe", "ipe bo", "aab", "爆", "爆弾").anywhere(),
            Rule.phrases("starts", "nai", "ba").wordStart().annotate());

    private static final String[] PARTS = {
        "a", "b", "A", "B", "a", "b", " ", "pipe", "bomb", "nail", "s", "PIPE B", "om", "爆", "弾", "\u200B", "é", "ß",
        "\n"
    };

    @Test
    void anAutomatonWithRowsFindsWhatOneWithoutFinds() {
        PhraseAutomaton fast = Objects.requireNonNull(PhraseCompiler.compile(RULES, new PolicyWork()));
        PhraseAutomaton slow = Objects.requireNonNull(PhraseCompiler.compile(RULES, new PolicyWork(), 0));
        PhraseAutomaton some = Objects.requireNonNull(PhraseCompiler.compile(RULES, new PolicyWork(), 200));
        Random random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            String text = text(random);
            List<String> expected = found(slow, text, false);
            assertThat(found(fast, text, true)).as("seed %d, '%s'", SEED, text).isEqualTo(expected);
            assertThat(found(some, text, true)).as("seed %d, '%s'", SEED, text).isEqualTo(expected);
        }
    }

    /** Every match, and after every code point where the earliest unfinished one begins. */
    private static List<String> found(PhraseAutomaton automaton, String text, boolean ascii) {
        List<String> found = new ArrayList<>();
        Matches matches = (rule, start, end) -> found.add(rule + ":" + start + "-" + end);
        PhraseScanner scanner = new PhraseScanner(automaton);
        for (int at = 0; at < text.length(); ) {
            int point = text.codePointAt(at);
            int end = at + Character.charCount(point);
            boolean isVisible =
                    ascii ? scanner.accept(point, at, end, matches) : scanner.acceptAny(point, at, end, matches);
            found.add(isVisible + " " + scanner.liveStart());
            at = end;
        }
        scanner.end(matches);
        return found;
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int parts = 1 + random.nextInt(12);
        for (int i = 0; i < parts; i++) {
            text.append(PARTS[random.nextInt(PARTS.length)]);
        }
        return text.toString();
    }

    @ParameterizedTest
    @EnumSource
    void whetherANumberCanStillBeRightIsWhatTryingSays(Detector detector) {
        CompiledPattern pattern = detector.compile("d", 0, true, new PolicyWork());
        if (!pattern.hasCheck()) {
            assertThat(pattern.check().step(7, '1')).isEqualTo(7);
            return;
        }
        Random random = new Random(SEED);
        int[] symbols = pattern.dfa().representatives();
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            int state = Dfa.START;
            long check = 0;
            while (pattern.dfa().isOpen(state) && check != Check.DEAD) {
                int symbol = symbols[random.nextInt(symbols.length)];
                int next = pattern.dfa().next(state, symbol);
                if (next == Dfa.DEAD) {
                    continue;
                }
                state = next;
                check = pattern.check().step(check, symbol);
                text.appendCodePoint(symbol);
                if (check != Check.DEAD) {
                    assertThat(pattern.canFinish(state, check))
                            .as("seed %d, '%s'", SEED, text)
                            .isEqualTo(pattern.triesToFinish(state, check));
                }
            }
        }
    }

    @Test
    void manyThreadsAreKeptApartAsFewAre() {
        // A thread begins at every letter, and all are alive at once.
        Policy policy = Policy.builder("p")
                .rule(Rule.pattern("p", "[ab]{1,40}[cd]{1,2}e").redact("*"))
                .build();
        Random random = new Random(SEED);
        for (int i = 0; i < 500; i++) {
            StringBuilder text = new StringBuilder();
            int length = 1 + random.nextInt(80);
            for (int at = 0; at < length; at++) {
                text.append("abababcde ".charAt(random.nextInt(10)));
            }
            String expected = text.toString().replaceAll("[ab]{1,40}[cd]{1,2}e", "*");
            for (int pieces : new int[] {1, 7}) {
                assertThat(Pieces.feed(policy.newSession(), Pieces.ofLength(text.toString(), pieces)))
                        .as("seed %d, '%s'", SEED, text)
                        .isEqualTo(expected);
            }
        }
    }
}
