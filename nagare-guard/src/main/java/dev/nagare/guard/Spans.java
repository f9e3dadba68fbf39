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

    /**
     * A match.
     *
     * @param rule the rule's index in its policy
     * @param start where it begins
     * @param end where it ends
     */
    record Match(int rule, long start, long end) {
        /** Whether its replacement is shown where a part has both. */
        private boolean isBefore(Match other) {
            if (start != other.start) {
                return start < other.start;
            }
            return end > other.end || (end == other.end && rule < other.rule);
        }
    }

    /** Adds the part that a match is replaced with, which has all of the match or goes beyond it. */
    void add(Match match, long start, long end, boolean inString) {
        Span span = new Span(match, start, end, inString);
        int at = spans.size();
        while (at > head && spans.get(at - 1).end > start) {
            at--;
        }
        while (at < spans.size() && spans.get(at).start < end) {
            span.take(spans.remove(at));
        }
        spans.add(at, span);
    }

    /** What comes belongs to the last part, if that ends here. */
    void grow(long from, long to) {
        if (!isEmpty() && spans.get(spans.size() - 1).end == from) {
            spans.get(spans.size() - 1).end = to;
        }
    }

    /** One part. */
    static final class Span {
        /** The first of its matches. */
        private Match first;

        private long start;
        private long end;
        private boolean shown;
        private final boolean inString;

        private Span(Match match, long start, long end, boolean inString) {
            this.first = match;
            this.start = start;
            this.end = end;
            this.inString = inString;
        }

        private void take(Span other) {
            if (other.shown || (!shown && other.first.isBefore(first))) {
                first = other.first;
            }
            start = Math.min(start, other.start);
            end = Math.max(end, other.end);
            shown |= other.shown;
        }

        int rule() {
            return first.rule();
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
