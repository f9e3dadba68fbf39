package dev.nagare.wire;

import org.jspecify.annotations.Nullable;

/**
 * A function that a model may call.
 *
 * @param name its name; 1 to 64 letters, digits, {@code _} and {@code -}
 * @param description what it does, for the model
 * @param parameters the JSON schema of its arguments; null when it has none
 * @param strict whether the arguments must follow the schema to the letter
 * @param additional the members that no other component holds
 */
public record FunctionDefinition(
        String name,
        @Nullable String description,
        @Nullable JsonObject parameters,
        @Nullable Boolean strict,
        JsonObject additional) {}
