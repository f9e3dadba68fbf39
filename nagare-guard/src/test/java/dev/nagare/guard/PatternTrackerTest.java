package dev.nagare.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Threads that are in the same state of a pattern's table. */
class PatternTrackerTest {
    /** After an a only a d makes it right, which is known only at the end. */
    private static final Check D_AFTER_A = new Check() {
        @Override
        public long step(long state, int symbol) {
            return symbol == 'a' ? 1 : symbol == 'd' ? 0 : state;
        }

        @Override
        public boolean accepts(long state) {
            return state == 0;
        }
    };

    private static List<String> found(Check check, String text) {
        CompiledPattern pattern = CompiledPattern.of(
                "t",
                0,
                true,
                Folding.PLAIN,
                RegexParser.parse("t", "(?:ab|b)[cd]", false, Folding.PLAIN, new PolicyWork()),
                check,
                Edges.ANY,
                CompiledPattern.Tail.NONE,
                new PolicyWork());
        PatternTracker tracker = new PatternTracker(pattern, false);
        List<String> found = new ArrayList<>();
        Matches matches = (rule, start, end) -> found.add(start + "-" + end);
        int before = -1;
        for (int i = 0; i < text.length(); i++) {
            tracker.symbol(before, i, text.charAt(i), false, i, i + 1, matches);
            before = text.charAt(i);
        }
        tracker.end(before, text.length(), matches);
        return found;
    }

    @Test
    void theEarlierIsEnoughForAPlainPattern() {
        assertThat(found(Check.NONE, "abc")).containsExactly("0-3");
        assertThat(found(Check.NONE, "xbc")).containsExactly("1-3");
    }

    @Test
    void eachIsKeptWhereACheckTellsThemApart() {
        assertThat(found(D_AFTER_A, "abc")).containsExactly("1-3");
        assertThat(found(D_AFTER_A, "abd")).containsExactly("0-3", "1-3");
    }
}
