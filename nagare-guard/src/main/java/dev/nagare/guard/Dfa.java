package dev.nagare.guard;

/**
 * A regular pattern as a table: from a state and a symbol's class to the next state.
 *
 * <p>From every state there is a way to a match, and no way goes on forever.
 */
final class Dfa {
    /** No match can come any more. */
    static final int DEAD = -1;

    static final int START = 0;

    private static final int ASCII = 0x80;

    private final SymbolClasses symbols;
    private final int classes;
    private final int[] asciiClass = new int[ASCII];
    private final int[] next;
    private final boolean[] accepting;
    private final boolean[] open;

    /**
     * A table.
     *
     * @param symbols the classes of symbols
     * @param next for each state and class the next state
     * @param accepting which states end a match
     */
    Dfa(SymbolClasses symbols, int[] next, boolean[] accepting) {
        this.symbols = symbols;
        this.classes = symbols.size();
        this.next = next;
        this.accepting = accepting;
        this.open = new boolean[accepting.length];
        for (int symbol = 0; symbol < ASCII; symbol++) {
            asciiClass[symbol] = symbols.find(symbol);
        }
        for (int state = 0; state < open.length; state++) {
            for (int i = state * classes; i < (state + 1) * classes; i++) {
                open[state] |= next[i] != DEAD;
            }
        }
    }

    /** The state after a symbol, or {@link #DEAD}. */
    int next(int state, int symbol) {
        return next[state * classes + (symbol < ASCII ? asciiClass[symbol] : symbols.find(symbol))];
    }

    /** Whether a match ends here. */
    boolean isAccepting(int state) {
        return accepting[state];
    }

    /** Whether a match can go on from here. */
    boolean isOpen(int state) {
        return open[state];
    }

    /** Whether a match can begin with a symbol of this number or a larger one. */
    boolean startsFrom(int symbol) {
        for (int c : symbols.from(symbol)) {
            if (next[START * classes + c] != DEAD) {
                return true;
            }
        }
        return false;
    }

    /** Whether a symbol can be part of a match. */
    boolean takes(int symbol) {
        for (int state = 0; state < accepting.length; state++) {
            if (next(state, symbol) != DEAD) {
                return true;
            }
        }
        return false;
    }

    int states() {
        return accepting.length;
    }

    /** One symbol of each class. */
    int[] representatives() {
        return symbols.representatives().clone();
    }

    /** About how many bytes this holds. */
    long bytes() {
        return 4L * (next.length + ASCII) + symbols.bytes() + 2L * accepting.length;
    }
}
