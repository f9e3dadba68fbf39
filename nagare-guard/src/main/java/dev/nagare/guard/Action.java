package dev.nagare.guard;

/** What becomes of text that a rule matches. */
public enum Action {
    /** The text ends before the match. */
    BLOCK,
    /** The match is replaced. */
    REDACT,
    /** The match is reported; the text is neither changed nor held back for it. */
    ANNOTATE
}
