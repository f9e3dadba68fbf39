package dev.nagare.guard;

import dev.nagare.wire.CustomDelta;
import dev.nagare.wire.FunctionDelta;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.TokenLogprob;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The name and the arguments of one call. A name, or a piece of one, is let go when no rule may match in it any more, and
 * before the first arguments; what names a call once more after them ends the choice. What a rule has cut is no name: nothing
 * more of the call is shown.
 */
final class FunctionGuard {
    /** What may be shown of a fragment. */
    record Shown(@Nullable String name, @Nullable String arguments) {
        boolean isEmpty() {
            return (name == null || name.isEmpty()) && (arguments == null || arguments.isEmpty());
        }

        /** As a function, with other members; null when there is neither. */
        static @Nullable FunctionDelta function(@Nullable Shown shown, JsonObject additional) {
            if (shown == null) {
                return additional.isEmpty() ? null : new FunctionDelta(null, null, additional);
            }
            return new FunctionDelta(shown.name(), shown.arguments(), additional);
        }

        /** The same as a tool of one's own. */
        static @Nullable CustomDelta custom(@Nullable Shown shown, JsonObject additional) {
            if (shown == null) {
                return additional.isEmpty() ? null : new CustomDelta(null, null, additional);
            }
            return new CustomDelta(shown.name(), shown.arguments(), additional);
        }
    }

    private final Findings findings;
    private final FieldGuard<TokenLogprob> name;
    private final FieldGuard<TokenLogprob> arguments;
    private final StringBuilder shownName = new StringBuilder();
    private boolean nameComes;
    private boolean nameIsOver;

    /** How many chars of the name have been shown. */
    private long nameLength;

    private FunctionGuard(Findings findings, FieldGuard<TokenLogprob> name, FieldGuard<TokenLogprob> arguments) {
        this.findings = findings;
        this.name = name;
        this.arguments = arguments;
    }

    /**
     * A function, whose arguments are JSON.
     *
     * @param call what the call is told by
     */
    static FunctionGuard function(Findings findings, String call) {
        return new FunctionGuard(findings, findings.field(call + ".name"), findings.jsonField(call + ".arguments"));
    }

    /** A tool of one's own, whose input is text. */
    static FunctionGuard custom(Findings findings, String call) {
        return new FunctionGuard(findings, findings.field(call + ".name"), findings.field(call + ".input"));
    }

    /** Takes a fragment; null when nothing of it may be shown yet. */
    @Nullable
    Shown accept(@Nullable String namePiece, @Nullable String argumentsPiece) {
        if (namePiece != null && !namePiece.isEmpty()) {
            if (nameIsOver) {
                findings.block(Findings.LATE_NAME);
                return null;
            }
            nameComes = true;
            shownName.append(name.accept(namePiece, List.of()));
        }
        boolean hasArguments = argumentsPiece != null && !argumentsPiece.isEmpty();
        String readyName = name(hasArguments);
        if (nameComes || name.isBlocked()) {
            // The name waits, and it goes first.
            return null;
        }
        String shown = argumentsPiece == null ? null : arguments.accept(argumentsPiece, List.of());
        boolean isEmpty = readyName == null && hasArguments && shown != null && shown.isEmpty();
        return isEmpty ? null : new Shown(readyName, shown);
    }

    /** The call is over; null when nothing was held back. */
    @Nullable
    Shown finish() {
        String readyName = name(true);
        if (name.isBlocked()) {
            return null;
        }
        String rest = arguments.finish();
        return readyName == null && rest.isEmpty() ? null : new Shown(readyName, rest.isEmpty() ? null : rest);
    }

    private @Nullable String name(boolean isOver) {
        if (isOver && !nameIsOver) {
            nameIsOver = true;
            shownName.append(name.finish());
        }
        if (name.isBlocked()) {
            name.showOnly(nameLength);
            return null;
        }
        if (!nameComes || (!nameIsOver && name.isHolding())) {
            return null;
        }
        nameComes = false;
        String ready = shownName.toString();
        nameLength += ready.length();
        shownName.setLength(0);
        return ready;
    }

    /** Whether a rule has cut the name. */
    boolean isNameBlocked() {
        return name.isBlocked();
    }

    boolean isBlocked() {
        return name.isBlocked() || arguments.isBlocked();
    }
}
