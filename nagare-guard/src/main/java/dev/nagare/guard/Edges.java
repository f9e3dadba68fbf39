package dev.nagare.guard;

/** What may stand before and after a match of a pattern. */
interface Edges {
    /**
     * What stands for a point after a digit, where it is asked what stands before a match; no symbol of a text. To all edges
     * but those of numbers it is a point.
     */
    int DECIMAL_POINT = Character.MAX_CODE_POINT + 1;

    /** Anything. */
    Edges ANY = not(SymbolSet.NONE, SymbolSet.NONE);

    /** Whether a match may begin with a symbol after another, or after -1: the beginning of the text. */
    boolean mayStart(int before, int first);

    /**
     * Whether a match may end with a symbol before another, or before -1: the end of the text.
     *
     * @param isOneLetter whether the two are parts of one letter
     */
    boolean mayEnd(int last, int after, boolean isOneLetter);

    /** Whether it depends on what follows whether a match may end with a symbol. */
    boolean isEndOpen(int last);

    /** The same where it is known that the symbol ends its letter. */
    default boolean isEndOpenAfterLetter(int last) {
        return isEndOpen(last);
    }

    /**
     * No letter or digit before or after, and no digit and point right before: the digits of a decimal fraction. A point and
     * a digit may come after, as after a number at the end of a sentence.
     */
    static Edges ofNumber() {
        Edges edges = not(SymbolSet.ALPHANUMERIC, SymbolSet.ALPHANUMERIC);
        return new Edges() {
            @Override
            public boolean mayStart(int before, int first) {
                return before != DECIMAL_POINT && edges.mayStart(before, first);
            }

            @Override
            public boolean mayEnd(int last, int after, boolean isOneLetter) {
                return edges.mayEnd(last, after, isOneLetter);
            }

            @Override
            public boolean isEndOpen(int last) {
                return edges.isEndOpen(last);
            }
        };
    }

    /** No symbol of these before, none of those after. */
    static Edges not(SymbolSet before, SymbolSet after) {
        return new Edges() {
            @Override
            public boolean mayStart(int symbol, int first) {
                return symbol < 0 || !before.contains(asSymbol(symbol));
            }

            @Override
            public boolean mayEnd(int last, int symbol, boolean isOneLetter) {
                return symbol < 0 || !after.contains(symbol);
            }

            @Override
            public boolean isEndOpen(int last) {
                return !after.isEmpty();
            }
        };
    }

    /** What other edges say, and no end in the middle of a letter that goes on. */
    static Edges ofLetters(Edges edges) {
        return new Edges() {
            @Override
            public boolean mayStart(int before, int first) {
                return edges.mayStart(before, first);
            }

            @Override
            public boolean mayEnd(int last, int after, boolean isOneLetter) {
                return !isOneLetter && edges.mayEnd(last, after, false);
            }

            @Override
            public boolean isEndOpen(int last) {
                return edges.isEndOpen(last) || Letters.mayGrow(last);
            }

            @Override
            public boolean isEndOpenAfterLetter(int last) {
                return edges.isEndOpen(last);
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
            public boolean mayEnd(int last, int after, boolean isOneLetter) {
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
                return symbol < 0 ? WordBreaks.NONE : WordBreaks.kind(asSymbol(symbol));
            }
        };
    }

    private static int asSymbol(int seen) {
        return seen == DECIMAL_POINT ? '.' : seen;
    }
}
