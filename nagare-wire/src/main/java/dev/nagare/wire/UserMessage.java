package dev.nagare.wire;

import org.jspecify.annotations.Nullable;

/**
 * What the person who asks says.
 *
 * @param content what it says
 * @param name tells participants of the same role apart
 * @param additional the members that no other component holds
 */
public record UserMessage(MessageContent content, @Nullable String name, JsonObject additional) implements Message {
    /** A message of plain text. */
    public static UserMessage of(String text) {
        return new UserMessage(new TextContent(text), null, JsonObject.EMPTY);
    }

    @Override
    public Role role() {
        return Role.USER;
    }
}
