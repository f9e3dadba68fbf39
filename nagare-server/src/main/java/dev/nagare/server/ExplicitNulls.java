package dev.nagare.server;

import dev.nagare.wire.JsonNull;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.JsonValue;

/** Members that are there to say that something is null. */
final class ExplicitNulls {
    private ExplicitNulls() {}

    /** Whether the members say nothing else. */
    static boolean only(JsonObject members) {
        if (!members.isEmpty()) {
            for (JsonValue value : members.members().values()) {
                if (value != JsonNull.NULL) {
                    return false;
                }
            }
        }
        return true;
    }
}
