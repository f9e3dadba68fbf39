package dev.nagare.wire;

/**
 * The language in which a grammar is written; any word is kept, known or not.
 *
 * @param value the word on the wire
 */
public record GrammarSyntax(String value) {
    /** The grammar language of Lark. */
    public static final GrammarSyntax LARK = new GrammarSyntax("lark");

    /** A regular expression. */
    public static final GrammarSyntax REGEX = new GrammarSyntax("regex");

    @Override
    public String toString() {
        return value;
    }
}
