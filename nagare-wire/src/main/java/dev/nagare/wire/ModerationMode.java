package dev.nagare.wire;

/**
 * What moderation does about what it flags; any word is kept, known or not.
 *
 * @param value the word on the wire
 */
public record ModerationMode(String value) {
    /** It says so. */
    public static final ModerationMode SCORE = new ModerationMode("score");

    /** It withholds it. */
    public static final ModerationMode BLOCK = new ModerationMode("block");

    @Override
    public String toString() {
        return value;
    }
}
