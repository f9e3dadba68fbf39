package dev.nagare.guard;

import dev.nagare.wire.CustomDelta;
import dev.nagare.wire.FunctionDelta;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.ToolCallDelta;
import org.jspecify.annotations.Nullable;

/** One tool call: its id and type go with its name, once the name may go. */
final class ToolCallGuard {
    private final FunctionGuard function;
    private final FunctionGuard custom;
    private @Nullable ToolCallDelta opening;

    ToolCallGuard(Findings findings) {
        this.function = new FunctionGuard(findings, true);
        this.custom = new FunctionGuard(findings, false);
    }

    /** Takes a fragment; null when nothing of it may be shown yet. */
    @Nullable
    ToolCallDelta accept(ToolCallDelta call) {
        FunctionDelta named = call.function();
        CustomDelta customNamed = call.custom();
        FunctionGuard.Shown shown = named == null ? null : function.accept(named.name(), named.arguments());
        FunctionGuard.Shown shownCustom =
                customNamed == null ? null : custom.accept(customNamed.name(), customNamed.input());
        boolean saysNothing = shown == null && shownCustom == null && (named != null || customNamed != null);
        if (saysNothing) {
            if (call.id() != null && opening == null) {
                opening = call;
            }
            return null;
        }
        ToolCallDelta head = opening == null ? call : opening;
        opening = null;
        return new ToolCallDelta(
                call.index(), head.id(), head.type(), function(shown), custom(shownCustom), head.additional());
    }

    /** The call is over; null when nothing was held back. */
    @Nullable
    ToolCallDelta finish(int index) {
        FunctionGuard.Shown rest = function.finish();
        FunctionGuard.Shown restOfCustom = custom.finish();
        ToolCallDelta head = opening;
        opening = null;
        if (rest == null && restOfCustom == null && head == null) {
            return null;
        }
        return head == null
                ? new ToolCallDelta(index, null, null, function(rest), custom(restOfCustom), JsonObject.EMPTY)
                : new ToolCallDelta(
                        head.index(), head.id(), head.type(), function(rest), custom(restOfCustom), head.additional());
    }

    private static @Nullable FunctionDelta function(FunctionGuard.@Nullable Shown shown) {
        return shown == null ? null : new FunctionDelta(shown.name(), shown.arguments(), JsonObject.EMPTY);
    }

    private static @Nullable CustomDelta custom(FunctionGuard.@Nullable Shown shown) {
        return shown == null ? null : new CustomDelta(shown.name(), shown.arguments(), JsonObject.EMPTY);
    }

    boolean isBlocked() {
        return function.isBlocked() || custom.isBlocked();
    }
}
