package dev.nagare.wire;

import java.util.List;

/**
 * A JSON array.
 *
 * @param elements the elements in order; unmodifiable
 */
public record JsonArray(List<JsonValue> elements) implements JsonValue {
    /** Copies the elements. */
    public JsonArray {
        elements = List.copyOf(elements);
    }
}
