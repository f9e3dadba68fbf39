package dev.nagare.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The comparison with a plain guard finds each mistake that guards of this kind have been seen to make: it agrees with one
 * that makes none on every text and every cut, and on some with each of those that do.
 */
class MistakesTest {
    private static final int LONGEST = 6;
    private static final String ALPHABET = "ab\u200B";

    private static final List<List<Rule>> POLICIES = List.of(
            List.of(phrase("abab").redact("*"), phrase("ba").redact("*")),
            List.of(phrase("abab").block(), phrase("ba").block()),
            List.of(phrase("abab").redact("*"), phrase("ba").block()),
            List.of(phrase("b").redact("*"), phrase("abba").redact("*")),
            List.of(phrase("ab").redact("*")),
            List.of(phrase("aba").redact("*")));

    private static Rule phrase(String text) {
        return Rule.phrases(text, text).anywhere();
    }

    @Test
    void withoutAMistakeThePlainGuardAndTheRealOneAreTheSame() {
        assertThat(differences(PlainGuard.Mistake.NONE)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void eachMistakeIsSeen(PlainGuard.Mistake mistake) {
        assertThat(differences(mistake)).hasSizeGreaterThan(100);
    }

    /** The texts and cuts for which the two have not let go the same after the last piece, or at the end. */
    private static List<String> differences(PlainGuard.Mistake mistake) {
        List<String> different = new ArrayList<>();
        for (List<Rule> rules : POLICIES) {
            Oracle oracle = new Oracle(rules.stream().map(Oracle.Spec::phrase).toList());
            List<String> phrases =
                    rules.stream().flatMap(rule -> rule.texts().stream()).toList();
            Policy policy = oracle.policy();
            texts().forEach(text -> {
                for (int cuts = 0; cuts < 1 << (text.length() - 1); cuts++) {
                    GuardSession session = policy.newSession();
                    PlainGuard plain = new PlainGuard(oracle, phrases, mistake);
                    StringBuilder shown = new StringBuilder();
                    StringBuilder expected = new StringBuilder();
                    for (String piece : Pieces.cut(text, cuts)) {
                        shown.append(session.accept(piece).text());
                        expected.append(plain.accept(piece));
                    }
                    shown.append('|').append(session.finish().text());
                    expected.append('|').append(plain.finish());
                    if (!shown.toString().contentEquals(expected)) {
                        different.add(rules + " " + Pieces.cut(text, cuts) + ": " + shown + " or " + expected);
                    }
                }
            });
        }
        return different;
    }

    private static Stream<String> texts() {
        List<String> texts = new ArrayList<>(List.of(""));
        for (int i = 0; i < texts.size(); i++) {
            if (texts.get(i).length() < LONGEST) {
                for (int c = 0; c < ALPHABET.length(); c++) {
                    texts.add(texts.get(i) + ALPHABET.charAt(c));
                }
            }
        }
        return texts.stream().skip(1);
    }
}
