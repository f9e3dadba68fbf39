package dev.nagare.guard;

import java.util.ArrayList;
import java.util.List;

/**
 * The text of one session that has come and not been let go, and the parts of it that will be replaced. One thread at a
 * time.
 */
final class HeldText {
    /**
     * A part of the original text that is not shown.
     *
     * @param start where it begins
     * @param end where it ends
     * @param shown how many chars are shown in its place
     */
    record Removed(long start, long end, int shown) {}

    /**
     * What stands in place of a match.
     *
     * @param rule the name of the match's rule
     * @param start where it begins in the text that was let go with it
     * @param end where it ends there
     */
    record Replacement(String rule, int start, int end) {}

    private final Policy policy;
    private final boolean json;
    private final StringBuilder text = new StringBuilder();
    private final Spans spans = new Spans();
    private long start;
    private List<Removed> removed = List.of();
    private List<Replacement> replacements = List.of();

    /**
     * No text.
     *
     * @param json whether it is JSON, so that what replaces a part must be
     */
    HeldText(Policy policy, boolean json) {
        this.policy = policy;
        this.json = json;
    }

    /** Whether no text is held and nothing will be replaced. */
    boolean isEmpty() {
        return text.isEmpty() && spans.isEmpty();
    }

    /** Whether some of it will be replaced. */
    boolean isReplacing() {
        return !spans.isEmpty();
    }

    int length() {
        return text.length();
    }

    /** Where it begins in the whole text. */
    long start() {
        return start;
    }

    /** The parts of the original text that were replaced or dropped by what was let go last. */
    List<Removed> removed() {
        return removed;
    }

    /** What stands in place of matches in the text that was let go last. */
    List<Replacement> replacements() {
        return replacements;
    }

    void append(CharSequence more) {
        text.append(more);
    }

    /** A rule's match will be replaced, and with it what stands at [from, to). */
    void replace(Spans.Match match, long from, long to, boolean inString) {
        spans.add(match, from, to, inString);
    }

    /** What has come at [from, to) belongs to a part that will be replaced, if one ends there. */
    void grow(long from, long to) {
        spans.grow(from, to);
    }

    /** Nothing is let go this time. */
    void rest() {
        removed = List.of();
        replacements = List.of();
    }

    /** Everything up to here was let go as it came, without being held. */
    void pass(long to) {
        rest();
        start = to;
    }

    /**
     * Lets go what stands before a place.
     *
     * @param cut the place
     * @param growing where the text ends to which a match that ends there may grow; -1 for none
     * @param events takes what was replaced, as soon as its end is certain
     */
    String release(long cut, long growing, List<GuardEvent> events) {
        rest();
        return spans.isEmpty() ? plain(cut) : replaced(cut, growing, events);
    }

    private String plain(long cut) {
        int count = (int) Math.max(0, cut - start);
        if (count == 0) {
            return "";
        }
        String plain = text.substring(0, count);
        drop(count);
        return plain;
    }

    private String replaced(long cut, long growing, List<GuardEvent> events) {
        StringBuilder out = new StringBuilder();
        removed = new ArrayList<>();
        replacements = new ArrayList<>();
        closeShown(start, growing, events);
        long at = start;
        while (at < cut) {
            Spans.Span span = spans.isEmpty() ? null : spans.first();
            long plainTo = span == null ? cut : Math.min(cut, span.start());
            if (plainTo > at) {
                out.append(text, (int) (at - start), (int) (plainTo - start));
                at = plainTo;
            }
            if (span == null || span.start() >= cut) {
                break;
            }
            int before = out.length();
            if (!span.isShown()) {
                span.show();
                out.append(replacement(span));
                replacements.add(new Replacement(policy.rule(span.rule()).name(), before, out.length()));
            }
            long to = Math.min(cut, span.end());
            removed.add(new Removed(at, to, out.length() - before));
            at = to;
            boolean mayGrow = span.end() > cut || span.end() == growing;
            if (mayGrow) {
                break;
            }
            close(span, events);
        }
        drop((int) Math.max(0, at - start));
        return out.toString();
    }

    private void drop(int count) {
        text.delete(0, count);
        start += count;
    }

    /** Reports the parts whose replacement has gone and that end by a place, unless one may still grow from there. */
    private void closeShown(long place, long growing, List<GuardEvent> events) {
        while (!spans.isEmpty()
                && spans.first().isShown()
                && spans.first().end() <= place
                && spans.first().end() != growing) {
            close(spans.first(), events);
        }
    }

    private void close(Spans.Span span, List<GuardEvent> events) {
        Rule rule = policy.rule(span.rule());
        events.add(new GuardEvent(rule.name(), rule.category(), Action.REDACT, span.start(), span.end()));
        spans.removeFirst();
    }

    private String replacement(Spans.Span span) {
        String replacement = policy.rule(span.rule()).replacement();
        if (!json) {
            return replacement;
        }
        String escaped = JsonText.escape(replacement);
        return span.inString() ? escaped : "\"" + escaped + "\"";
    }

    /**
     * Drops what is held and whatever comes.
     *
     * @param length how much of the text has come
     * @param events takes what was replaced and whose replacement went
     */
    void end(long length, List<GuardEvent> events) {
        closeShown(Long.MAX_VALUE, -1, events);
        removed = new ArrayList<>(removed);
        removed.add(new Removed(start, Long.MAX_VALUE, 0));
        text.setLength(0);
        spans.clear();
        start = length;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
