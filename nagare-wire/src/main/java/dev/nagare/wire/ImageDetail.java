package dev.nagare.wire;

/**
 * How closely a model is to look at an image; any word is kept, known or not.
 *
 * @param value the word on the wire
 */
public record ImageDetail(String value) {
    /** As the model decides. */
    public static final ImageDetail AUTO = new ImageDetail("auto");

    /** A small version of it. */
    public static final ImageDetail LOW = new ImageDetail("low");

    /** All of it. */
    public static final ImageDetail HIGH = new ImageDetail("high");

    @Override
    public String toString() {
        return value;
    }
}
