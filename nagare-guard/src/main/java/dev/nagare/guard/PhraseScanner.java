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

    /** The code point that this was of; -1 when there is none, or when one without a symbol came after it. */
    private int lastPoint = -1;

    /** Whether it is known, and has been told, that the last letter has ended: something invisible stands after it. */
    private boolean letterHasEnded;

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
                take((char) known, (byte) (known >> Character.SIZE), false, start, end, matches);
                last = codePoint;
                lastPoint = codePoint;
                return true;
            }
        }
        return acceptAny(codePoint, start, end, matches);
    }

    /** The same for every code point, without the table of ASCII characters. */
    boolean acceptAny(int codePoint, long start, long end, Matches matches) {
        int symbol = Folding.WORDS.symbol(codePoint);
        if (symbol >= 0) {
            symbol(symbol, isOneLetter(codePoint, symbol), start, end, matches);
            lastPoint = codePoint;
            return true;
        }
        int[] sequence = Folding.WORDS.sequence(symbol);
        if (sequence.length == 0) {
            erased(matches);
            return false;
        }
        for (int i = 0; i < sequence.length; i++) {
            boolean isOneLetter = i == 0 ? isOneLetter(codePoint, sequence[0]) : Letters.compose(last, sequence[i]);
            symbol(sequence[i], isOneLetter, start, end, matches);
        }
        lastPoint = codePoint;
        return true;
    }

    private boolean isOneLetter(int codePoint, int first) {
        return letterEnds && Letters.areOneLetter(lastPoint, last, codePoint, first);
    }

    private void symbol(int symbol, boolean isOneLetter, long start, long end, Matches matches) {
        int seen = Letters.seen(last, symbol);
        take(alphabet.of(symbol), WordBreaks.kind(seen), isOneLetter, start, end, matches);
        last = seen;
    }

    /** Takes a code point that has no symbol: with what comes after it the last letter is not one. */
    private void erased(Matches matches) {
        lastPoint = -1;
        if (!letterHasEnded) {
            report(endOfLetter(), matches);
            letterHasEnded = letterEnds && Letters.mayGrow(last);
        }
    }

    /** The state after the end of the last letter; the root where it ends nothing. */
    private int endOfLetter() {
        return letterEnds && Letters.mayGrow(last) ? automaton.next(state, Alphabet.LETTER_END) : PhraseAutomaton.ROOT;
    }

    /** Ends what does not go on with a symbol of a kind. */
    private void pass(byte kind, boolean isOneLetter, Matches matches) {
        int ended = isOneLetter ? PhraseAutomaton.ROOT : endOfLetter();
        if (!letterHasEnded) {
            report(ended, matches);
        }
        letterHasEnded = false;
        if (breaks && WordBreaks.between(lastKind, kind)) {
            if (ended != PhraseAutomaton.ROOT) {
                report(automaton.next(ended, Alphabet.BREAK), matches);
            }
            move(Alphabet.BREAK, matches);
        }
        lastKind = kind;
    }

    private void take(char symbol, byte kind, boolean isOneLetter, long start, long end, Matches matches) {
        pass(kind, isOneLetter, matches);
        starts[(int) symbols & mask] = start;
        symbols++;
        lastEnd = end;
        move(symbol, matches);
    }

    private void move(char symbol, Matches matches) {
        state = automaton.next(state, symbol);
        report(state, matches);
    }

    /** Reports the phrases that end at a state. */
    private void report(int reached, Matches matches) {
        for (int found = automaton.reported(reached); found >= 0; found = automaton.reportedAfter(found)) {
            found(found, matches);
        }
    }

    private void found(int found, Matches matches) {
        PhraseAutomaton.Outputs outputs = automaton.outputs();
        int output = outputs.at(found);
        long start = starts[(int) (symbols - outputs.lengths()[output]) & mask];
        for (int i = outputs.firstRule()[output]; i < outputs.firstRule()[output + 1]; i++) {
            matches.found(outputs.rules()[i], start, lastEnd);
        }
    }

    /** Ends the text, or a part of it that has nothing to do with the next. */
    void end(Matches matches) {
        pass(WordBreaks.NONE, false, matches);
        last = -1;
        lastPoint = -1;
        state = PhraseAutomaton.ROOT;
    }

    /** Adds the rules of unfinished phrases, and maybe of some that hold nothing back. */
    void unfinished(BitSet rules) {
        automaton.unfinished(state, letterHasEnded, rules);
    }

    /** Where the earliest unfinished phrase begins; {@link Long#MAX_VALUE} when there is none. */
    long liveStart() {
        int hold = letterHasEnded ? automaton.holdAfterLetter(state) : automaton.hold(state);
        return hold == 0 ? Long.MAX_VALUE : starts[(int) (symbols - hold) & mask];
    }
}
