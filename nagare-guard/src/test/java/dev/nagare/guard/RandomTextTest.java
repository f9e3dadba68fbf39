package dev.nagare.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random text of every kind of character, cut in six ways, against the {@link Oracle}; a failure names the seed that makes
 * it again. The build looks at 200,000 texts; the system property {@code nagare.guard.texts} names another number and
 * {@code nagare.guard.seed} a seed.
 */
class RandomTextTest {
    private static final int TEXTS = Integer.getInteger("nagare.guard.texts", 200_000);
    private static final int CUTS = 6;

    /** One held-back text in this many is asked for a continuation that makes its first character part of a match. */
    private static final int WITNESSED = 16;

    private static final long SEED = Long.getLong("nagare.guard.seed", System.nanoTime());

    private static final String[] LETTERS = {
        "a",
        "b",
        "c",
        "A",
        "B",
        "\u0430",
        "\u0412",
        "á",
        "b\u0301",
        "ａ",
        "ｂ",
        "𝐚",
        "𝐛",
        "ⓒ",
        "\u200B",
        "\u200D",
        "\u00AD",
        "\uFE0F",
        "\u0301",
        "\uD83D",
        "\uDE00",
        "\uD83D\uDE00",
        " ",
        "\u00A0",
        "\n",
        "か",
        "が",
        "カ",
        "ガ",
        "\u3099",
        "ﾞ",
        "は",
        "ぱ",
        "하",
        "한",
        "\u1112",
        "\u1161",
        "\u11AB",
        "ㅏ",
        "\u0001",
        "爆",
        "1",
        "１",
        ".",
        "ß",
        "ﬁ",
        "\uDB40\uDC61"
    };

    /**
     * A policy under test.
     *
     * @param matches texts out of which a continuation can be taken that completes whatever is held back
     */
    private record Subject(Oracle oracle, Policy policy, List<String> matches) {
        static Subject of(List<String> matches, Oracle.Spec... specs) {
            Oracle oracle = new Oracle(List.of(specs));
            return new Subject(oracle, oracle.policy(), matches);
        }

        /** Whether some continuation makes the character at this place part of a match. */
        boolean hasWitness(String text, int place) {
            for (String match : matches) {
                for (int from = 0; from < match.length(); from++) {
                    String longer = text + match.substring(from);
                    if (oracle.matches(longer).stream()
                            .anyMatch(found -> found.start() <= place && place < found.end())) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    private static final List<Subject> SUBJECTS = List.of(
            Subject.of(
                    List.of("ab", "abc", "ca"),
                    Oracle.Spec.phrase(Rule.phrases("1", "ab").anywhere().redact("*")),
                    Oracle.Spec.phrase(Rule.phrases("2", "abc").anywhere().redact("+")),
                    Oracle.Spec.phrase(Rule.phrases("3", "ca").anywhere().redact(""))),
            Subject.of(
                    List.of("ab ", "a b ", "爆", "カ"),
                    Oracle.Spec.phrase(Rule.phrases("1", "ab").redact("*")),
                    Oracle.Spec.phrase(Rule.phrases("2", "a b").redact("+")),
                    Oracle.Spec.phrase(Rule.phrases("3", "爆").redact("#")),
                    Oracle.Spec.phrase(Rule.phrases("4", "カ").wordStart().redact("%"))),
            Subject.of(
                    List.of("aaaa1", "b11", "1c", "ssi"),
                    Oracle.Spec.pattern(Rule.pattern("1", "[ab]{2,4}1?").redact("*")),
                    Oracle.Spec.pattern(Rule.pattern("2", "b1{1,2}|1c").redact("+")),
                    Oracle.Spec.phrase(Rule.phrases("3", "ssi").anywhere().redact("$"))),
            Subject.of(
                    List.of("abc ", "か"),
                    Oracle.Spec.pattern(
                            Rule.pattern("1", "[abc]{2,3}").wholeWords().redact("*")),
                    Oracle.Spec.phrase(Rule.phrases("2", "か").anywhere().redact("+"))),
            Subject.of(
                    List.of("か\u3099か", "カ\u3099 ", "\u1112\u1161", "\u1112\u1161\u11AB "),
                    Oracle.Spec.phrase(Rule.phrases("1", "하").anywhere().redact("*")),
                    Oracle.Spec.phrase(Rule.phrases("2", "がか").redact("+")),
                    Oracle.Spec.phrase(Rule.phrases("3", "ガ").redact("#")),
                    Oracle.Spec.phrase(Rule.phrases("4", "が").redact("%")),
                    Oracle.Spec.phrase(Rule.phrases("5", "한").redact("-"))),
            Subject.of(
                    List.of("か\u3099 ", "か\u3099か\u3099 ", "カ\u3099b", "カ ", "\u1112\u1161\u11ABa", "\u1112\u1161a"),
                    Oracle.Spec.foldedPattern(
                            Rule.pattern("1", "[か-が]{1,2}").wholeWords().redact("*"), "(?:か\u3099?){1,2}"),
                    Oracle.Spec.foldedPattern(Rule.pattern("2", "ガb").redact("+"), "カ\u3099b"),
                    Oracle.Spec.foldedPattern(
                            Rule.pattern("3", "[가-힣]a?").redact("#"),
                            "[\u1100-\u1112][\u1161-\u1175][\u11A8-\u11C2]?a?"),
                    Oracle.Spec.foldedPattern(
                            Rule.pattern("4", "[カ-ガ]").wordStart().redact("%"), "カ\u3099?")),
            Subject.of(
                    List.of("ab", "bca ", "c1", "AA", "abc1b"),
                    Oracle.Spec.phrase(Rule.phrases("1", "bca").redact("*")),
                    Oracle.Spec.phrase(Rule.phrases("2", "ab").anywhere().redact("+")),
                    Oracle.Spec.pattern(Rule.pattern("3", "[bc]1|A{2}").redact("")),
                    Oracle.Spec.pattern(Rule.pattern("4", "ab(?:c1b)?").redact("-")),
                    Oracle.Spec.phrase(Rule.phrases("5", "abc").anywhere().redact("#"))));

    @Test
    void everyCutOfRandomTextShowsWhatTheOracleSays() {
        Random random = new Random(SEED);
        long witnesses = 0;
        for (int i = 0; i < TEXTS; i++) {
            String text = text(random);
            Subject subject = SUBJECTS.get(random.nextInt(SUBJECTS.size()));
            String expected = subject.oracle().shownWhole(text);
            for (int cut = 0; cut < CUTS; cut++) {
                List<String> pieces = cut == 0 ? Pieces.ofLength(text, 1) : Pieces.random(text, 4, random);
                String name = "seed " + SEED + ", text " + i + ", policy " + SUBJECTS.indexOf(subject) + ", " + pieces;
                GuardSession session = subject.policy().newSession();
                StringBuilder shown = new StringBuilder();
                int fed = 0;
                for (String piece : pieces) {
                    shown.append(session.accept(piece).text());
                    fed += piece.length();
                    if (!expected.startsWith(shown.toString())) {
                        assertThat(expected).as(name).startsWith(shown.toString());
                    }
                    boolean isHalf = Character.isHighSurrogate(piece.charAt(piece.length() - 1));
                    if (session.held() > 0 && !isHalf && random.nextInt(WITNESSED) == 0) {
                        witnesses++;
                        int place = fed - session.held();
                        if (!subject.hasWitness(text.substring(0, fed), place)) {
                            assertThat(text.substring(place, fed)).as(name).isEqualTo("not held back");
                        }
                    }
                }
                shown.append(session.finish().text());
                if (!shown.toString().equals(expected)) {
                    assertThat(shown.toString()).as(name).isEqualTo(expected);
                }
            }
        }
        assertThat(witnesses).isGreaterThan(TEXTS / 16);
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int length = 1 + random.nextInt(14);
        for (int i = 0; i < length; i++) {
            text.append(LETTERS[random.nextInt(random.nextBoolean() ? 5 : LETTERS.length)]);
        }
        return text.toString();
    }
}
