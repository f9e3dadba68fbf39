package dev.nagare.guard;

import dev.nagare.wire.CustomDelta;
import dev.nagare.wire.FunctionDelta;
import dev.nagare.wire.TokenLogprob;
import dev.nagare.wire.ToolCallDelta;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One tool call: its id and type go with the first of its name or its arguments, once that may go. */
final class ToolCallGuard {
    private final Findings findings;
    private final String name;
    private final FunctionGuard function;
    private final FunctionGuard custom;
    private final CallHead head;

    /** Whether some of its name or its arguments has gone. */
    private boolean hasBegun;

    private boolean blocked;

    /**
     * A call.
     *
     * @param index its number in the choice
     */
    ToolCallGuard(Findings findings, int index) {
        this.findings = findings;
        this.name = "tool_calls." + index;
        this.head = new CallHead(index);
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
        head.add(call);
        hasBegun |= saysSomething(shown) || saysSomething(shownCustom);
        boolean isHeld = shown == null && shownCustom == null && (named != null || customNamed != null);
        return hasBegun && !isHeld ? head.take(shown, shownCustom) : null;
    }

    private static boolean saysSomething(FunctionGuard.@Nullable Shown shown) {
        return shown != null && !shown.isEmpty();
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
    ToolCallDelta finish() {
        FunctionGuard.Shown rest = function.finish();
        FunctionGuard.Shown restOfCustom = custom.finish();
        boolean saysNothing = rest == null && restOfCustom == null && head.isEmpty();
        return saysNothing || function.isNameBlocked() || custom.isNameBlocked() ? null : head.take(rest, restOfCustom);
    }

    boolean isBlocked() {
        return blocked || function.isBlocked() || custom.isBlocked();
    }
}
