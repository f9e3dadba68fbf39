package dev.nagare.wire;

import org.jspecify.annotations.Nullable;

/**
 * A tool that the model calls.
 *
 * @param id the call's id, which its result names
 * @param type {@code function} or {@code custom}
 * @param function the function and its arguments, for the type {@code function}
 * @param custom the tool and its input, for the type {@code custom}
 * @param additional the members that no other component holds
 */
public record ToolCall(
        @Nullable String id,
        @Nullable String type,
        @Nullable FunctionCall function,
        @Nullable CustomCall custom,
        JsonObject additional) {}
