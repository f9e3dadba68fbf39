package dev.nagare.wire;

/**
 * What much of an answer will probably be, which saves time where it is right.
 *
 * @param type the kind; {@code content} is the only known one
 * @param content the text
 * @param additional the members that no other component holds
 */
public record Prediction(String type, MessageContent content, JsonObject additional) {
    /** A prediction of plain text. */
    public static Prediction of(String text) {
        return new Prediction("content", new TextContent(text), JsonObject.EMPTY);
    }
}
