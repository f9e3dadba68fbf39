package dev.nagare.wire;

import org.jspecify.annotations.Nullable;

/**
 * Instructions, in the older form.
 *
 * @param content what it says
 * @param name tells participants of the same role apart
 * @param additional the members that no other component holds
 */
public record SystemMessage(
        MessageContent content, @Nullable String name, JsonObject additional) implements Message {
    /** A message of plain text. */
    public static SystemMessage of(String text) {
        return new SystemMessage(new TextContent(text), null, JsonObject.EMPTY);
    }

    @Override
    public Role role() {
        return Role.SYSTEM;
    }
}
