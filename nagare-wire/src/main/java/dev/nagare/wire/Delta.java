package dev.nagare.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The piece of a message that one chunk carries.
 *
 * @param role the author, on the first chunk of a choice
 * @param content text to append to the answer; where a server sends parts, their texts joined
 * @param reasoningContent text to append to the model's reasoning; read from {@code reasoning_content}, {@code reasoning}
 *     or parts of the kind {@code thinking}
 * @param refusal text to append to the refusal
 * @param toolCalls fragments of tool calls
 * @param functionCall a fragment of a function call (deprecated form)
 * @param additional the members that no other component holds
 */
public record Delta(
        @Nullable Role role,
        @Nullable String content,
        @Nullable String reasoningContent,
        @Nullable String refusal,
        List<ToolCallDelta> toolCalls,
        @Nullable FunctionDelta functionCall,
        JsonObject additional) {
    /** The delta that adds nothing, as on a finish chunk. */
    public static final Delta EMPTY = new Delta(null, null, null, null, List.of(), JsonObject.EMPTY);

    /** The delta that opens a choice: the role, empty content, and an explicit {@code refusal: null}. */
    public static final Delta ROLE = new Delta(Role.ASSISTANT, "", null, null, List.of(), JsonObject.nulls("refusal"));

    /** Copies the tool calls. */
    public Delta {
        toolCalls = List.copyOf(toolCalls);
    }

    /** A delta without a function call in the deprecated form. */
    public Delta(
            @Nullable Role role,
            @Nullable String content,
            @Nullable String reasoningContent,
            @Nullable String refusal,
            List<ToolCallDelta> toolCalls,
            JsonObject additional) {
        this(role, content, reasoningContent, refusal, toolCalls, null, additional);
    }

    /** A delta with nothing but content. */
    public static Delta ofContent(String content) {
        return new Delta(null, content, null, null, List.of(), JsonObject.EMPTY);
    }
}
