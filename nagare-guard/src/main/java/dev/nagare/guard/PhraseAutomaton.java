package dev.nagare.guard;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Finds many phrases at once in a text that comes symbol by symbol: the automaton of Aho and Corasick.
 *
 * <p>A state stands for the longest end of the text so far that begins a phrase. {@link #hold} is the whole theory of the
 * guard in one number: how many symbols at the end of the text belong to an unfinished phrase. Everything before them can
 * go, because a phrase that began earlier would have kept the state longer; nothing of them can, because the rest of the
 * phrase may come next.
 *
 * <p>Where words begin and end is a symbol of its own, {@link Alphabet#BREAK}, which takes no room in the text. A phrase
 * that must begin a word begins with it; one that must end a word ends with it; so these rules need no special case. In the
 * same way {@link Alphabet#LETTER_END} stands at the end of a phrase whose last letter could go on. Inside a phrase it does not
 * matter where letters end, so this symbol leads from a state to what ends there and never further into the text.
 *
 * <p>States are numbered breadth first, so the children of a state are neighbours, and some 16 bytes are enough for a state.
 * The first states, those near the root, where ordinary text stays, have a row with the next state for every symbol; the
 * others look among their children and follow their fallbacks until one of the first is reached.
 */
final class PhraseAutomaton {
    static final int ROOT = 0;

    /** How an ASCII character that has not exactly one symbol is marked in {@link #ascii}. */
    static final int NOT_ONE = -1;

    private static final int ASCII = 0x80;
    private static final int LINEAR = 8;

    /** How many entries all rows have together, unless the row of the root alone has more. */
    static final int ROW_ENTRIES = 1 << 16;

    private final Alphabet alphabet;
    private final boolean breaks;
    private final boolean letterEnds;
    private final int[] ascii = new int[ASCII];
    private final int width;
    private final int rowCount;
    private final int[] rows;
    private final int[] firstChild;
    private final char[] label;
    private final int[] fail;
    private final char[] hold;

    /** {@link #hold} where the last letter has ended; the same where no phrase asks for that. */
    private final char[] holdAfterLetter;

    private final int[] report;
    private final Outputs outputs;
    private final int longest;

    /**
     * An automaton.
     *
     * @param rowEntries how many entries all rows may have together; the root has a row in any case
     */
    PhraseAutomaton(PhraseTrie trie, Alphabet alphabet, boolean breaks, boolean letterEnds, int rowEntries) {
        this.alphabet = alphabet;
        this.breaks = breaks;
        this.letterEnds = letterEnds;
        this.firstChild = trie.firstChild();
        this.label = trie.labels();
        this.outputs = trie.outputs();
        this.longest = trie.longest();
        int states = label.length;
        this.width = alphabet.size();
        this.rowCount = Math.max(1, Math.min(states, rowEntries / width));
        this.rows = new int[rowCount * width];
        this.fail = new int[states];
        this.report = new int[states];
        this.hold = new char[states];
        this.holdAfterLetter = letterEnds ? new char[states] : hold;
        link(trie);
        for (int point = 0; point < ASCII; point++) {
            int symbol = Folding.WORDS.symbol(point);
            ascii[point] = symbol < 0 ? NOT_ONE : WordBreaks.kind(symbol) << Character.SIZE | alphabet.of(symbol);
        }
    }

    private void link(PhraseTrie trie) {
        int output = 0;
        for (int state = 0; state < label.length; state++) {
            int fallback = fail[state];
            boolean own = output < outputs.states().length && outputs.states()[output] == state;
            output += own ? 1 : 0;
            report[state] = own ? state : state == ROOT ? -1 : report[fallback];
            if (state < rowCount) {
                fillRow(state, fallback);
            }
            hold[state] = trie.isUnfinished(state) ? trie.depth(state) : state == ROOT ? 0 : hold[fallback];
            if (letterEnds) {
                boolean isOpen = trie.isUnfinishedAfterLetter(state);
                holdAfterLetter[state] = isOpen ? trie.depth(state) : state == ROOT ? 0 : holdAfterLetter[fallback];
            }
            for (int child = firstChild[state]; child < firstChild[state + 1]; child++) {
                fail[child] = state == ROOT ? ROOT : next(fallback, label[child]);
            }
        }
    }

    /** The fallback's row with the children in it; a fallback is nearer to the root, so its row is there. */
    private void fillRow(int state, int fallback) {
        if (state != ROOT) {
            System.arraycopy(rows, fallback * width, rows, state * width, width);
        }
        for (int child = firstChild[state]; child < firstChild[state + 1]; child++) {
            rows[state * width + label[child]] = child;
        }
    }

    Alphabet alphabet() {
        return alphabet;
    }

    /** An ASCII character's symbol in the lower 16 bits and its kind of {@link WordBreaks} above, or {@link #NOT_ONE}. */
    int ascii(int codePoint) {
        return ascii[codePoint];
    }

    /** Whether the text must be given with its word breaks. */
    boolean breaks() {
        return breaks;
    }

    /** Whether the text must be given with the ends of letters that could have gone on. */
    boolean letterEnds() {
        return letterEnds;
    }

    /** The state after one more symbol. */
    int next(int state, char symbol) {
        int from = state;
        while (from >= rowCount) {
            int child = child(from, symbol);
            if (child > 0) {
                return child;
            }
            from = fail[from];
        }
        return rows[from * width + symbol];
    }

    private int child(int state, char symbol) {
        int low = firstChild[state];
        int high = firstChild[state + 1];
        if (high - low > LINEAR) {
            int found = Arrays.binarySearch(label, low, high, symbol);
            return Math.max(found, 0);
        }
        for (int child = low; child < high; child++) {
            if (label[child] == symbol) {
                return child;
            }
        }
        return 0;
    }

    /** How many symbols at the end of the text belong to an unfinished phrase of a rule that blocks or redacts. */
    int hold(int state) {
        return hold[state];
    }

    /** The same where the last letter has ended, so that no phrase waits for that. */
    int holdAfterLetter(int state) {
        return holdAfterLetter[state];
    }

    /**
     * Adds the rules of all phrases that a state, or one on its way of fallbacks, has the first symbols of.
     *
     * @param isAfterLetter whether the last letter has ended
     */
    void unfinished(int state, boolean isAfterLetter, BitSet rules) {
        int beforeWord = rows[Alphabet.BREAK];
        for (int begun = state; begun != ROOT && begun != beforeWord; begun = fail[begun]) {
            int letterEnd = isAfterLetter ? child(begun, Alphabet.LETTER_END) : ROOT;
            if (letterEnd == ROOT) {
                addRules(firstChild[begun], firstChild[begun + 1], rules);
            } else {
                addRules(firstChild[begun], letterEnd, rules);
                addRules(firstChild[letterEnd], firstChild[letterEnd + 1], rules);
                addRules(letterEnd + 1, firstChild[begun + 1], rules);
            }
        }
    }

    /** Adds the rules of phrases that end at neighbouring states or below them. */
    private void addRules(int first, int end, BitSet rules) {
        // The states below some neighbours that are equally deep are neighbours.
        int low = first;
        int high = end;
        while (low < high) {
            outputs.addRules(low, high, rules);
            low = firstChild[low];
            high = firstChild[high];
        }
    }

    /** The nearest state, this one or on its way of fallbacks, whose phrase ends here; -1 when none does. */
    int reported(int state) {
        return report[state];
    }

    /** The next state after a reported one whose phrase ends here too; -1 when none does. */
    int reportedAfter(int state) {
        return state == ROOT ? -1 : report[fail[state]];
    }

    /** The phrases and their rules. */
    Outputs outputs() {
        return outputs;
    }

    /** The largest number of symbols in a phrase. */
    int longest() {
        return longest;
    }

    /** The largest {@link #hold}. */
    int longestHold() {
        int most = 0;
        for (char each : hold) {
            most = Math.max(most, each);
        }
        return most;
    }

    /** About how many bytes this holds. */
    long bytes() {
        return 4L * (rows.length + ASCII + firstChild.length + fail.length + report.length)
                + 2L * (label.length + hold.length + (letterEnds ? holdAfterLetter.length : 0))
                + outputs.bytes()
                + alphabet.bytes();
    }

    /** Which states end a phrase, of how many symbols, for which rules. */
    @SuppressWarnings("ArrayRecordComponent") // tables, never compared
    record Outputs(int[] states, char[] lengths, int[] firstRule, int[] rules) {
        /** The index of a state's output; negative when it ends no phrase. */
        int at(int state) {
            return Arrays.binarySearch(states, state);
        }

        /** Adds the rules of the states from one to before another. */
        void addRules(int low, int high, BitSet found) {
            int first = Arrays.binarySearch(states, low);
            for (int i = first < 0 ? -first - 1 : first; i < states.length && states[i] < high; i++) {
                for (int j = firstRule[i]; j < firstRule[i + 1]; j++) {
                    found.set(rules[j]);
                }
            }
        }

        long bytes() {
            return 4L * (states.length + firstRule.length + rules.length) + 2L * lengths.length;
        }
    }
}
