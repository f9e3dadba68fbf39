package dev.nagare.guard;

import java.util.ArrayList;
import java.util.List;

/**
 * A guard for phrases that may stand anywhere, as plain as can be: after each character it looks at the whole text again.
 * On request it makes one of the mistakes that guards of this kind have been seen to make.
 */
final class PlainGuard {
    enum Mistake {
        NONE,
        /** The text is cut where a match that is complete begins, although a longer one that began before it is not. */
        CUT_AT_THE_FINISHED_MATCH,
        /** Only the latest of the matches that wait is remembered. */
        ONE_MATCH_WAITS,
        /** Matches that only touch become one while they wait. */
        TOUCHING_MATCHES_MERGE
    }

    private final Oracle oracle;
    private final List<String> phrases;
    private final Mistake mistake;
    private final List<Span> waiting = new ArrayList<>();
    private String text = "";
    private int shown;
    private int block = Integer.MAX_VALUE;

    PlainGuard(Oracle oracle, List<String> phrases, Mistake mistake) {
        this.oracle = oracle;
        this.phrases = phrases;
        this.mistake = mistake;
    }

    /** A match that waits, and whether its replacement, a star, has been shown. */
    private record Span(int start, int end, boolean isShown) {}

    String accept(String piece) {
        int cut = shown;
        for (int i = 0; i < piece.length() && !isBlocked(); i++) {
            text += piece.charAt(i);
            cut = live();
            for (Oracle.Match match : oracle.matches(text)) {
                if (match.end() == text.length()) {
                    found(match);
                    if (mistake == Mistake.CUT_AT_THE_FINISHED_MATCH) {
                        cut = Math.max(cut, match.start());
                    }
                }
            }
        }
        return release(cut);
    }

    String finish() {
        return isBlocked() ? "" : release(text.length());
    }

    private boolean isBlocked() {
        return block < Integer.MAX_VALUE;
    }

    /** Where the earliest beginning of a phrase stands that may still be completed. */
    private int live() {
        for (int from = 0; from < text.length(); from++) {
            String end = Folding.WORDS.fold(text.substring(from));
            boolean isVisible =
                    !Folding.WORDS.fold(text.substring(from, from + 1)).isEmpty();
            if (isVisible && phrases.stream().anyMatch(each -> each.startsWith(end) && each.length() > end.length())) {
                return from;
            }
        }
        return text.length();
    }

    private void found(Oracle.Match match) {
        if (oracle.blocks(match)) {
            block = Math.min(block, match.start());
            return;
        }
        Span span = new Span(match.start(), match.end(), false);
        if (mistake == Mistake.ONE_MATCH_WAITS) {
            waiting.clear();
        }
        int touching = mistake == Mistake.TOUCHING_MATCHES_MERGE ? 0 : 1;
        for (int i = waiting.size() - 1; i >= 0; i--) {
            Span other = waiting.get(i);
            if (other.end() >= span.start() + touching && other.start() + touching <= span.end()) {
                waiting.remove(i);
                span = new Span(
                        Math.min(span.start(), other.start()),
                        Math.max(span.end(), other.end()),
                        span.isShown() || other.isShown());
            }
        }
        waiting.add(span);
    }

    private String release(int live) {
        int cut = Math.min(live, block);
        StringBuilder out = new StringBuilder();
        for (; shown < cut; shown++) {
            int at = shown;
            Span span = waiting.stream()
                    .filter(each -> each.start() <= at && at < each.end())
                    .findFirst()
                    .orElse(null);
            if (span == null) {
                out.append(text.charAt(at));
            } else if (!span.isShown()) {
                out.append('*');
                waiting.set(waiting.indexOf(span), new Span(span.start(), span.end(), true));
            }
        }
        waiting.removeIf(span -> span.end() <= shown);
        return out.toString();
    }
}
