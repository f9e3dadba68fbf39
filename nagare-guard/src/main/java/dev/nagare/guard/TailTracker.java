package dev.nagare.guard;

/**
 * What is swallowed after a match: a key's further characters, or everything to the end of a private key. It belongs to
 * the match as soon as it is there, so it never holds text back.
 */
final class TailTracker {
    private static final long INACTIVE = -1;

    private final CompiledPattern pattern;
    private long start = INACTIVE;
    private long end;
    private int symbols;

    /** The states that parts of the text may have led to of what ends the tail, and room for the next ones. */
    private IntList until = new IntList();

    private IntList spare = new IntList();

    TailTracker(CompiledPattern pattern) {
        this.pattern = pattern;
    }

    boolean isActive() {
        return start != INACTIVE;
    }

    /** Begins after a match at [start, end). */
    void begin(long matchStart, long matchEnd) {
        start = matchStart;
        end = matchEnd;
        symbols = 0;
        until.clear();
    }

    void symbol(int symbol, long symbolEnd, Matches matches) {
        if (symbols == CompiledPattern.Tail.MOST_SYMBOLS
                || !pattern.tail().during().contains(symbol)) {
            end(matches);
            return;
        }
        symbols++;
        extend(symbolEnd, matches);
        Dfa dfa = pattern.tail().until();
        if (dfa != null && hasEnded(dfa, symbol)) {
            end(matches);
        }
    }

    void erased(long erasedEnd, Matches matches) {
        if (isActive()) {
            extend(erasedEnd, matches);
        }
    }

    /** Ends it here. */
    void end(Matches matches) {
        if (isActive() && !pattern.isHeld()) {
            matches.found(pattern.rule(), start, end);
        }
        start = INACTIVE;
    }

    private void extend(long newEnd, Matches matches) {
        end = newEnd;
        if (pattern.isHeld()) {
            matches.found(pattern.rule(), start, end);
        }
    }

    private boolean hasEnded(Dfa dfa, int symbol) {
        IntList next = spare;
        next.clear();
        boolean ended = false;
        for (int i = 0; i <= until.size(); i++) {
            int state = dfa.next(i < until.size() ? until.get(i) : Dfa.START, symbol);
            if (state != Dfa.DEAD) {
                ended |= dfa.isAccepting(state);
                next.add(state);
            }
        }
        spare = until;
        until = next;
        return ended;
    }
}
