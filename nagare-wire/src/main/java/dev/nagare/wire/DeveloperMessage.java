package dev.nagare.wire;

import org.jspecify.annotations.Nullable;

/**
 * Instructions from the developer of an application.
 *
 * @param content what it says
 * @param name tells participants of the same role apart
 * @param additional the members that no other component holds
 */
public record DeveloperMessage(
        MessageContent content, @Nullable String name, JsonObject additional) implements Message {
    /** A message of plain text. */
    public static DeveloperMessage of(String text) {
        return new DeveloperMessage(new TextContent(text), null, JsonObject.EMPTY);
    }

    @Override
    public Role role() {
        return Role.DEVELOPER;
    }
}
