package dev.nagare.guard;

import java.util.ArrayList;
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
    private static final List<Integer> CHECKED = checked();

    static CompiledPattern of(
            String name, int rule, boolean isHeld, Folding view, Regex regex, Check check, Edges edges, Tail tail) {
        long longest = regex.longest();
        if (longest > MOST_SYMBOLS) {
            throw new PolicyException(
                    name,
                    "a match can have " + longest + " characters; the most is " + MOST_SYMBOLS
                            + ", use smaller counts");
        }
        Dfa dfa = DfaBuilder.build(name, regex, check.equals(Check.NONE) ? List.of() : CHECKED);
        return new CompiledPattern(rule, view, dfa, check, edges, tail, (int) longest, isHeld);
    }

    private static List<Integer> checked() {
        List<Integer> symbols = new ArrayList<>();
        for (int symbol = 0; symbol < 0x80; symbol++) {
            if (SymbolSet.ALPHANUMERIC.contains(symbol)) {
                symbols.add(symbol);
            }
        }
        return List.copyOf(symbols);
    }

    boolean hasCheck() {
        return !check.equals(Check.NONE);
    }

    /** Whether a match that is not finished can still come to one that satisfies the check. */
    boolean canFinish(int state, long checked) {
        if (!hasCheck()) {
            return dfa.isOpen(state);
        }
        if (check.isSurelyOpen(checked)) {
            return dfa.isOpen(state);
        }
        for (int symbol : dfa.representatives()) {
            int next = dfa.next(state, symbol);
            if (next != Dfa.DEAD) {
                long after = check.step(checked, symbol);
                if (after != Check.DEAD
                        && ((dfa.isAccepting(next) && check.accepts(after)) || canFinish(next, after))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** What may stand before and after a match. */
    interface Edges {
        /** Anything. */
        Edges ANY = new Edges() {
            @Override
            public boolean mayStart(int before, int first) {
                return true;
            }

            @Override
            public boolean mayEnd(int last, int after) {
                return true;
            }

            @Override
            public boolean isEndOpen(int last) {
                return false;
            }
        };

        /** Whether a match may begin with a symbol after another, or after -1: the beginning of the text. */
        boolean mayStart(int before, int first);

        /** Whether a match may end with a symbol before another, or before -1: the end of the text. */
        boolean mayEnd(int last, int after);

        /** Whether it depends on what follows whether a match may end with a symbol. */
        boolean isEndOpen(int last);

        /** No symbol of these before, none of those after. */
        static Edges not(SymbolSet before, SymbolSet after) {
            return new Edges() {
                @Override
                public boolean mayStart(int symbol, int first) {
                    return symbol < 0 || !before.contains(symbol);
                }

                @Override
                public boolean mayEnd(int last, int symbol) {
                    return symbol < 0 || !after.contains(symbol);
                }

                @Override
                public boolean isEndOpen(int last) {
                    return !after.isEmpty();
                }
            };
        }

        /** Beginnings and ends of words, where asked for. */
        static Edges words(boolean start, boolean end) {
            return new Edges() {
                @Override
                public boolean mayStart(int before, int first) {
                    return !start || isBreak(before, first) || !WordBreaks.isOpen(WordBreaks.kind(first));
                }

                @Override
                public boolean mayEnd(int last, int after) {
                    return !end || isBreak(last, after) || !WordBreaks.isOpen(WordBreaks.kind(last));
                }

                @Override
                public boolean isEndOpen(int last) {
                    return end && WordBreaks.isOpen(WordBreaks.kind(last));
                }

                private boolean isBreak(int before, int after) {
                    return WordBreaks.between(kind(before), kind(after));
                }

                private byte kind(int symbol) {
                    return symbol < 0 ? WordBreaks.NONE : WordBreaks.kind(symbol);
                }
            };
        }
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
