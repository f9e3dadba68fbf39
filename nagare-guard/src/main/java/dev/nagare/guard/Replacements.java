package dev.nagare.guard;

import java.util.BitSet;

/**
 * Tells which replacements may help to make a match, with the text that is left around them or by themselves. A guard looks
 * at the text as it came and not at what it shows, so nobody would see such a match.
 *
 * <p>A replacement that begins and ends with symbols that are in no match of any rule keeps what stands left and right of it
 * apart, and then only what stands inside it can match.
 */
final class Replacements {
    private final Policy policy;

    /** The symbols of all phrases that change text. */
    private final BitSet ofPhrases = new BitSet();

    Replacements(Policy policy) {
        this.policy = policy;
        policy.rules().stream()
                .filter(rule -> rule.isHeld() && rule.isPhrases())
                .flatMap(rule -> rule.texts().stream())
                .forEach(phrase -> {
                    for (int symbol : Folding.WORDS.symbols(phrase.strip())) {
                        ofPhrases.set(symbol);
                    }
                });
    }

    /** Whether the matches of a rule are replaced by what may help to make another match. */
    boolean mayMakeMatch(Rule rule) {
        return rule.action() == Action.REDACT && mayMakeMatch(rule.replacement());
    }

    private boolean mayMakeMatch(String replacement) {
        return mayJoin(replacement, Folding.WORDS, policy.folded())
                || mayJoin(replacement, Folding.PLAIN, policy.plain())
                || policy.find(replacement).stream().anyMatch(event -> event.action() != Action.ANNOTATE);
    }

    private boolean mayJoin(String replacement, Folding view, Patterns patterns) {
        int[] symbols = view.symbols(replacement);
        if (symbols.length == 0) {
            return patterns.isHeld() || (view == Folding.WORDS && !ofPhrases.isEmpty());
        }
        return mayMatch(symbols[0], view, patterns) || mayMatch(symbols[symbols.length - 1], view, patterns);
    }

    private boolean mayMatch(int symbol, Folding view, Patterns patterns) {
        return patterns.mayHave(symbol) || (view == Folding.WORDS && ofPhrases.get(symbol));
    }
}
