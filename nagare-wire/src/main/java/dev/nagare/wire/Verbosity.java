package dev.nagare.wire;

/**
 * How much a model is to say; any word is kept, known or not.
 *
 * @param value the word on the wire
 */
public record Verbosity(String value) {
    /** Briefly. */
    public static final Verbosity LOW = new Verbosity("low");

    /** The usual length. */
    public static final Verbosity MEDIUM = new Verbosity("medium");

    /** At length. */
    public static final Verbosity HIGH = new Verbosity("high");

    @Override
    public String toString() {
        return value;
    }
}
