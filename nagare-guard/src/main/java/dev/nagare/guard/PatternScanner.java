package dev.nagare.guard;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * One text's way through the patterns of a policy that see text the same way. Only those that may be matching are given a
 * symbol; ordinary text begins few of them.
 */
final class PatternScanner {
    private final Patterns patterns;
    private final Folding view;
    private final Policy policy;

    /** A tracker for each pattern that has begun to match somewhere. */
    private final @Nullable PatternTracker[] known;

    /** The trackers that are matching, and which patterns they belong to. */
    private final PatternTracker[] active;

    private final int[] activePatterns;
    private final boolean[] busy;
    private int actives;

    /** What was {@linkplain Folding#seen seen} last, or -1. */
    private int last = -1;

    /** The code point that this was of; -1 when there is none, or when one without a symbol came after it. */
    private int lastPoint = -1;

    private long lastEnd;

    PatternScanner(Patterns patterns, Folding view, Policy policy) {
        this.patterns = patterns;
        this.view = view;
        this.policy = policy;
        this.known = new PatternTracker[patterns.size()];
        this.active = new PatternTracker[patterns.size()];
        this.activePatterns = new int[patterns.size()];
        this.busy = new boolean[patterns.size()];
    }

    /** Takes a code point that stands at [start, end) of the text; returns whether it has any symbol. */
    boolean accept(int codePoint, long start, long end, Matches matches) {
        int symbol = view.symbol(codePoint);
        if (symbol >= 0) {
            symbol(symbol, isOneLetter(codePoint, symbol), start, end, matches);
            lastPoint = codePoint;
            return true;
        }
        int[] sequence = view.sequence(symbol);
        for (int i = 0; i < sequence.length; i++) {
            boolean isOneLetter = i == 0 ? isOneLetter(codePoint, sequence[0]) : Letters.compose(last, sequence[i]);
            symbol(sequence[i], isOneLetter, start, end, matches);
        }
        if (sequence.length == 0) {
            for (int i = 0; i < actives; i++) {
                active[i].erased(last, lastEnd, end, matches);
            }
        }
        lastPoint = sequence.length == 0 ? -1 : codePoint;
        return sequence.length > 0;
    }

    private boolean isOneLetter(int codePoint, int first) {
        return view == Folding.WORDS && Letters.areOneLetter(lastPoint, last, codePoint, first);
    }

    private void symbol(int symbol, boolean isOneLetter, long start, long end, Matches matches) {
        for (int each : patterns.starters(last, symbol)) {
            if (!busy[each]) {
                busy[each] = true;
                activePatterns[actives] = each;
                active[actives++] = tracker(each);
            }
        }
        int kept = 0;
        for (int i = 0; i < actives; i++) {
            PatternTracker tracker = active[i];
            tracker.symbol(last, lastEnd, symbol, isOneLetter, start, end, matches);
            if (tracker.isIdle()) {
                busy[activePatterns[i]] = false;
            } else {
                activePatterns[kept] = activePatterns[i];
                active[kept++] = tracker;
            }
        }
        actives = kept;
        last = view.seen(last, symbol);
        lastEnd = end;
    }

    private PatternTracker tracker(int index) {
        PatternTracker tracker = known[index];
        if (tracker == null) {
            CompiledPattern pattern = patterns.get(index);
            tracker = new PatternTracker(pattern, policy.rule(pattern.rule()).action() == Action.BLOCK);
            known[index] = tracker;
        }
        return tracker;
    }

    /** Ends the text, or a part of it that has nothing to do with the next. */
    void end(Matches matches) {
        for (int i = 0; i < actives; i++) {
            active[i].end(last, lastEnd, matches);
            busy[activePatterns[i]] = false;
        }
        actives = 0;
        last = -1;
        lastPoint = -1;
    }

    /** Whether what comes next may belong to a match that is already there. */
    boolean isSwallowing() {
        for (int i = 0; i < actives; i++) {
            if (active[i].isSwallowing()) {
                return true;
            }
        }
        return false;
    }

    /** Adds the rules for which text is held back. */
    void unfinished(BitSet rules) {
        for (int i = 0; i < actives; i++) {
            if (active[i].liveStart() != Long.MAX_VALUE) {
                rules.set(patterns.get(activePatterns[i]).rule());
            }
        }
    }

    /** Where the earliest unfinished match begins; {@link Long#MAX_VALUE} when there is none. */
    long liveStart() {
        long earliest = Long.MAX_VALUE;
        for (int i = 0; i < actives; i++) {
            earliest = Math.min(earliest, active[i].liveStart());
        }
        return earliest;
    }
}
