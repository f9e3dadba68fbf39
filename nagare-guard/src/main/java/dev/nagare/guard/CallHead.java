package dev.nagare.guard;

import dev.nagare.wire.CustomDelta;
import dev.nagare.wire.FunctionDelta;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.JsonValue;
import dev.nagare.wire.ToolCallDelta;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What fragments of a call say beside its name and its arguments, gathered until it may be shown. */
final class CallHead {
    private @Nullable Integer index;
    private @Nullable String id;
    private @Nullable String type;
    private JsonObject ofCall = JsonObject.EMPTY;
    private JsonObject ofFunction = JsonObject.EMPTY;
    private JsonObject ofCustom = JsonObject.EMPTY;

    /** A head of which nothing has come. */
    CallHead(int index) {
        this.index = index;
    }

    /** Adds a fragment; its id and type count where none has come before. */
    void add(ToolCallDelta call) {
        index = call.index();
        id = said(id, call.id());
        type = said(type, call.type());
        ofCall = joined(ofCall, call.additional());
        FunctionDelta function = call.function();
        if (function != null) {
            ofFunction = joined(ofFunction, function.additional());
        }
        CustomDelta custom = call.custom();
        if (custom != null) {
            ofCustom = joined(ofCustom, custom.additional());
        }
    }

    /** What was said first; an empty text says nothing. */
    private static @Nullable String said(@Nullable String before, @Nullable String next) {
        return before == null || (before.isEmpty() && next != null) ? next : before;
    }

    private static JsonObject joined(JsonObject first, JsonObject next) {
        if (first.isEmpty() || next.isEmpty()) {
            return first.isEmpty() ? next : first;
        }
        Map<String, JsonValue> members = new LinkedHashMap<>(first.members());
        members.putAll(next.members());
        return new JsonObject(members);
    }

    /** Whether there is nothing to show. */
    boolean isEmpty() {
        return id == null && type == null && ofCall.isEmpty() && ofFunction.isEmpty() && ofCustom.isEmpty();
    }

    /** Makes a fragment of all that was gathered, which is gone from here then, and of pieces of the function or tool. */
    ToolCallDelta take(FunctionGuard.@Nullable Shown function, FunctionGuard.@Nullable Shown custom) {
        ToolCallDelta call = new ToolCallDelta(
                index,
                id,
                type,
                FunctionGuard.Shown.function(function, ofFunction),
                FunctionGuard.Shown.custom(custom, ofCustom),
                ofCall);
        id = null;
        type = null;
        ofCall = JsonObject.EMPTY;
        ofFunction = JsonObject.EMPTY;
        ofCustom = JsonObject.EMPTY;
        return call;
    }
}
