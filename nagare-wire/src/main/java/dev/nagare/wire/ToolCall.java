package dev.nagare.wire;

import org.jspecify.annotations.Nullable;

/**
 * A tool that the model calls.
 *
 * @param id the call's id, which its result names
 * @param type {@code function} or {@code custom}
 * @param function the function and its arguments, for the type {@code function}
 * @param additional the members that no other component holds, such as {@code custom}
 */
public record ToolCall(
        @Nullable String id,
        @Nullable String type,
        @Nullable FunctionCall function,
        JsonObject additional) {}
