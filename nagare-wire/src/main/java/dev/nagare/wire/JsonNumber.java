package dev.nagare.wire;

/**
 * A JSON number, kept as it was written so that no digit is lost.
 *
 * @param literal the number in JSON's own notation
 */
public record JsonNumber(String literal) implements JsonValue {}
