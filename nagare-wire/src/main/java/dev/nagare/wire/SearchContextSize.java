package dev.nagare.wire;

/**
 * How much of what a search of the web finds goes into the prompt; any word is kept, known or not.
 *
 * @param value the word on the wire
 */
public record SearchContextSize(String value) {
    /** Little. */
    public static final SearchContextSize LOW = new SearchContextSize("low");

    /** The usual amount. */
    public static final SearchContextSize MEDIUM = new SearchContextSize("medium");

    /** Much. */
    public static final SearchContextSize HIGH = new SearchContextSize("high");

    @Override
    public String toString() {
        return value;
    }
}
