package dev.nagare.server;

/**
 * Text that a chunk adds to one field of one choice.
 *
 * @param choice the choice's index
 * @param field which of the texts of a choice
 * @param text what is added
 */
record TextRun(int choice, Field field, String text) {
    /** The texts that a choice can have. */
    enum Field {
        CONTENT,
        REASONING,
        REFUSAL
    }
}
