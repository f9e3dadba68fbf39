package dev.nagare.wire;

import org.jspecify.annotations.Nullable;

/**
 * The result of a function call (deprecated form).
 *
 * @param content the result, or null
 * @param name the function that it comes from
 * @param additional the members that no other component holds
 */
public record FunctionMessage(@Nullable MessageContent content, String name, JsonObject additional) implements Message {
    @Override
    public Role role() {
        return Role.FUNCTION;
    }
}
