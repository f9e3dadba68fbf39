package dev.nagare.wire;

/**
 * How long a cached prompt is kept (deprecated form); any word is kept, known or not.
 *
 * @param value the word on the wire
 */
public record PromptCacheRetention(String value) {
    /** As long as there is room. */
    public static final PromptCacheRetention IN_MEMORY = new PromptCacheRetention("in_memory");

    /** A day. */
    public static final PromptCacheRetention ONE_DAY = new PromptCacheRetention("24h");

    @Override
    public String toString() {
        return value;
    }
}
