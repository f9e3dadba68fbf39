package dev.nagare.guard;

import java.util.BitSet;

/** One text's way through the patterns of a policy that see text the same way. */
final class PatternScanner {
    private final Patterns patterns;
    private final Folding view;
    private final PatternTracker[] trackers;
    private final boolean[] busy;
    private final int[] active;
    private int actives;
    private int last = -1;
    private long lastEnd;

    PatternScanner(Patterns patterns, Folding view, Policy policy) {
        this.patterns = patterns;
        this.view = view;
        this.trackers = new PatternTracker[patterns.size()];
        this.busy = new boolean[patterns.size()];
        this.active = new int[patterns.size()];
        for (int i = 0; i < trackers.length; i++) {
            CompiledPattern pattern = patterns.get(i);
            trackers[i] =
                    new PatternTracker(pattern, policy.rule(pattern.rule()).action() == Action.BLOCK);
        }
    }

    /** Takes a code point that stands at [start, end) of the text; returns whether it has any symbol. */
    boolean accept(int codePoint, long start, long end, Matches matches) {
        int symbol = view.symbol(codePoint);
        if (symbol >= 0) {
            symbol(symbol, start, end, matches);
            return true;
        }
        int[] sequence = view.sequence(symbol);
        for (int each : sequence) {
            symbol(each, start, end, matches);
        }
        if (sequence.length == 0) {
            for (int i = 0; i < actives; i++) {
                trackers[active[i]].erased(end, matches);
            }
        }
        return sequence.length > 0;
    }

    private void symbol(int symbol, long start, long end, Matches matches) {
        for (int each : patterns.starters(symbol)) {
            if (!busy[each]) {
                busy[each] = true;
                active[actives++] = each;
            }
        }
        int kept = 0;
        for (int i = 0; i < actives; i++) {
            PatternTracker tracker = trackers[active[i]];
            tracker.symbol(last, lastEnd, symbol, start, end, matches);
            if (tracker.isIdle()) {
                busy[active[i]] = false;
            } else {
                active[kept++] = active[i];
            }
        }
        actives = kept;
        last = symbol;
        lastEnd = end;
    }

    /** Ends the text, or a part of it that has nothing to do with the next. */
    void end(Matches matches) {
        for (int i = 0; i < actives; i++) {
            trackers[active[i]].end(last, lastEnd, matches);
            busy[active[i]] = false;
        }
        actives = 0;
        last = -1;
    }

    /** Whether what comes next may belong to a match that is already there. */
    boolean isSwallowing() {
        for (int i = 0; i < actives; i++) {
            if (trackers[active[i]].isSwallowing()) {
                return true;
            }
        }
        return false;
    }

    /** Adds the rules for which text is held back. */
    void unfinished(BitSet rules) {
        for (int i = 0; i < actives; i++) {
            if (trackers[active[i]].liveStart() != Long.MAX_VALUE) {
                rules.set(patterns.get(active[i]).rule());
            }
        }
    }

    /** Where the earliest unfinished match begins; {@link Long#MAX_VALUE} when there is none. */
    long liveStart() {
        long earliest = Long.MAX_VALUE;
        for (int i = 0; i < actives; i++) {
            earliest = Math.min(earliest, trackers[active[i]].liveStart());
        }
        return earliest;
    }
}
