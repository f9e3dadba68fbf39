package dev.nagare.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** An object that comes in fragments: some of its texts are appended to, of its other members the last counts. */
final class JoinedObject {
    private final Set<String> appended;
    private final Map<String, StringBuilder> texts = new LinkedHashMap<>();
    private final Map<String, JsonValue> others = new LinkedHashMap<>();

    /**
     * An object without members.
     *
     * @param appended the members whose texts come in pieces
     */
    JoinedObject(String... appended) {
        this.appended = Set.of(appended);
    }

    void add(JsonObject fragment) {
        fragment.members().forEach((name, value) -> {
            if (value instanceof JsonString text && appended.contains(name)) {
                texts.computeIfAbsent(name, key -> new StringBuilder()).append(text.value());
            } else if (value != JsonNull.NULL) {
                others.put(name, value);
            }
        });
    }

    JsonObject toJson() {
        Map<String, JsonValue> members = new LinkedHashMap<>(others);
        texts.forEach((name, text) -> members.put(name, new JsonString(text.toString())));
        return new JsonObject(members);
    }
}
