package dev.nagare.guard;

import dev.nagare.wire.JsonArray;
import dev.nagare.wire.JsonNumber;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.JsonString;
import dev.nagare.wire.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;

/** Members that no rule can look at because nobody knows what they mean. */
final class UnknownText {
    private UnknownText() {}

    /** The members that may pass by a policy; without rules all of them. */
    static JsonObject under(Policy policy, JsonObject members) {
        return policy.isEmpty() || policy.unknownFields() == UnknownFields.PASS ? members : without(members);
    }

    /** The members without those that hold any text; the same object when none does. */
    static JsonObject without(JsonObject members) {
        if (members.isEmpty() || !isIn(members)) {
            return members;
        }
        Map<String, JsonValue> kept = new LinkedHashMap<>();
        members.members().forEach((name, value) -> {
            if (!isIn(value)) {
                kept.put(name, value);
            }
        });
        return new JsonObject(kept);
    }

    /** Whether there is any text in a value. Numbers in a list may be tokens or characters, so they count as text. */
    static boolean isIn(JsonValue value) {
        return isIn(value, false);
    }

    private static boolean isIn(JsonValue value, boolean isListed) {
        if (value instanceof JsonString string) {
            return !string.value().isEmpty();
        }
        if (value instanceof JsonArray array) {
            return array.elements().stream().anyMatch(element -> isIn(element, true));
        }
        if (value instanceof JsonObject object) {
            return object.members().values().stream().anyMatch(member -> isIn(member, isListed));
        }
        return isListed && value instanceof JsonNumber;
    }
}
