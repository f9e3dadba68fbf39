package dev.nagare.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every text over a small alphabet, cut in every way, against the {@link Oracle}: after every piece the guard has let go
 * exactly what it may (no leak), and all that it may (no character held longer than necessary), and never holds more than
 * its certificate says.
 */
class ExhaustiveTest {
    private static final int LONGEST = Integer.getInteger("nagare.guard.exhaustive", 7);

    private static Rule phrase(String text) {
        return Rule.phrases(text, text).anywhere();
    }

    private static Oracle.Spec redact(String text) {
        return Oracle.Spec.phrase(phrase(text).redact(""));
    }

    private static Oracle.Spec redactWord(String text) {
        return Oracle.Spec.phrase(Rule.phrases(text, text).redact(""));
    }

    private static Oracle.Spec block(String text) {
        return Oracle.Spec.phrase(phrase(text).block());
    }

    private static Oracle.Spec pattern(String text) {
        return Oracle.Spec.pattern(Rule.pattern(text, text).redact(""));
    }

    static Stream<Arguments> policies() {
        String zeroWidth = "ab\u200B";
        String words = "ab ";
        String kana = "かが\u3099";
        String hangul = "하\u1112\u1161\u11AB";
        String invisibleKana = "か\u3099\u200B";
        String marks = "ｶﾞカ゛";
        String jamo = "하\u11ABㄴ\u200B";
        return Stream.of(
                Arguments.of(kana, 2, List.of(redact("か"))),
                Arguments.of(kana, 3, List.of(redact("がか"), redact("か\u3099\u3099"))),
                Arguments.of(kana, 3, List.of(redactWord("かか"), block("がが"))),
                Arguments.of(
                        kana,
                        3,
                        List.of(Oracle.Spec.foldedPattern(
                                Rule.pattern("p", "か{1,2}|が").wholeWords().redact(""), "か{1,2}|か\u3099"))),
                Arguments.of(hangul, 2, List.of(redact("하"))),
                Arguments.of(hangul, 3, List.of(redact("한"), block("하하"))),
                Arguments.of(invisibleKana, 2, List.of(redact("か"))),
                Arguments.of(invisibleKana, 3, List.of(redact("かか"), redact("がか"), block("か\u3099\u3099"))),
                Arguments.of(invisibleKana, 3, List.of(redactWord("か"), redactWord("かか"))),
                Arguments.of(
                        invisibleKana,
                        3,
                        List.of(Oracle.Spec.foldedPattern(
                                Rule.pattern("p", "か{1,2}|が").wholeWords().redact(""), "か{1,2}|か\u3099"))),
                Arguments.of(
                        invisibleKana,
                        3,
                        List.of(
                                Oracle.Spec.foldedPattern(
                                        Rule.pattern("p", "か{1,2}").redact(""), "か{1,2}"),
                                redact("がか"))),
                Arguments.of(marks, 2, List.of(redact("カ"))),
                Arguments.of(marks, 2, List.of(redactWord("カ"), redact("ガカ"))),
                Arguments.of(
                        marks,
                        3,
                        List.of(Oracle.Spec.foldedPattern(
                                Rule.pattern("p", "カ{1,2}").redact(""), "カ{1,2}"))),
                Arguments.of(jamo, 2, List.of(redact("하"))),
                Arguments.of(jamo, 3, List.of(redact("한"), block("하하"))),
                Arguments.of(zeroWidth, 1, List.of(redact("ab"))),
                Arguments.of(zeroWidth, 3, List.of(redact("abab"), redact("ba"))),
                Arguments.of(zeroWidth, 2, List.of(redact("aa"), redact("aab"), redact("b"))),
                Arguments.of(zeroWidth, 3, List.of(block("abab"), redact("ba"))),
                Arguments.of(zeroWidth, 3, List.of(redact("abab"), block("ba"))),
                Arguments.of(zeroWidth, 2, List.of(block("aab"), block("aba"))),
                Arguments.of(words, 2, List.of(redactWord("ab"))),
                Arguments.of(words, 3, List.of(redactWord("a b"), redactWord("ba"))),
                Arguments.of(words, 2, List.of(redactWord("a"), redact("bab"))),
                Arguments.of(
                        words,
                        4,
                        List.of(Oracle.Spec.phrase(
                                Rule.phrases("w", "ab").wordStart().redact("")))),
                Arguments.of(
                        words,
                        4,
                        List.of(Oracle.Spec.phrase(Rule.phrases("w", "ab").block()), redact("b a"))),
                Arguments.of(
                        words,
                        4,
                        List.of(redact("ab"), Oracle.Spec.phrase(phrase("b").annotate()))),
                Arguments.of(words, 3, List.of(pattern("a{2,3}b?"))),
                Arguments.of(words, 3, List.of(pattern("(?:ab|b)a{1,2}"), redact("bb"))),
                Arguments.of(words, 3, List.of(pattern("[^a]a(?:b| ){1,2}"))),
                Arguments.of(
                        words,
                        4,
                        List.of(Oracle.Spec.pattern(
                                Rule.pattern("p", "a{1,2}b?").wholeWords().redact("")))),
                Arguments.of(
                        words,
                        4,
                        List.of(
                                Oracle.Spec.pattern(
                                        Rule.pattern("p", "ab{1,2}").wordStart().block()),
                                redact("ba"))));
    }

    @ParameterizedTest
    @MethodSource("policies")
    void everyTextCutInEveryWay(String alphabet, int beyond, List<Oracle.Spec> specs) {
        Oracle oracle = new Oracle(specs);
        int longest = alphabet.length() > 3 ? LONGEST - 1 : LONGEST;
        Futures futures = new Futures(oracle, alphabet, longest, beyond);
        Policy policy = oracle.policy();
        long cases = 0;
        for (String text : futures.texts()) {
            String soFar = futures.shownSoFar(text);
            String shown = futures.shownAtEnd(text);
            for (int cuts = 0; cuts < 1 << (text.length() - 1); cuts++) {
                GuardSession session = policy.newSession();
                String got = Pieces.feed(session, text, cuts);
                int held = visible(text.substring(text.length() - session.held()));
                if (held > policy.certificate().maxCharacters()) {
                    assertThat(held)
                            .as("held of '%s'", text)
                            .isLessThanOrEqualTo(policy.certificate().maxCharacters());
                }
                String all = got + session.finish().text();
                if (!got.equals(soFar) || !all.equals(shown)) {
                    assertThat(got + "|" + all)
                            .as("'%s' cut by %s", text, Integer.toBinaryString(cuts))
                            .isEqualTo(soFar + "|" + shown);
                }
                cases++;
            }
        }
        int letters = alphabet.length();
        long expected = letters * ((long) Math.pow(2 * letters, longest) - 1) / (2 * letters - 1);
        assertThat(cases).isEqualTo(expected);
    }

    private static int visible(String text) {
        return text.replace("\u200B", "").length();
    }
}
