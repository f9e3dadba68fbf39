package dev.nagare.guard;

/** A pattern as it is written, and how far it has been read. */
final class RegexText {
    /** What comes next at the end; no character. */
    static final int END = -1;

    private final String rule;
    private final int[] pattern;
    private int at;

    /**
     * A pattern of which nothing has been read.
     *
     * @param rule the rule's name, for messages
     */
    RegexText(String rule, String pattern) {
        this.rule = rule;
        this.pattern = pattern.codePoints().toArray();
    }

    /** How many characters the pattern has. */
    int length() {
        return pattern.length;
    }

    /** How many have been read. */
    int at() {
        return at;
    }

    boolean isAtEnd() {
        return at == pattern.length;
    }

    /** The character that comes next, or {@link #END}. */
    int peek() {
        return peek(0);
    }

    /** The character that comes after so many others, or {@link #END}. */
    int peek(int ahead) {
        return at + ahead < pattern.length ? pattern[at + ahead] : END;
    }

    /** Reads the character that comes next, or {@link #END}. */
    int next() {
        return isAtEnd() ? END : pattern[at++];
    }

    /** Reads a character if it comes next. */
    boolean take(int symbol) {
        boolean comes = peek() == symbol;
        at += comes ? 1 : 0;
        return comes;
    }

    /** What has been read from a place on. */
    String since(int from) {
        return new String(pattern, from, at - from);
    }

    /** What is wrong with the character that was read last. */
    PolicyException problem(String reason) {
        return new PolicyException(rule, "at character " + Math.max(at, 1) + " of the pattern: " + reason);
    }
}
