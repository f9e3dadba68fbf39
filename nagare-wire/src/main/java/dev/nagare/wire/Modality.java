package dev.nagare.wire;

/**
 * A kind of output; any word is kept, known or not.
 *
 * @param value the word on the wire
 */
public record Modality(String value) {
    /** Text. */
    public static final Modality TEXT = new Modality("text");

    /** Speech. */
    public static final Modality AUDIO = new Modality("audio");

    @Override
    public String toString() {
        return value;
    }
}
