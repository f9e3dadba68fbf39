package dev.nagare.guard;

import java.util.BitSet;

/** One text's way through a {@link PhraseAutomaton}. */
final class PhraseScanner {
    private static final int ASCII = 0x80;

    private final PhraseAutomaton automaton;
    private final Alphabet alphabet;
    private final boolean breaks;
    private final boolean letterEnds;

    /** Where the latest symbols began in the text; enough of them for the longest phrase. */
    private final long[] starts;

    private final int mask;
    private long symbols;
    private long lastEnd;
    private int state = PhraseAutomaton.ROOT;
    private byte lastKind = WordBreaks.NONE;

    /** What was {@linkplain Letters#seen seen} last, or -1. */
    private int last = -1;

    PhraseScanner(PhraseAutomaton automaton) {
        this.automaton = automaton;
        this.alphabet = automaton.alphabet();
        this.breaks = automaton.breaks();
        this.letterEnds = automaton.letterEnds();
        int capacity = Integer.highestOneBit(Math.max(1, automaton.longest()) * 2 - 1);
        this.starts = new long[capacity];
        this.mask = capacity - 1;
    }

    /** Takes a code point that stands at [start, end) of the text; returns whether it has any symbol. */
    boolean accept(int codePoint, long start, long end, Matches matches) {
        if (codePoint < ASCII) {
            int known = automaton.ascii(codePoint);
            if (known != PhraseAutomaton.NOT_ONE) {
                endLetter(codePoint, matches);
                take((char) known, (byte) (known >> Character.SIZE), start, end, matches);
                last = codePoint;
                return true;
            }
        }
        return acceptAny(codePoint, start, end, matches);
    }

    /** The same for every code point, without the table of ASCII characters. */
    boolean acceptAny(int codePoint, long start, long end, Matches matches) {
        int symbol = Folding.WORDS.symbol(codePoint);
        if (symbol >= 0) {
            symbol(symbol, start, end, matches);
            return true;
        }
        int[] sequence = Folding.WORDS.sequence(symbol);
        for (int each : sequence) {
            symbol(each, start, end, matches);
        }
        return sequence.length > 0;
    }

    private void symbol(int symbol, long start, long end, Matches matches) {
        endLetter(symbol, matches);
        int seen = Letters.seen(last, symbol);
        take(alphabet.of(symbol), WordBreaks.kind(seen), start, end, matches);
        last = seen;
    }

    /** Ends the last letter when it could have gone on and does not with what comes next. */
    private void endLetter(int next, Matches matches) {
        if (letterEnds && Letters.mayGrow(last) && !Letters.isOne(last, next)) {
            move(Alphabet.LETTER_END, matches);
        }
    }

    private void take(char symbol, byte kind, long start, long end, Matches matches) {
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
        endLetter(-1, matches);
        if (breaks && WordBreaks.between(lastKind, WordBreaks.NONE)) {
            move(Alphabet.BREAK, matches);
        }
        lastKind = WordBreaks.NONE;
        last = -1;
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
