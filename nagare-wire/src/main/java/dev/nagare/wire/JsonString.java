package dev.nagare.wire;

/**
 * A JSON string.
 *
 * @param value the characters, unescaped
 */
public record JsonString(String value) implements JsonValue {}
