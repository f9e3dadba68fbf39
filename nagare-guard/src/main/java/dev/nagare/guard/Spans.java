package dev.nagare.guard;

import java.util.ArrayList;
import java.util.List;

/**
 * The parts of a text that will be replaced, in order.
 *
 * <p>Parts that share a character become one; parts that only touch stay two, because whether they come together would
 * depend on how the text was cut into pieces. One part shows one replacement: that of the longest match among those that
 * begin it.
 */
final class Spans {
    private static final int GONE_AT_MOST = 64;

    private final List<Span> spans = new ArrayList<>();

    /** Where the first part stands in the list; those before it are gone. */
    private int head;

    boolean isEmpty() {
        return head == spans.size();
    }

    Span first() {
        return spans.get(head);
    }

    void removeFirst() {
        head++;
        if (isEmpty()) {
            clear();
        } else if (head >= GONE_AT_MOST && head >= spans.size() / 2) {
            spans.subList(0, head).clear();
            head = 0;
        }
    }

    void clear() {
        spans.clear();
        head = 0;
    }

    /** Adds a match. */
    void add(int rule, long start, long end, boolean inString) {
        Span span = new Span(rule, start, end, inString);
        int at = spans.size();
        while (at > head && spans.get(at - 1).end > start) {
            at--;
        }
        while (at < spans.size() && spans.get(at).start < end) {
            span.take(spans.remove(at));
        }
        spans.add(at, span);
    }

    /** One part. */
    static final class Span {
        private int rule;
        private long start;
        private long end;
        private long firstEnd;
        private boolean shown;
        private final boolean inString;

        private Span(int rule, long start, long end, boolean inString) {
            this.rule = rule;
            this.start = start;
            this.end = end;
            this.firstEnd = end;
            this.inString = inString;
        }

        private void take(Span other) {
            boolean isFirst = other.start < start
                    || (other.start == start
                            && (other.firstEnd > firstEnd || (other.firstEnd == firstEnd && other.rule < rule)));
            if (other.shown || (isFirst && !shown)) {
                rule = other.rule;
                firstEnd = other.firstEnd;
            }
            start = Math.min(start, other.start);
            end = Math.max(end, other.end);
            shown |= other.shown;
        }

        int rule() {
            return rule;
        }

        long start() {
            return start;
        }

        long end() {
            return end;
        }

        boolean isShown() {
            return shown;
        }

        /** Notes that the replacement has been let go. */
        void show() {
            shown = true;
        }

        /** Whether it stands in a string of a JSON text. */
        boolean inString() {
            return inString;
        }
    }
}
