package dev.nagare.guard;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether a match that is replaced may begin inside a value of a JSON text that stands outside strings, after its first
 * character.
 *
 * @param inNumbers whether one may in a number
 * @param inLiterals whether one may in {@code true}, {@code false} or {@code null}
 */
record JsonStarts(boolean inNumbers, boolean inLiterals) {
    private static final List<String> LITERALS = List.of("true", "false", "null");

    /** What may stand in a number before a digit, and what may stand after one. */
    private static final List<String> BEFORE_DIGITS = List.of("0", "0.", "0e", "0E", "0e+", "0e-", "-");

    private static final List<String> NO_DIGITS = List.of("0.", "0e", "0E", "0e+", "0e-");

    /** Where the rules' matches may begin. */
    static JsonStarts of(List<Rule> rules, Patterns plain, Patterns folded) {
        return new Search(rules, plain, folded).result();
    }

    /** Looks at beginnings of values, of which only the last character and what stands before it matter. */
    private static final class Search {
        private final List<Rule> rules;
        private final Patterns plain;
        private final Patterns folded;

        /** The first symbols of phrases that begin a word, and of those that may stand anywhere. */
        private final Set<Integer> ofWords = new HashSet<>();

        private final Set<Integer> ofPhrases = new HashSet<>();

        Search(List<Rule> rules, Patterns plain, Patterns folded) {
            this.rules = rules;
            this.plain = plain;
            this.folded = folded;
            for (int i = 0; i < rules.size(); i++) {
                Rule rule = rules.get(i);
                if (rule.isPhrases() && isReplaced(i)) {
                    Set<Integer> firsts = rule.beginsWord() ? ofWords : ofPhrases;
                    rule.texts().forEach(phrase -> firsts.add(Folding.WORDS.symbols(phrase.strip())[0]));
                }
            }
        }

        JsonStarts result() {
            boolean inNumbers = NO_DIGITS.stream().anyMatch(this::mayBeginAtEnd);
            for (String before : BEFORE_DIGITS) {
                for (char digit = '0'; digit <= '9' && !inNumbers; digit++) {
                    inNumbers = mayBeginAtEnd(before + digit);
                }
            }
            boolean inLiterals = false;
            for (String literal : LITERALS) {
                for (int length = 2; length <= literal.length() && !inLiterals; length++) {
                    inLiterals = mayBeginAtEnd(literal.substring(0, length));
                }
            }
            return new JsonStarts(inNumbers, inLiterals);
        }

        private boolean mayBeginAtEnd(String text) {
            return mayBeginAtEnd(text, plain, Folding.PLAIN)
                    || mayBeginAtEnd(text, folded, Folding.WORDS)
                    || mayPhraseBeginAtEnd(text);
        }

        private boolean mayBeginAtEnd(String text, Patterns patterns, Folding view) {
            int before = -1;
            int last = text.length() - 1;
            for (int i = 0; i < last; i++) {
                before = view.seen(before, view.symbol(text.charAt(i)));
            }
            int symbol = view.symbol(text.charAt(last));
            for (int i = 0; i < patterns.size(); i++) {
                CompiledPattern pattern = patterns.get(i);
                if (isReplaced(pattern.rule())
                        && pattern.edges().mayStart(before, symbol)
                        && pattern.dfa().next(Dfa.START, symbol) != Dfa.DEAD) {
                    return true;
                }
            }
            return false;
        }

        private boolean mayPhraseBeginAtEnd(String text) {
            int last = text.length() - 1;
            int before = Folding.WORDS.symbol(text.charAt(last - 1));
            int symbol = Folding.WORDS.symbol(text.charAt(last));
            return ofPhrases.contains(symbol)
                    || (ofWords.contains(symbol) && Edges.words(true, false).mayStart(before, symbol));
        }

        private boolean isReplaced(int rule) {
            return rules.get(rule).action() == Action.REDACT;
        }
    }
}
