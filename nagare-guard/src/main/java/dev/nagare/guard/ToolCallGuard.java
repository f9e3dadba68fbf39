package dev.nagare.guard;

import dev.nagare.wire.CustomDelta;
import dev.nagare.wire.FunctionDelta;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.TokenLogprob;
import dev.nagare.wire.ToolCallDelta;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One tool call: its id and type go with its name, once the name may go. */
final class ToolCallGuard {
    private final Findings findings;
    private final String name;
    private final FunctionGuard function;
    private final FunctionGuard custom;
    private @Nullable ToolCallDelta opening;
    private boolean blocked;

    /**
     * A call.
     *
     * @param name what it is told by
     */
    ToolCallGuard(Findings findings, String name) {
        this.findings = findings;
        this.name = name;
        this.function = FunctionGuard.function(findings, name);
        this.custom = FunctionGuard.custom(findings, name);
    }

    /** Takes a fragment; null when nothing of it may be shown yet. */
    @Nullable
    ToolCallDelta accept(ToolCallDelta given) {
        ToolCallDelta call = seen(given);
        FunctionDelta named = call.function();
        CustomDelta customNamed = call.custom();
        FunctionGuard.Shown shown = named == null ? null : function.accept(named.name(), named.arguments());
        FunctionGuard.Shown shownCustom =
                customNamed == null ? null : custom.accept(customNamed.name(), customNamed.input());
        if (blocked) {
            return null;
        }
        boolean saysNothing = shown == null && shownCustom == null && (named != null || customNamed != null);
        if (saysNothing) {
            open(call);
            return null;
        }
        ToolCallDelta head = opening == null ? call : headed(opening, call);
        opening = null;
        return new ToolCallDelta(
                call.index(),
                head.id(),
                head.type(),
                function(shown, named == null ? JsonObject.EMPTY : named.additional()),
                custom(shownCustom, customNamed == null ? JsonObject.EMPTY : customNamed.additional()),
                head.additional());
    }

    /** Keeps what a fragment says beside its name and its arguments until one of these may be shown. */
    private void open(ToolCallDelta call) {
        ToolCallDelta known = opening;
        if (known == null) {
            boolean saysSomething = call.id() != null
                    || call.type() != null
                    || !call.additional().isEmpty();
            opening = saysSomething ? call : null;
        } else {
            opening = headed(known, call);
        }
    }

    /** What one fragment says of a call, with the id of the next one where it has none. */
    private static ToolCallDelta headed(ToolCallDelta first, ToolCallDelta next) {
        return new ToolCallDelta(
                first.index(),
                first.id() == null ? next.id() : first.id(),
                first.type() == null ? next.type() : first.type(),
                null,
                null,
                first.additional());
    }

    /** The fragment with its id and type as they may be shown, and without text that nobody knows. */
    private ToolCallDelta seen(ToolCallDelta call) {
        FunctionDelta named = call.function();
        CustomDelta customNamed = call.custom();
        return new ToolCallDelta(
                call.index(),
                whole("id", call.id()),
                whole("type", call.type()),
                named == null
                        ? null
                        : new FunctionDelta(named.name(), named.arguments(), findings.known(named.additional())),
                customNamed == null
                        ? null
                        : new CustomDelta(
                                customNamed.name(), customNamed.input(), findings.known(customNamed.additional())),
                findings.known(call.additional()));
    }

    /** A word that comes whole, as it may be shown. */
    private @Nullable String whole(String field, @Nullable String word) {
        if (word == null) {
            return null;
        }
        FieldGuard<TokenLogprob> guard = findings.field(name + "." + field);
        String shown = guard.accept(word, List.of()) + guard.finish();
        blocked |= guard.isBlocked();
        return shown;
    }

    /** The call is over; null when nothing was held back. */
    @Nullable
    ToolCallDelta finish(int index) {
        FunctionGuard.Shown rest = function.finish();
        FunctionGuard.Shown restOfCustom = custom.finish();
        ToolCallDelta head = opening;
        opening = null;
        if (function.isNameBlocked() || custom.isNameBlocked()) {
            return null;
        }
        if (rest == null && restOfCustom == null && head == null) {
            return null;
        }
        ToolCallDelta from = head == null ? new ToolCallDelta(index, null, null, null, null, JsonObject.EMPTY) : head;
        return new ToolCallDelta(
                from.index(),
                from.id(),
                from.type(),
                function(rest, JsonObject.EMPTY),
                custom(restOfCustom, JsonObject.EMPTY),
                from.additional());
    }

    private static @Nullable FunctionDelta function(FunctionGuard.@Nullable Shown shown, JsonObject additional) {
        return shown == null ? null : new FunctionDelta(shown.name(), shown.arguments(), additional);
    }

    private static @Nullable CustomDelta custom(FunctionGuard.@Nullable Shown shown, JsonObject additional) {
        return shown == null ? null : new CustomDelta(shown.name(), shown.arguments(), additional);
    }

    boolean isBlocked() {
        return blocked || function.isBlocked() || custom.isBlocked();
    }
}
