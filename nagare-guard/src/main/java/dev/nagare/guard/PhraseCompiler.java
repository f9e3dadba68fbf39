package dev.nagare.guard;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes one automaton of all phrases of a policy. */
final class PhraseCompiler {
    /** The most symbols of a phrase. */
    static final int MOST_SYMBOLS = 1_000;

    /** Kana that have a form of two characters, a letter and its voicing. */
    private static final Pattern VOICED = Pattern.compile("[\\u304C-\\u3094\\u30AC-\\u30FA]");

    private final Alphabet alphabet = new Alphabet();
    private final List<PhraseTrie.Phrase> phrases = new ArrayList<>();
    private final boolean breaks;

    private PhraseCompiler(boolean breaks) {
        this.breaks = breaks;
    }

    /** The automaton, or null when no rule has a phrase. */
    static @Nullable PhraseAutomaton compile(List<Rule> rules) {
        return compile(rules, PhraseAutomaton.ROW_ENTRIES);
    }

    /** The automaton, or null when no rule has a phrase; with at most this many entries in its rows. */
    static @Nullable PhraseAutomaton compile(List<Rule> rules, int rowEntries) {
        boolean breaks = rules.stream().anyMatch(rule -> rule.isPhrases() && rule.beginsWord());
        PhraseCompiler compiler = new PhraseCompiler(breaks);
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).isPhrases()) {
                for (String phrase : rules.get(i).texts()) {
                    compiler.add(rules.get(i), i, phrase);
                }
            }
        }
        if (compiler.phrases.isEmpty()) {
            return null;
        }
        compiler.alphabet.freeze();
        return new PhraseAutomaton(new PhraseTrie(compiler.phrases), compiler.alphabet, breaks, rowEntries);
    }

    private void add(Rule rule, int index, String phrase) {
        int[] symbols = Folding.WORDS.symbols(phrase.strip());
        if (symbols.length == 0) {
            throw new PolicyException(
                    rule.name(), "the phrase '" + PolicyException.shown(phrase) + "' has no visible character");
        }
        if (symbols.length > MOST_SYMBOLS) {
            throw new PolicyException(
                    rule.name(),
                    "the phrase '" + PolicyException.shown(phrase) + "' has more than " + MOST_SYMBOLS + " characters");
        }
        phrases.add(new PhraseTrie.Phrase(numbers(rule, symbols), index, rule.isHeld()));
        if (VOICED.matcher(phrase).find()) {
            // The same word in half-width kana comes as letters and marks.
            String folded = new String(symbols, 0, symbols.length);
            int[] apart = VOICED.matcher(folded)
                    .replaceAll(found -> Normalizer.normalize(found.group(), Normalizer.Form.NFD))
                    .codePoints()
                    .toArray();
            phrases.add(new PhraseTrie.Phrase(numbers(rule, apart), index, rule.isHeld()));
        }
    }

    private char[] numbers(Rule rule, int[] symbols) {
        IntList numbers = new IntList();
        for (int i = 0; i < symbols.length; i++) {
            byte kind = WordBreaks.kind(symbols[i]);
            boolean isBreak = i == 0
                    ? rule.beginsWord() && WordBreaks.isOpen(kind)
                    : WordBreaks.between(WordBreaks.kind(symbols[i - 1]), kind);
            if (breaks && isBreak) {
                numbers.add(Alphabet.BREAK);
            }
            char number = alphabet.add(symbols[i]);
            if (number == Alphabet.OTHER) {
                throw new PolicyException(rule.name(), "the phrases have more different characters than 65,000");
            }
            numbers.add(number);
        }
        if (breaks && rule.endsWord() && WordBreaks.isOpen(WordBreaks.kind(symbols[symbols.length - 1]))) {
            numbers.add(Alphabet.BREAK);
        }
        return numbers.toChars();
    }
}
