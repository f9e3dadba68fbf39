package dev.nagare.guard;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to look for in a text, and what to do with it. Blocks unless told otherwise.
 *
 * <p>A rule is immutable; each method returns a changed copy.
 */
public final class Rule {
    /** What stands in place of redacted text unless told otherwise. */
    public static final String REPLACEMENT = "[redacted]";

    private enum Kind {
        PHRASES,
        PATTERN,
        DETECTOR
    }

    private enum Place {
        WHOLE_WORD,
        WORD_START,
        ANYWHERE
    }

    private final String name;
    private final String category;
    private final Action action;
    private final String replacement;
    private final Kind kind;
    private final List<String> texts;
    private final @Nullable Detector detector;
    private final Place place;
    private final boolean folded;
    private final boolean ignoreCase;

    private Rule(
            String name,
            String category,
            Action action,
            String replacement,
            Kind kind,
            List<String> texts,
            @Nullable Detector detector,
            Place place,
            boolean folded,
            boolean ignoreCase) {
        this.name = name;
        this.category = category;
        this.action = action;
        this.replacement = replacement;
        this.kind = kind;
        this.texts = texts;
        this.detector = detector;
        this.place = place;
        this.folded = folded;
        this.ignoreCase = ignoreCase;
    }

    /**
     * Words and phrases, as whole words, whatever their case, width and accents, and through look-alikes and invisible
     * characters. A space in a phrase stands for any one white-space character.
     */
    public static Rule phrases(String name, Collection<String> phrases) {
        return new Rule(
                name,
                name,
                Action.BLOCK,
                REPLACEMENT,
                Kind.PHRASES,
                List.copyOf(phrases),
                null,
                Place.WHOLE_WORD,
                true,
                false);
    }

    /** Words and phrases, as whole words. */
    public static Rule phrases(String name, String... phrases) {
        return phrases(name, List.of(phrases));
    }

    /**
     * A bounded regular pattern, anywhere in the text; letters count as they are written; width, the script of
     * digits and which space it is do not matter.
     * Supported are characters, {@code .}, classes, {@code \d \w \s}, groups, {@code |}, {@code ?} and {@code {m,n}}.
     */
    public static Rule pattern(String name, String pattern) {
        return new Rule(
                name,
                name,
                Action.BLOCK,
                REPLACEMENT,
                Kind.PATTERN,
                List.of(pattern),
                null,
                Place.ANYWHERE,
                false,
                false);
    }

    /** One of the built-in detectors. */
    public static Rule detector(String name, Detector detector) {
        return new Rule(
                name,
                detector.category(),
                Action.BLOCK,
                REPLACEMENT,
                Kind.DETECTOR,
                List.of(),
                detector,
                Place.ANYWHERE,
                false,
                false);
    }

    /** The text ends before a match. */
    public Rule block() {
        return with(category, Action.BLOCK, replacement, place, folded, ignoreCase);
    }

    /**
     * A match is replaced. No rule looks at what is shown then: see {@link Policy#rulesThatMayMakeMatches}.
     */
    public Rule redact(String newReplacement) {
        return with(category, Action.REDACT, newReplacement, place, folded, ignoreCase);
    }

    /** A match is reported and nothing else. */
    public Rule annotate() {
        return with(category, Action.ANNOTATE, replacement, place, folded, ignoreCase);
    }

    /** What a match counts as in a verdict; the rule's name unless told otherwise. */
    public Rule category(String newCategory) {
        return with(newCategory, action, replacement, place, folded, ignoreCase);
    }

    /** A match may stand inside a word. Not for detectors, which know their own edges. */
    public Rule anywhere() {
        return with(category, action, replacement, Place.ANYWHERE, folded, ignoreCase);
    }

    /** A match begins a word, which may go on after it. Not for detectors. */
    public Rule wordStart() {
        return with(category, action, replacement, Place.WORD_START, folded, ignoreCase);
    }

    /** A match begins and ends with a word. Not for detectors. */
    public Rule wholeWords() {
        return with(category, action, replacement, Place.WHOLE_WORD, folded, ignoreCase);
    }

    /** A pattern sees text as phrases do: without case, accents, look-alikes and invisible characters. */
    public Rule folded() {
        return with(category, action, replacement, place, true, ignoreCase);
    }

    /** A pattern matches whatever the case. */
    public Rule ignoreCase() {
        return with(category, action, replacement, place, folded, true);
    }

    private Rule with(
            String newCategory,
            Action newAction,
            String newReplacement,
            Place newPlace,
            boolean newFolded,
            boolean newIgnoreCase) {
        return new Rule(
                name,
                newCategory,
                newAction,
                newReplacement,
                kind,
                texts,
                detector,
                newPlace,
                newFolded,
                newIgnoreCase);
    }

    /** The rule's name, as in events and verdicts. */
    public String name() {
        return name;
    }

    /** What a match counts as in a verdict. */
    public String category() {
        return category;
    }

    /** What becomes of a match. */
    public Action action() {
        return action;
    }

    /** What stands in place of redacted text. */
    public String replacement() {
        return replacement;
    }

    boolean isHeld() {
        return action != Action.ANNOTATE;
    }

    boolean isPhrases() {
        return kind == Kind.PHRASES;
    }

    boolean beginsWord() {
        return place != Place.ANYWHERE;
    }

    boolean endsWord() {
        return place == Place.WHOLE_WORD;
    }

    List<String> texts() {
        return texts;
    }

    /**
     * The patterns of this rule; none for phrases.
     *
     * @param index the rule's index in its policy
     * @param work the work of the whole policy
     */
    List<CompiledPattern> compile(int index, PolicyWork work) {
        Detector known = detector;
        if (known != null) {
            return List.of(known.compile(name, index, isHeld(), work));
        }
        List<CompiledPattern> compiled = new ArrayList<>();
        if (kind == Kind.PATTERN) {
            Folding view = folded ? Folding.WORDS : Folding.PLAIN;
            for (String text : texts) {
                compiled.add(CompiledPattern.of(
                        name,
                        index,
                        isHeld(),
                        view,
                        RegexParser.parse(name, text, ignoreCase, view, work),
                        Check.NONE,
                        place == Place.ANYWHERE ? Edges.ANY : Edges.words(beginsWord(), endsWord()),
                        CompiledPattern.Tail.NONE,
                        work));
            }
        }
        return compiled;
    }

    /** Everything about this rule in one text, from which a policy's identity is computed. */
    String canonical() {
        return String.join(
                "\u0000",
                name,
                category,
                action.name(),
                replacement,
                kind.name(),
                detector == null ? "" : detector.name(),
                place.name(),
                folded + "/" + ignoreCase,
                String.join("\u0001", texts));
    }

    @Override
    public String toString() {
        return name + " (" + action + ")";
    }
}
