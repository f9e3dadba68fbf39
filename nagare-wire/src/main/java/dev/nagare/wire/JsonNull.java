package dev.nagare.wire;

/** The JSON value {@code null}. */
public enum JsonNull implements JsonValue {
    /** The one value. */
    NULL
}
