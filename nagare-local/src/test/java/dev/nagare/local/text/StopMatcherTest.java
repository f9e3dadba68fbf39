package dev.nagare.local.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StopMatcherTest {
    /** What may be shown after a text, by definition: the oracle of every test here. */
    private record Oracle(String shown, boolean stopped) {
        static Oracle of(List<String> stops, String text) {
            for (int end = 1; end <= text.length(); end++) {
                String head = text.substring(0, end);
                int longest = stops.stream()
                        .filter(head::endsWith)
                        .mapToInt(String::length)
                        .max()
                        .orElse(0);
                if (longest > 0) {
                    return new Oracle(head.substring(0, end - longest), true);
                }
            }
            for (int from = 0; from <= text.length(); from++) {
                String tail = text.substring(from);
                if (tail.isEmpty() || stops.stream().anyMatch(stop -> stop.startsWith(tail))) {
                    return new Oracle(text.substring(0, from), false);
                }
            }
            throw new AssertionError("the empty tail always fits");
        }
    }

    private static void assertAgrees(List<String> stops, String text, int pieces) {
        StopMatcher matcher = new StopMatcher(StopAutomaton.of(stops));
        StringBuilder shown = new StringBuilder();
        int from = 0;
        for (int i = 1; i <= text.length(); i++) {
            boolean cut = i == text.length() || (pieces >> (i - 1) & 1) == 1;
            if (cut) {
                matcher.push(text.substring(from, i), shown);
                from = i;
                Oracle oracle = Oracle.of(stops, text.substring(0, i));
                assertThat(shown.toString()).as("%s in %s", stops, text).isEqualTo(oracle.shown);
                assertThat(matcher.isStopped()).isEqualTo(oracle.stopped);
            }
        }
        matcher.finish(shown);
        Oracle oracle = Oracle.of(stops, text);
        assertThat(shown.toString()).isEqualTo(oracle.stopped ? oracle.shown : text);
    }

    /** All texts over a, b of these lengths. */
    private static List<String> texts(int shortest, int longest) {
        List<String> texts = new ArrayList<>();
        for (int length = shortest; length <= longest; length++) {
            for (int bits = 0; bits < 1 << length; bits++) {
                StringBuilder text = new StringBuilder();
                for (int i = 0; i < length; i++) {
                    text.append((bits >> i & 1) == 0 ? 'a' : 'b');
                }
                texts.add(text.toString());
            }
        }
        return texts;
    }

    @Test
    void everyPairOfShortStopsInEveryShortTextCutInEveryWay() {
        List<String> stops = texts(1, 3);
        for (String first : stops) {
            for (String second : stops) {
                for (String text : texts(5, 5)) {
                    for (int pieces = 0; pieces < 1 << 4; pieces++) {
                        assertAgrees(List.of(first, second), text, pieces);
                    }
                }
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void upToFourStopsInRandomTexts(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 3_000; i++) {
            List<String> stops = new ArrayList<>();
            for (int j = random.nextInt(1, 5); j > 0; j--) {
                stops.add(word(random, random.nextInt(1, 6)));
            }
            assertAgrees(stops, word(random, random.nextInt(0, 20)), random.nextInt());
        }
    }

    private static String word(SplittableRandom random, int length) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < length; i++) {
            word.append("abc".charAt(random.nextInt(3)));
        }
        return word.toString();
    }

    @Test
    void withoutStopsNothingIsHeld() {
        assertAgrees(List.of(), "abc", 3);
        StopMatcher matcher = new StopMatcher(StopAutomaton.of(List.of("")));
        StringBuilder shown = new StringBuilder();
        matcher.push("abc", shown);
        assertThat(shown).hasToString("abc");
        assertThat(matcher.isStopped()).isFalse();
    }

    @Test
    void nothingComesAfterTheStop() {
        StopMatcher matcher = new StopMatcher(StopAutomaton.of(List.of("\n\n")));
        StringBuilder shown = new StringBuilder();
        matcher.push("one\n", shown);
        matcher.push("\ntwo", shown);
        matcher.push("three", shown);
        matcher.finish(shown);
        assertThat(shown).hasToString("one");
    }

    @Test
    void aStopOfAnotherEmojiOfTheSameHalfHoldsNothingApart() {
        StopMatcher matcher = new StopMatcher(StopAutomaton.of(List.of("😀", "\ude01")));
        StringBuilder shown = new StringBuilder();
        matcher.push("x😁", shown);
        assertThat(shown).hasToString("x😁");
        matcher.push("y😀", shown);
        assertThat(shown).hasToString("x😁y");
        assertThat(matcher.isStopped()).isTrue();
    }

    @Test
    void aLongStopOfOneLetterIsLinear() {
        StopMatcher matcher = new StopMatcher(StopAutomaton.of(List.of("a".repeat(5_000) + "b")));
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            matcher.push("a", shown);
        }
        assertThat(shown).hasSize(15_000);
    }
}
