package dev.nagare.wire;

/**
 * A part of an assistant's message in which it refused.
 *
 * @param refusal why
 * @param additional the members that no other component holds
 */
public record RefusalPart(String refusal, JsonObject additional) implements ContentPart {
    @Override
    public String type() {
        return "refusal";
    }
}
