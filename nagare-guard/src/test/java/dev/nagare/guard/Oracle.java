package dev.nagare.guard;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a policy means, said as plainly as possible: every substring of a whole text is looked at, and what a stream may
 * show is worked out by trying continuations. Slow, and shares only the folding and the word breaks with the guard.
 */
final class Oracle {
    /** A rule for both the oracle and the guard. */
    record Spec(Rule rule, String text, boolean isPattern, boolean wordStart, boolean wordEnd) {
        static Spec phrase(Rule rule) {
            return new Spec(rule, rule.texts().get(0), false, rule.beginsWord(), rule.endsWord());
        }

        static Spec pattern(Rule rule) {
            return new Spec(rule, rule.texts().get(0), true, rule.beginsWord(), rule.endsWord());
        }
    }

    record Match(int rule, int start, int end) {}

    /** What is certain and what is possible about a text that goes on. */
    record View(BitSet sure, BitSet possible, List<Match> sureMatches) {}

    private final List<Spec> specs;
    private final List<Pattern> patterns = new ArrayList<>();
    private final List<int[]> phrases = new ArrayList<>();
    private final Map<String, View> views = new HashMap<>();

    Oracle(List<Spec> specs) {
        this.specs = specs;
        for (Spec spec : specs) {
            patterns.add(spec.isPattern() ? Pattern.compile(spec.text()) : Pattern.compile(""));
            phrases.add(Folding.WORDS.symbols(spec.text()));
        }
    }

    Policy policy() {
        Policy.Builder builder = Policy.builder("test").invisibleRun(10_000);
        specs.forEach(spec -> builder.rule(spec.rule()));
        return builder.build();
    }

    /** All matches of rules that change text, in a text that ends here. */
    List<Match> matches(String text) {
        List<Match> found = new ArrayList<>();
        for (int rule = 0; rule < specs.size(); rule++) {
            Spec spec = specs.get(rule);
            if (spec.rule().isHeld()) {
                Seen seen = new Seen(text, spec.isPattern() ? Folding.PLAIN : Folding.WORDS);
                for (int from = 0; from < seen.size(); from++) {
                    for (int to = from + 1; to <= seen.size(); to++) {
                        if (isMatch(rule, seen, from, to)) {
                            found.add(new Match(rule, seen.starts[from], seen.ends[to - 1]));
                        }
                    }
                }
            }
        }
        return found;
    }

    private boolean isMatch(int rule, Seen seen, int from, int to) {
        Spec spec = specs.get(rule);
        if (spec.wordStart() && from > 0 && isInsideWord(seen.symbols[from - 1], seen.symbols[from])) {
            return false;
        }
        if (spec.wordEnd() && to < seen.size() && isInsideWord(seen.symbols[to - 1], seen.symbols[to])) {
            return false;
        }
        if (spec.isPattern()) {
            return patterns.get(rule)
                    .matcher(new String(seen.symbols, from, to - from))
                    .matches();
        }
        int[] phrase = phrases.get(rule);
        if (phrase.length != to - from) {
            return false;
        }
        for (int i = 0; i < phrase.length; i++) {
            if (phrase[i] != seen.symbols[from + i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isInsideWord(int before, int after) {
        return WordBreaks.isOpen(WordBreaks.kind(after))
                && !WordBreaks.between(WordBreaks.kind(before), WordBreaks.kind(after));
    }

    /** What is certain and possible when any of these symbols may follow, this many at most; remembered. */
    View view(String text, String alphabet, int depth) {
        return views.computeIfAbsent(text, key -> look(key, alphabet, depth));
    }

    private View look(String text, String alphabet, int depth) {
        List<Match> sureMatches = new ArrayList<>(matches(text));
        BitSet sure = covered(sureMatches, text.length());
        BitSet possible = (BitSet) sure.clone();
        look(text, text, alphabet, depth, sure, possible, sureMatches);
        return new View(sure, possible, sureMatches);
    }

    private void look(
            String text, String longer, String alphabet, int depth, BitSet sure, BitSet possible, List<Match> matches) {
        if (depth == 0) {
            return;
        }
        for (int i = 0; i < alphabet.length(); i++) {
            String next = longer + alphabet.charAt(i);
            List<Match> found = matches(next);
            BitSet covered = covered(found, text.length());
            sure.and(covered);
            possible.or(covered);
            matches.retainAll(found);
            look(text, next, alphabet, depth - 1, sure, possible, matches);
        }
    }

    private static BitSet covered(List<Match> matches, int length) {
        BitSet covered = new BitSet();
        for (Match match : matches) {
            if (match.start() < length) {
                covered.set(match.start(), Math.min(match.end(), length));
            }
        }
        return covered;
    }

    /** The text that a guard lets go when the whole text came at once; a block ends it where the guard would see it. */
    String shown(String text, String alphabet, int depth) {
        for (int length = 1; length <= text.length(); length++) {
            String prefix = text.substring(0, length);
            View view = view(prefix, alphabet, depth);
            int block = earliestBlock(view.sureMatches());
            if (block >= 0) {
                return shown(prefix, view, Math.min(block, releasable(prefix, view)));
            }
        }
        List<Match> end = matches(text);
        View view = new View(covered(end, text.length()), new BitSet(), end);
        int block = earliestBlock(end);
        return shown(text, view, block >= 0 ? block : text.length());
    }

    /** What is left of a whole text when rules only redact. */
    String shownWhole(String text) {
        List<Match> end = matches(text);
        return shown(text, new View(covered(end, text.length()), new BitSet(), end), text.length());
    }

    /** The text that a guard has let go after a text that may go on. */
    String shownSoFar(String text, String alphabet, int depth) {
        for (int length = 1; length <= text.length(); length++) {
            String prefix = text.substring(0, length);
            View view = view(prefix, alphabet, depth);
            int block = earliestBlock(view.sureMatches());
            if (block >= 0) {
                return shown(prefix, view, Math.min(block, releasable(prefix, view)));
            }
        }
        View view = view(text, alphabet, depth);
        return shown(text, view, releasable(text, view));
    }

    int earliestBlock(List<Match> matches) {
        return matches.stream()
                .filter(match -> specs.get(match.rule()).rule().action() == Action.BLOCK)
                .mapToInt(Match::start)
                .min()
                .orElse(-1);
    }

    /** The first place that may become part of a match and is not for certain; nothing from there on may go. */
    static int releasable(String text, View view) {
        BitSet undecided = (BitSet) view.possible().clone();
        undecided.andNot(view.sure());
        int first = undecided.nextSetBit(0);
        return first < 0 ? text.length() : first;
    }

    private String shown(String text, View view, int cut) {
        List<Match> redactions = view.sureMatches().stream()
                .filter(match -> specs.get(match.rule()).rule().action() == Action.REDACT)
                .sorted(Comparator.comparingInt(Match::start)
                        .thenComparingInt(match -> -match.end())
                        .thenComparingInt(Match::rule))
                .toList();
        StringBuilder out = new StringBuilder();
        int at = 0;
        int next = 0;
        while (at < cut) {
            if (next == redactions.size() || redactions.get(next).start() > at) {
                out.append(text.charAt(at++));
                continue;
            }
            Match first = redactions.get(next);
            int end = first.end();
            while (next < redactions.size() && redactions.get(next).start() < end) {
                end = Math.max(end, redactions.get(next++).end());
            }
            out.append(specs.get(first.rule()).rule().replacement());
            at = end;
        }
        return out.toString();
    }

    /** A text's symbols and where each stands. */
    private static final class Seen {
        private final int[] symbols;
        private final int[] starts;
        private final int[] ends;

        Seen(String text, Folding view) {
            IntList all = new IntList();
            IntList from = new IntList();
            IntList to = new IntList();
            for (int at = 0; at < text.length(); ) {
                int point = text.codePointAt(at);
                int end = at + Character.charCount(point);
                int single = view.symbol(point);
                for (int symbol : single >= 0 ? new int[] {single} : view.sequence(single)) {
                    all.add(Character.isWhitespace(symbol) ? ' ' : symbol);
                    from.add(at);
                    to.add(end);
                }
                at = end;
            }
            this.symbols = all.toArray();
            this.starts = from.toArray();
            this.ends = to.toArray();
        }

        int size() {
            return symbols.length;
        }
    }
}
