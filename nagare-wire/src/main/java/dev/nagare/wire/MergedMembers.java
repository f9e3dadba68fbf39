package dev.nagare.wire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The unknown members of many objects in one: of those with one name the last that is not null. */
final class MergedMembers {
    private final Map<String, JsonValue> members = new LinkedHashMap<>();

    void add(JsonObject object) {
        if (!object.isEmpty()) {
            object.members().forEach(this::add);
        }
    }

    void add(String name, JsonValue value) {
        // A foreign word in "object" describes the chunk, not the whole.
        if (value != JsonNull.NULL && !name.equals("object")) {
            members.put(name, value);
        }
    }

    JsonObject toJson() {
        return members.isEmpty() ? JsonObject.EMPTY : new JsonObject(members);
    }

    /** The members, and these names as null. */
    JsonObject toJson(List<String> nulls) {
        if (nulls.isEmpty()) {
            return toJson();
        }
        Map<String, JsonValue> all = new LinkedHashMap<>(members);
        for (String name : nulls) {
            all.put(name, JsonNull.NULL);
        }
        return new JsonObject(all);
    }
}
