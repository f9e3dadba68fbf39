package dev.nagare.wire;

/**
 * A JSON number, kept as it was written so that no digit is lost.
 *
 * @param literal the number in JSON's own notation
 */
public record JsonNumber(String literal) implements JsonValue {
    /** Whether it is written as a whole number: digits, and perhaps a minus sign. */
    boolean isPlain() {
        for (int i = literal.startsWith("-") ? 1 : 0; i < literal.length(); i++) {
            if (literal.charAt(i) < '0' || literal.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
