package dev.nagare.wire;

import org.jspecify.annotations.Nullable;

/**
 * A fragment of a function call.
 *
 * @param name the function's name, on the first fragment
 * @param arguments a piece of the JSON text of the arguments
 * @param additional the members that no other component holds
 */
public record FunctionDelta(@Nullable String name, @Nullable String arguments, JsonObject additional) {}
