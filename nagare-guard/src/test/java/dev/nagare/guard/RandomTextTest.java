package dev.nagare.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random text of every kind of character against the {@link Oracle}; a failure names the seed that makes it again. */
class RandomTextTest {
    private static final int TEXTS = Integer.getInteger("nagare.guard.texts", 20_000);
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
        "爆",
        "1",
        "１",
        ".",
        "ß",
        "ﬁ",
        "\uDB40\uDC61"
    };

    private static final List<List<Oracle.Spec>> POLICIES = List.of(
            List.of(
                    Oracle.Spec.phrase(Rule.phrases("1", "ab").anywhere().redact("*")),
                    Oracle.Spec.phrase(Rule.phrases("2", "abc").anywhere().redact("+")),
                    Oracle.Spec.phrase(Rule.phrases("3", "ca").anywhere().redact(""))),
            List.of(
                    Oracle.Spec.phrase(Rule.phrases("1", "ab").redact("*")),
                    Oracle.Spec.phrase(Rule.phrases("2", "a b").redact("+")),
                    Oracle.Spec.phrase(Rule.phrases("3", "爆").redact("#")),
                    Oracle.Spec.phrase(Rule.phrases("4", "カ").wordStart().redact("%"))),
            List.of(
                    Oracle.Spec.pattern(Rule.pattern("1", "[ab]{2,4}1?").redact("*")),
                    Oracle.Spec.pattern(Rule.pattern("2", "b1{1,2}|1c").redact("+")),
                    Oracle.Spec.phrase(Rule.phrases("3", "ssi").anywhere().redact("$"))),
            List.of(
                    Oracle.Spec.pattern(
                            Rule.pattern("1", "[abc]{2,3}").wholeWords().redact("*")),
                    Oracle.Spec.phrase(Rule.phrases("2", "か").anywhere().redact("+"))));

    @Test
    void everyCutOfRandomTextShowsWhatTheOracleSays() {
        Random random = new Random(SEED);
        List<Oracle> oracles = new ArrayList<>();
        List<Policy> policies = new ArrayList<>();
        POLICIES.forEach(specs -> {
            Oracle oracle = new Oracle(specs);
            oracles.add(oracle);
            policies.add(oracle.policy());
        });
        for (int i = 0; i < TEXTS; i++) {
            String text = text(random);
            int which = random.nextInt(policies.size());
            String expected = oracles.get(which).shownWhole(text);
            for (int cut = 0; cut < 4; cut++) {
                List<String> pieces = cut == 0 ? Pieces.ofLength(text, 1) : Pieces.random(text, 4, random);
                GuardSession session = policies.get(which).newSession();
                StringBuilder shown = new StringBuilder();
                long most = 0;
                for (String piece : pieces) {
                    shown.append(session.accept(piece).text());
                    most = Math.max(most, session.held());
                    assertThat(expected)
                            .as("seed %d, text %d, policy %d, %s", SEED, i, which, pieces)
                            .startsWith(shown.toString());
                }
                shown.append(session.finish().text());
                assertThat(shown.toString())
                        .as("seed %d, text %d, policy %d, %s", SEED, i, which, pieces)
                        .isEqualTo(expected);
                assertThat(most)
                        .isLessThanOrEqualTo(
                                2 * policies.get(which).certificate().bound());
            }
        }
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
