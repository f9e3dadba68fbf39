package dev.nagare.guard;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes one automaton of all phrases of a policy. */
final class PhraseCompiler {
    /** The most characters of a phrase. */
    static final int MOST_CHARACTERS = 1_000;

    /** The most symbols of a phrase, as many as so long a text of Korean syllables has. */
    static final int MOST_SYMBOLS = 3 * MOST_CHARACTERS;

    private final Alphabet alphabet = new Alphabet();
    private final List<PhraseTrie.Phrase> phrases = new ArrayList<>();
    private final boolean breaks;
    private final boolean letterEnds;

    private final PolicyWork work;

    private PhraseCompiler(boolean breaks, boolean letterEnds, PolicyWork work) {
        this.breaks = breaks;
        this.letterEnds = letterEnds;
        this.work = work;
    }

    /** The automaton, or null when no rule has a phrase. */
    static @Nullable PhraseAutomaton compile(List<Rule> rules, PolicyWork work) {
        return compile(rules, work, PhraseAutomaton.ROW_ENTRIES);
    }

    /** The automaton, or null when no rule has a phrase; with at most this many entries in its rows. */
    static @Nullable PhraseAutomaton compile(List<Rule> rules, PolicyWork work, int rowEntries) {
        boolean breaks = rules.stream().anyMatch(rule -> rule.isPhrases() && rule.beginsWord());
        boolean letterEnds = rules.stream()
                .filter(Rule::isPhrases)
                .flatMap(rule -> rule.texts().stream())
                .anyMatch(PhraseCompiler::endsInLetterThatMayGrow);
        PhraseCompiler compiler = new PhraseCompiler(breaks, letterEnds, work);
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
        return new PhraseAutomaton(new PhraseTrie(compiler.phrases), compiler.alphabet, breaks, letterEnds, rowEntries);
    }

    private static boolean endsInLetterThatMayGrow(String phrase) {
        int[] symbols = Folding.WORDS.symbols(phrase.strip());
        return symbols.length > 0 && Letters.mayGrow(symbols[symbols.length - 1]);
    }

    private void add(Rule rule, int index, String phrase) {
        String shown = "the phrase '" + PolicyException.shown(phrase) + "'";
        if (phrase.strip().codePoints().limit(MOST_CHARACTERS + 1L).count() > MOST_CHARACTERS) {
            throw new PolicyException(rule.name(), shown + " has more than " + MOST_CHARACTERS + " characters");
        }
        int[] symbols = Folding.WORDS.symbols(phrase.strip());
        if (symbols.length == 0) {
            throw new PolicyException(rule.name(), shown + " has no visible character");
        }
        if (symbols.length > MOST_SYMBOLS) {
            throw new PolicyException(
                    rule.name(),
                    shown + " has more than " + MOST_SYMBOLS + " characters when its ligatures are taken apart");
        }
        if (Letters.isKanaMark(symbols[0])) {
            throw new PolicyException(
                    rule.name(),
                    shown + " begins with a mark that belongs to the letter before it; begin it with that letter");
        }
        work.symbols(rule.name(), symbols.length);
        phrases.add(new PhraseTrie.Phrase(numbers(rule, symbols), index, rule.isHeld()));
    }

    private char[] numbers(Rule rule, int[] symbols) {
        IntList numbers = new IntList();
        int last = -1;
        for (int symbol : symbols) {
            int seen = Letters.seen(last, symbol);
            byte kind = WordBreaks.kind(seen);
            boolean isBreak = last < 0
                    ? rule.beginsWord() && WordBreaks.isOpen(kind)
                    : WordBreaks.between(WordBreaks.kind(last), kind);
            if (breaks && isBreak) {
                numbers.add(Alphabet.BREAK);
            }
            char number = alphabet.add(symbol);
            if (number == Alphabet.OTHER) {
                throw new PolicyException(rule.name(), "the phrases have more different characters than 65,000");
            }
            numbers.add(number);
            last = seen;
        }
        if (letterEnds && Letters.mayGrow(last)) {
            numbers.add(Alphabet.LETTER_END);
        }
        if (breaks && rule.endsWord() && WordBreaks.isOpen(WordBreaks.kind(last))) {
            numbers.add(Alphabet.BREAK);
        }
        return numbers.toChars();
    }
}
