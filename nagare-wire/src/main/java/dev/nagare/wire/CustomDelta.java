package dev.nagare.wire;

import org.jspecify.annotations.Nullable;

/**
 * A fragment of a call of a custom tool.
 *
 * @param name the tool's name, on the first fragment
 * @param input a piece of the input
 * @param additional the members that no other component holds
 */
public record CustomDelta(@Nullable String name, @Nullable String input, JsonObject additional) {}
