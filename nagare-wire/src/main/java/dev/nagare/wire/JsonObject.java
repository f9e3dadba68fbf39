package dev.nagare.wire;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object: members in the order in which they were written.
 *
 * @param members the members by name; unmodifiable
 */
public record JsonObject(Map<String, JsonValue> members) implements JsonValue {
    /** The object without members. */
    public static final JsonObject EMPTY = new JsonObject(Map.of());

    /** Copies the members, keeping their order. */
    public JsonObject {
        members = members.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    /** An object in which each of these names is present with the JSON value {@code null}. */
    public static JsonObject nulls(String... names) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        for (String name : names) {
            members.put(name, JsonNull.NULL);
        }
        return new JsonObject(members);
    }

    /** Whether there is no member. */
    public boolean isEmpty() {
        return members.isEmpty();
    }

    /** The member of this name, or null when there is none. */
    public @Nullable JsonValue member(String name) {
        return members.get(name);
    }

    /** Whether this name is present with the JSON value {@code null}. */
    public boolean isNull(String name) {
        return members.get(name) instanceof JsonNull;
    }
}
