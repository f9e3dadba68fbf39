package dev.nagare.guard;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a policy means, said as plainly as possible: every substring of a whole text is looked at. Slow, and shares only the
 * folding and the word breaks with the guard. What a stream may show is worked out from it by {@link Futures}.
 */
final class Oracle {
    /**
     * A rule for both the oracle and the guard.
     *
     * @param text the phrase, or what the JDK is told of the pattern
     * @param isFolded whether text is seen as words are
     */
    record Spec(Rule rule, String text, boolean isPattern, boolean isFolded, boolean wordStart, boolean wordEnd) {
        static Spec phrase(Rule rule) {
            return new Spec(rule, rule.texts().get(0), false, true, rule.beginsWord(), rule.endsWord());
        }

        static Spec pattern(Rule rule) {
            return new Spec(rule, rule.texts().get(0), true, false, rule.beginsWord(), rule.endsWord());
        }

        /** A pattern for folded text, and the same for the JDK, where a letter of several symbols is a group. */
        static Spec foldedPattern(Rule rule, String text) {
            return new Spec(rule.folded(), text, true, true, rule.beginsWord(), rule.endsWord());
        }
    }

    record Match(int rule, int start, int end) {}

    private final List<Spec> specs;
    private final List<Matcher> patterns = new ArrayList<>();
    private final List<int[]> phrases = new ArrayList<>();

    Oracle(List<Spec> specs) {
        this.specs = specs;
        for (Spec spec : specs) {
            patterns.add(Pattern.compile(spec.isPattern() ? spec.text() : "").matcher(""));
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
                Seen seen = new Seen(text, spec.isFolded() ? Folding.WORDS : Folding.PLAIN);
                patterns.get(rule).reset(seen.text);
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
        boolean says = spec.isPattern()
                ? patterns.get(rule).region(seen.at[from], seen.at[to]).matches()
                : isPhrase(phrases.get(rule), seen, from, to);
        return says
                && !(spec.wordStart() && from > 0 && isInsideWord(seen, from))
                && !(spec.wordEnd() && to < seen.size() && isInsideWord(seen, to))
                && (!spec.isFolded() || to == seen.size() || !seen.isInsideLetter(to));
    }

    private static boolean isPhrase(int[] phrase, Seen seen, int from, int to) {
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

    private static boolean isInsideWord(Seen seen, int place) {
        byte after = kind(seen, place);
        return WordBreaks.isOpen(after) && !WordBreaks.between(kind(seen, place - 1), after);
    }

    /** The kind of a symbol, where marks of kana belong to what they stand on. */
    private static byte kind(Seen seen, int place) {
        byte kind = WordBreaks.kind(seen.symbols[place]);
        boolean isMark = seen.symbols[place] == 0x3099 || seen.symbols[place] == 0x309A;
        if (!isMark || place == 0) {
            return kind;
        }
        byte before = kind(seen, place - 1);
        return before == WordBreaks.kind('か') || before == WordBreaks.kind('カ') ? before : kind;
    }

    /**
     * Whether two characters of the text, side by side in it, are one letter: Unicode composes the end of the first with the
     * beginning of the second, or they are katakana of half width and its mark.
     */
    private static boolean isInsideLetter(String before, String after) {
        if (before.matches("[\uFF66-\uFF9D]") && after.matches("[\uFF9E\uFF9F]")) {
            return isOneCharacter(Normalizer.normalize(before + after, Normalizer.Form.NFKC));
        }
        String parts = Normalizer.normalize(before, Normalizer.Form.NFD);
        return isInsideLetter(
                parts.codePointBefore(parts.length()),
                Normalizer.normalize(after, Normalizer.Form.NFD).codePointAt(0));
    }

    /** Whether Unicode composes two code points, or the second with what the first is the end of. */
    private static boolean isInsideLetter(int before, int after) {
        String two = Character.toString(before) + Character.toString(after);
        return isOneCharacter(two) || (before >= 0x1161 && before <= 0x1175 && isOneCharacter("\u1100" + two));
    }

    private static boolean isOneCharacter(String text) {
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
        return composed.codePointCount(0, composed.length()) == 1;
    }

    /** What is shown of a text that ends here, by a guard that has not ended it before. */
    String shownWhole(String text) {
        List<Match> matches = matches(text);
        int block = earliestBlock(matches);
        return shown(text, matches, block >= 0 ? block : text.length());
    }

    boolean blocks(Match match) {
        return specs.get(match.rule()).rule().action() == Action.BLOCK;
    }

    /** Where the earliest match of a rule that blocks begins; negative when there is none. */
    int earliestBlock(List<Match> matches) {
        return matches.stream()
                .filter(this::blocks)
                .mapToInt(Match::start)
                .min()
                .orElse(-1);
    }

    /** What is shown of a text up to a place when these matches are certain. */
    String shown(String text, List<Match> matches, int cut) {
        List<Match> redactions = matches.stream()
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

    /** A text's symbols, where each stands, and all of them as a text. */
    private static final class Seen {
        private final String original;
        private final int[] symbols;
        private final int[] starts;
        private final int[] ends;

        /** Where each symbol begins in the text of symbols, and where that ends. */
        private final int[] at;

        private final String text;

        Seen(String original, Folding view) {
            this.original = original;
            IntList all = new IntList();
            IntList from = new IntList();
            IntList to = new IntList();
            IntList places = new IntList();
            StringBuilder joined = new StringBuilder();
            for (int i = 0; i < original.length(); ) {
                int point = original.codePointAt(i);
                int end = i + Character.charCount(point);
                int single = view.symbol(point);
                for (int symbol : single >= 0 ? new int[] {single} : view.sequence(single)) {
                    int unified = Character.isWhitespace(symbol) ? ' ' : symbol;
                    all.add(unified);
                    from.add(i);
                    to.add(end);
                    places.add(joined.length());
                    joined.appendCodePoint(unified);
                }
                i = end;
            }
            places.add(joined.length());
            this.symbols = all.toArray();
            this.starts = from.toArray();
            this.ends = to.toArray();
            this.at = places.toArray();
            this.text = joined.toString();
        }

        int size() {
            return symbols.length;
        }

        /** Whether a letter goes on at a symbol: asked of the text, or where one character has several symbols of these. */
        boolean isInsideLetter(int place) {
            if (starts[place] == starts[place - 1]) {
                return Oracle.isInsideLetter(symbols[place - 1], symbols[place]);
            }
            return ends[place - 1] == starts[place]
                    && Oracle.isInsideLetter(
                            original.substring(starts[place - 1], ends[place - 1]),
                            original.substring(starts[place], ends[place]));
        }
    }
}
