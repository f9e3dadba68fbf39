package dev.nagare.wire;

/**
 * Who decides what of a prompt is cached; any word is kept, known or not.
 *
 * @param value the word on the wire
 */
public record PromptCacheMode(String value) {
    /** The server. */
    public static final PromptCacheMode IMPLICIT = new PromptCacheMode("implicit");

    /** The breakpoints in the messages. */
    public static final PromptCacheMode EXPLICIT = new PromptCacheMode("explicit");

    @Override
    public String toString() {
        return value;
    }
}
