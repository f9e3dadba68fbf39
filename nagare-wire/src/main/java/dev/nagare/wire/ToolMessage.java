package dev.nagare.wire;

/**
 * The result of a tool call.
 *
 * @param content the result
 * @param toolCallId the call that it answers
 * @param additional the members that no other component holds
 */
public record ToolMessage(MessageContent content, String toolCallId, JsonObject additional) implements Message {
    /** A result of plain text. */
    public static ToolMessage of(String toolCallId, String text) {
        return new ToolMessage(new TextContent(text), toolCallId, JsonObject.EMPTY);
    }

    @Override
    public Role role() {
        return Role.TOOL;
    }
}
