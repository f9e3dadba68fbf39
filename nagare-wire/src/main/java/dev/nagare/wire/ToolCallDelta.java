package dev.nagare.wire;

import org.jspecify.annotations.Nullable;

/**
 * A fragment of one tool call.
 *
 * @param index which tool call of the choice, from 0; null where a server leaves it out
 * @param id the call's id, on its first fragment
 * @param type {@code function} or {@code custom}, on its first fragment
 * @param function the function's name and a piece of its arguments
 * @param custom the custom tool's name and a piece of its input
 * @param additional the members that no other component holds
 */
public record ToolCallDelta(
        @Nullable Integer index,
        @Nullable String id,
        @Nullable String type,
        @Nullable FunctionDelta function,
        @Nullable CustomDelta custom,
        JsonObject additional) {}
