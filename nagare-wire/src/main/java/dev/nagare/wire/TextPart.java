package dev.nagare.wire;

/**
 * A part of text.
 *
 * @param text the text
 * @param additional the members that no other component holds
 */
public record TextPart(String text, JsonObject additional) implements ContentPart {
    @Override
    public String type() {
        return "text";
    }
}
