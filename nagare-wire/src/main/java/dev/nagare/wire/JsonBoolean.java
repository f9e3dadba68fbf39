package dev.nagare.wire;

/**
 * A JSON boolean.
 *
 * @param value true or false
 */
public record JsonBoolean(boolean value) implements JsonValue {}
