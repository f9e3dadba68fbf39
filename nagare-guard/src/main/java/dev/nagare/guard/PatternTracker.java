package dev.nagare.guard;

import java.util.Arrays;

/**
 * The ways that one pattern may be matching a text right now: one thread for each place where a match may have begun.
 *
 * <p>Threads are kept in the order of their beginnings. Two threads in the same state have the same future, and the
 * earlier one's match covers the later one's, so only the earlier is kept; but not where a check looks at all symbols
 * since the beginning. A thread remembers its longest match and reports it when it can grow no more.
 */
final class PatternTracker {
    private static final int NO_MATCH = -1;

    /** From how many threads on their states are marked instead of compared. */
    private static final int MANY = 8;

    private static final boolean[] NO_MARKS = new boolean[0];

    private final CompiledPattern pattern;
    private final Dfa dfa;
    private final boolean hasCheck;
    private final boolean reportsAtOnce;
    private int[] states = new int[4];
    private long[] starts = new long[4];
    private long[] checks = new long[4];
    private long[] ends = new long[4];
    private int threads;

    /** Which states have a thread, while a symbol is taken and when there are many threads. */
    private boolean[] taken = NO_MARKS;

    /** Whether some thread is at a match that waits for the symbol after it. */
    private boolean isWaiting;

    private final TailTracker tail;

    /**
     * A tracker without threads.
     *
     * @param reportsAtOnce whether the first match of a thread is all that is wanted
     */
    PatternTracker(CompiledPattern pattern, boolean reportsAtOnce) {
        this.pattern = pattern;
        this.dfa = pattern.dfa();
        this.hasCheck = pattern.hasCheck();
        this.reportsAtOnce = reportsAtOnce;
        this.tail = new TailTracker(pattern);
    }

    boolean isIdle() {
        return threads == 0 && !tail.isActive();
    }

    boolean isSwallowing() {
        return tail.isActive() && pattern.isHeld();
    }

    /** Where the earliest thread began; {@link Long#MAX_VALUE} when nothing is held back for any. */
    long liveStart() {
        return threads == 0 || !pattern.isHeld() ? Long.MAX_VALUE : starts[0];
    }

    /**
     * Takes a symbol.
     *
     * @param before what was {@linkplain Folding#seen seen} before it, or -1 at the beginning
     * @param beforeEnd where that one's code point ended in the text
     * @param isOneLetter whether the symbol is a part of the letter of the one before
     */
    void symbol(int before, long beforeEnd, int symbol, boolean isOneLetter, long start, long end, Matches matches) {
        if (tail.isActive()) {
            tail.symbol(symbol, end, matches);
            if (tail.isActive()) {
                return;
            }
        }
        if (isWaiting) {
            confirm(before, symbol, isOneLetter, beforeEnd, matches);
        }
        if (tail.isActive()) {
            // What made the end certain may itself be swallowed.
            tail.symbol(symbol, end, matches);
            if (tail.isActive()) {
                return;
            }
        }
        step(symbol, matches);
        spawn(before, symbol, start);
        unmark();
        settle(pattern.edges().isEndOpen(pattern.view().seen(before, symbol)), end, matches);
    }

    /**
     * Takes a code point that has no symbol, where a letter ends.
     *
     * @param last what was seen before it, or -1 at the beginning
     * @param lastEnd where that one's code point ended in the text
     */
    void erased(int last, long lastEnd, long end, Matches matches) {
        tail.erased(end, matches);
        if (isWaiting && !pattern.edges().isEndOpenAfterLetter(last)) {
            isWaiting = false;
            settle(false, lastEnd, matches);
        }
    }

    /** Ends the text, or a part of it that has nothing to do with the next. */
    void end(int last, long lastEnd, Matches matches) {
        if (isWaiting) {
            confirm(last, -1, false, lastEnd, matches);
        }
        for (int i = 0; i < threads; i++) {
            report(i, matches);
        }
        threads = 0;
        isWaiting = false;
        tail.end(matches);
    }

    /** Matches that waited for the symbol after them. */
    private void confirm(int last, int after, boolean isOneLetter, long end, Matches matches) {
        isWaiting = false;
        if (!pattern.edges().mayEnd(last, after, isOneLetter)) {
            return;
        }
        for (int i = 0; i < threads && !tail.isActive(); i++) {
            if (isMatch(i)) {
                matched(i, end, matches);
            }
        }
        if (tail.isActive()) {
            threads = 0;
        }
    }

    private void step(int symbol, Matches matches) {
        int kept = 0;
        for (int i = 0; i < threads; i++) {
            int state = dfa.next(states[i], symbol);
            long check = state == Dfa.DEAD ? Check.DEAD : checked(checks[i], symbol);
            if (check == Check.DEAD || isTaken(state, kept)) {
                report(i, matches);
            } else {
                put(kept++, state, starts[i], check, ends[i]);
                mark(kept);
            }
        }
        threads = kept;
    }

    private void spawn(int before, int symbol, long start) {
        if (!pattern.edges().mayStart(before, symbol)) {
            return;
        }
        int state = dfa.next(Dfa.START, symbol);
        if (state == Dfa.DEAD) {
            return;
        }
        long check = checked(0, symbol);
        if (check != Check.DEAD && !isTaken(state, threads)) {
            if (threads == states.length) {
                states = Arrays.copyOf(states, threads * 2);
                starts = Arrays.copyOf(starts, threads * 2);
                checks = Arrays.copyOf(checks, threads * 2);
                ends = Arrays.copyOf(ends, threads * 2);
            }
            put(threads++, state, start, check, NO_MATCH);
            mark(threads);
        }
    }

    private long checked(long check, int symbol) {
        return hasCheck ? pattern.check().step(check, symbol) : check;
    }

    private boolean isTaken(int state, int kept) {
        if (hasCheck) {
            return false;
        }
        if (kept >= MANY) {
            return taken[state];
        }
        for (int i = 0; i < kept; i++) {
            if (states[i] == state) {
                return true;
            }
        }
        return false;
    }

    /** Marks the state of the last thread, and those of all when they have just become many. */
    private void mark(int kept) {
        if (kept < MANY || hasCheck) {
            return;
        }
        if (taken.length == 0) {
            taken = new boolean[dfa.states()];
        }
        for (int i = kept == MANY ? 0 : kept - 1; i < kept; i++) {
            taken[states[i]] = true;
        }
    }

    private void unmark() {
        if (threads >= MANY && !hasCheck) {
            for (int i = 0; i < threads; i++) {
                taken[states[i]] = false;
            }
        }
    }

    /** Reports matches whose end is certain, and lets go of threads that can come to no further match. */
    private void settle(boolean isEndOpen, long end, Matches matches) {
        if (threads == 0) {
            return;
        }
        int kept = 0;
        for (int i = 0; i < threads; i++) {
            boolean isMatch = isMatch(i);
            boolean waits = isMatch && isEndOpen;
            if (isMatch && !waits) {
                matched(i, end, matches);
                if (tail.isActive()) {
                    threads = 0;
                    return;
                }
            }
            isWaiting |= waits;
            if (waits || pattern.canFinish(states[i], checks[i])) {
                put(kept++, states[i], starts[i], checks[i], ends[i]);
            } else {
                report(i, matches);
            }
        }
        threads = kept;
    }

    private boolean isMatch(int i) {
        return dfa.isAccepting(states[i]) && (!hasCheck || pattern.check().accepts(checks[i]));
    }

    private void matched(int i, long end, Matches matches) {
        ends[i] = end;
        if (reportsAtOnce) {
            report(i, matches);
        } else if (!pattern.tail().isNone()) {
            tail.begin(starts[i], end);
            report(i, matches);
        }
    }

    private void report(int i, Matches matches) {
        if (ends[i] != NO_MATCH) {
            matches.found(pattern.rule(), starts[i], ends[i]);
            ends[i] = NO_MATCH;
        }
    }

    private void put(int i, int state, long start, long check, long end) {
        states[i] = state;
        starts[i] = start;
        checks[i] = check;
        ends[i] = end;
    }
}
