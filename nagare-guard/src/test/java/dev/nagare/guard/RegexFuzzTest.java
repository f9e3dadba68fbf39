package dev.nagare.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Random patterns: each is refused with a reason or becomes a table of bounded size that matches what the JDK's does. */
class RegexFuzzTest {
    private static final int PATTERNS = Integer.getInteger("nagare.guard.patterns", 3_000);
    private static final long SEED = Long.getLong("nagare.guard.seed", System.nanoTime());
    private static final String[] PARTS = {
        "a",
        "b",
        "c",
        ".",
        "\\d",
        "\\w",
        "\\s",
        "[ab]",
        "[^a]",
        "[a-c1-3]",
        "[^b-c ]",
        "(?:)",
        "1",
        " ",
        "\\.",
        "\\u0061"
    };
    private static final String[] COUNTS = {"?", "{0}", "{1}", "{2}", "{0,2}", "{1,3}", "{7}", "{0,40}", "{999}"};
    private static final String[] NOISE = {"(", ")", "|", "{", "}", "[", "]", "?", "*", "+", "\\", "-", "^", ",", "9"};
    private static final String TEXT = "abc1 .\n";

    @Test
    void aPatternMeansWhatItMeansToTheJdk() {
        Random random = new Random(SEED);
        int compiled = 0;
        for (int i = 0; i < PATTERNS; i++) {
            String pattern = pattern(random, 3);
            Dfa dfa;
            try {
                dfa = compile(pattern);
            } catch (PolicyException refused) {
                assertThat(refused.reason()).as("seed %d, '%s'", SEED, pattern).isNotBlank();
                continue;
            }
            compiled++;
            Matcher matcher = Pattern.compile(pattern, Pattern.UNIX_LINES).matcher("");
            for (int each = 0; each < 200; each++) {
                String text = text(random);
                if (matches(dfa, text) != matcher.reset(text).matches()) {
                    assertThat(matches(dfa, text))
                            .as("seed %d, '%s' matches '%s'", SEED, pattern, text)
                            .isEqualTo(matcher.matches());
                }
            }
        }
        assertThat(compiled).isGreaterThan(PATTERNS / 3);
    }

    @Test
    void noiseIsRefusedWithAReason() {
        Random random = new Random(SEED);
        for (int i = 0; i < 10 * PATTERNS; i++) {
            StringBuilder pattern = new StringBuilder();
            for (int part = random.nextInt(12); part >= 0; part--) {
                String[] from = random.nextBoolean() ? PARTS : random.nextBoolean() ? COUNTS : NOISE;
                pattern.append(from[random.nextInt(from.length)]);
            }
            try {
                compile(pattern.toString());
            } catch (PolicyException refused) {
                assertThat(refused.reason()).as("seed %d, '%s'", SEED, pattern).isNotBlank();
            }
        }
    }

    private static Dfa compile(String pattern) {
        Regex regex = RegexParser.parse("fuzz", pattern, false, Folding.PLAIN, new PolicyWork());
        Dfa dfa = CompiledPattern.of(
                        "fuzz",
                        0,
                        true,
                        Folding.PLAIN,
                        regex,
                        Check.NONE,
                        Edges.ANY,
                        CompiledPattern.Tail.NONE,
                        new PolicyWork())
                .dfa();
        assertThat((long) dfa.states() * dfa.representatives().length)
                .as("seed %d, '%s'", SEED, pattern)
                .isLessThanOrEqualTo(DfaBuilder.MOST_ENTRIES);
        return dfa;
    }

    private static boolean matches(Dfa dfa, String text) {
        int state = Dfa.START;
        for (int i = 0; i < text.length() && state != Dfa.DEAD; i++) {
            state = dfa.next(state, text.charAt(i));
        }
        return state != Dfa.DEAD && dfa.isAccepting(state);
    }

    private static String pattern(Random random, int depth) {
        StringBuilder pattern = new StringBuilder();
        for (int part = random.nextInt(4); part >= 0; part--) {
            boolean isGroup = depth > 0 && random.nextInt(3) == 0;
            pattern.append(isGroup ? "(?:" + pattern(random, depth - 1) + ")" : PARTS[random.nextInt(PARTS.length)]);
            if (random.nextInt(3) == 0) {
                List<String> counts = List.of(COUNTS);
                pattern.append(counts.get(random.nextInt(random.nextInt(8) == 0 ? counts.size() : 6)));
            }
            if (random.nextInt(5) == 0) {
                pattern.append('|');
            }
        }
        return pattern.toString();
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(9); i >= 0; i--) {
            text.append(TEXT.charAt(random.nextInt(random.nextBoolean() ? 3 : TEXT.length())));
        }
        return text.toString();
    }
}
