package dev.nagare.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the model says: in a conversation, and as the message of a whole completion.
 *
 * @param content the answer, or null when it only calls tools or refuses
 * @param refusal why it refuses, or null
 * @param reasoningContent the model's reasoning, where a server shows it
 * @param name tells participants of the same role apart
 * @param toolCalls the tools it calls
 * @param functionCall the function it calls (deprecated form)
 * @param annotations links and the like, as the server sent them
 * @param audio a spoken answer, as the server sent it
 * @param additional the members that no other component holds
 */
public record AssistantMessage(
        @Nullable MessageContent content,
        @Nullable String refusal,
        @Nullable String reasoningContent,
        @Nullable String name,
        List<ToolCall> toolCalls,
        @Nullable FunctionCall functionCall,
        @Nullable JsonArray annotations,
        @Nullable JsonObject audio,
        JsonObject additional)
        implements Message {
    /** Copies the tool calls. */
    public AssistantMessage {
        toolCalls = List.copyOf(toolCalls);
    }

    /** A message of plain text. */
    public static AssistantMessage of(String text) {
        return new AssistantMessage(
                new TextContent(text), null, null, null, List.of(), null, null, null, JsonObject.EMPTY);
    }

    /** The text of the content; empty when there is none. */
    public String text() {
        return content == null ? "" : content.text();
    }

    @Override
    public Role role() {
        return Role.ASSISTANT;
    }
}
