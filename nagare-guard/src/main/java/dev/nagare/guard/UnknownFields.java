package dev.nagare.guard;

/** What becomes of text in fields that this version of the guard does not know. */
public enum UnknownFields {
    /** It is left out. */
    DROP,
    /** It ends the choice as a match of a blocking rule would. */
    BLOCK,
    /** It passes unseen. */
    PASS
}
