package dev.nagare.guard;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pattern or detector, ready to scan.
 *
 * @param rule the rule's index in its policy
 * @param view how it sees text
 * @param dfa what it matches
 * @param check what a match must satisfy besides
 * @param edges what may stand before and after a match
 * @param tail what is swallowed after a match
 * @param longest the most symbols of a match
 * @param isHeld whether the rule blocks or redacts
 */
record CompiledPattern(
        int rule, Folding view, Dfa dfa, Check check, Edges edges, Tail tail, int longest, boolean isHeld) {
    /** The most symbols of a match. */
    static final int MOST_SYMBOLS = 4_096;

    /** The symbols that a check may tell from each other. */
    private static final List<Integer> CHECKED = SymbolSet.ALPHANUMERIC.symbols();

    static CompiledPattern of(
            String name,
            int rule,
            boolean isHeld,
            Folding view,
            Regex regex,
            Check check,
            Edges edges,
            Tail tail,
            PolicyWork work) {
        work.steps(name, PolicyWork.STEPS_OF_PATTERN);
        long longest = regex.longest();
        if (longest > MOST_SYMBOLS) {
            throw new PolicyException(
                    name,
                    "the pattern is too long: a match may have at most " + MOST_SYMBOLS
                            + " characters; use smaller counts");
        }
        Dfa dfa = DfaBuilder.build(name, regex, check.equals(Check.NONE) ? List.of() : CHECKED, work);
        Edges ofText = view == Folding.WORDS ? Edges.ofLetters(edges) : edges;
        return new CompiledPattern(rule, view, dfa, check, ofText, tail, (int) longest, isHeld);
    }

    boolean hasCheck() {
        return !check.equals(Check.NONE);
    }

    /** Whether a match that is not finished can still come to one that satisfies the check. */
    boolean canFinish(int state, long checked) {
        return dfa.isOpen(state) && (!hasCheck() || check.isSurelyOpen(checked) || triesToFinish(state, checked));
    }

    /** The same, found by trying every continuation. */
    boolean triesToFinish(int state, long checked) {
        for (int symbol : dfa.representatives()) {
            int next = dfa.next(state, symbol);
            if (next != Dfa.DEAD) {
                long after = check.step(checked, symbol);
                if (after != Check.DEAD
                        && ((dfa.isAccepting(next) && check.accepts(after)) || triesToFinish(next, after))) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * What is swallowed after a match; it is part of the match as soon as it is there, so nothing waits for it.
     *
     * @param during the symbols that are swallowed; the first other one ends the tail
     * @param until what ends the tail and is its last part, or null
     */
    record Tail(SymbolSet during, @Nullable Dfa until) {
        /** The most symbols of a tail. */
        static final int MOST_SYMBOLS = 16 << 10;

        static final Tail NONE = new Tail(SymbolSet.NONE, null);

        boolean isNone() {
            return during.isEmpty();
        }
    }
}
