package dev.nagare.guard;

import java.util.BitSet;

/** One text's way through a {@link PhraseAutomaton}. */
final class PhraseScanner {
    private static final int ASCII = 0x80;

    private final PhraseAutomaton automaton;
    private final Alphabet alphabet;
    private final boolean breaks;

    /** Where the latest symbols began in the text; enough of them for the longest phrase. */
    private final long[] starts;

    private final int mask;
    private long symbols;
    private long lastEnd;
    private int state = PhraseAutomaton.ROOT;
    private byte lastKind = WordBreaks.NONE;

    PhraseScanner(PhraseAutomaton automaton) {
        this.automaton = automaton;
        this.alphabet = automaton.alphabet();
        this.breaks = automaton.breaks();
        int capacity = Integer.highestOneBit(Math.max(1, automaton.longest()) * 2 - 1);
        this.starts = new long[capacity];
        this.mask = capacity - 1;
    }

    /** Takes a code point that stands at [start, end) of the text; returns whether it has any symbol. */
    boolean accept(int codePoint, long start, long end, Matches matches) {
        if (codePoint < ASCII) {
            int known = automaton.ascii(codePoint);
            if (known != PhraseAutomaton.NOT_ONE) {
                symbol((char) known, (byte) (known >> Character.SIZE), start, end, matches);
                return true;
            }
        }
        return acceptAny(codePoint, start, end, matches);
    }

    /** The same for every code point, without the table of ASCII characters. */
    boolean acceptAny(int codePoint, long start, long end, Matches matches) {
        int symbol = Folding.WORDS.symbol(codePoint);
        if (symbol >= 0) {
            symbol(alphabet.of(symbol), WordBreaks.kind(symbol), start, end, matches);
            return true;
        }
        int[] sequence = Folding.WORDS.sequence(symbol);
        for (int each : sequence) {
            symbol(alphabet.of(each), WordBreaks.kind(each), start, end, matches);
        }
        return sequence.length > 0;
    }

    private void symbol(char symbol, byte kind, long start, long end, Matches matches) {
        if (breaks) {
            if (WordBreaks.between(lastKind, kind)) {
                move(Alphabet.BREAK, matches);
            }
            lastKind = kind;
        }
        starts[(int) symbols & mask] = start;
        symbols++;
        lastEnd = end;
        move(symbol, matches);
    }

    private void move(char symbol, Matches matches) {
        state = automaton.next(state, symbol);
        for (int found = automaton.reported(state); found >= 0; found = automaton.reportedAfter(found)) {
            report(found, matches);
        }
    }

    private void report(int found, Matches matches) {
        PhraseAutomaton.Outputs outputs = automaton.outputs();
        int output = outputs.at(found);
        long start = starts[(int) (symbols - outputs.lengths()[output]) & mask];
        for (int i = outputs.firstRule()[output]; i < outputs.firstRule()[output + 1]; i++) {
            matches.found(outputs.rules()[i], start, lastEnd);
        }
    }

    /** Ends the text, or a part of it that has nothing to do with the next. */
    void end(Matches matches) {
        if (breaks && WordBreaks.between(lastKind, WordBreaks.NONE)) {
            move(Alphabet.BREAK, matches);
        }
        lastKind = WordBreaks.NONE;
        state = PhraseAutomaton.ROOT;
    }

    /** Adds the rules of unfinished phrases, and maybe of some that hold nothing back. */
    void unfinished(BitSet rules) {
        automaton.unfinished(state, rules);
    }

    /** Where the earliest unfinished phrase begins; {@link Long#MAX_VALUE} when there is none. */
    long liveStart() {
        int hold = automaton.hold(state);
        return hold == 0 ? Long.MAX_VALUE : starts[(int) (symbols - hold) & mask];
    }
}
