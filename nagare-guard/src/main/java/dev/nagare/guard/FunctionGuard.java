package dev.nagare.guard;

import org.jspecify.annotations.Nullable;

/**
 * The name and the arguments of one call. A name is let go whole, and before the first arguments; what names a call
 * once more after them ends the choice, because its first part is gone.
 */
final class FunctionGuard {
    /** What may be shown of a fragment. */
    record Shown(@Nullable String name, @Nullable String arguments) {}

    private final FieldGuard name;
    private final FieldGuard arguments;
    private final StringBuilder shownName = new StringBuilder();
    private boolean nameComes;
    private boolean nameIsOver;
    private boolean lateName;

    FunctionGuard(Findings findings, boolean json) {
        this.name = findings.field(false);
        this.arguments = findings.field(json);
    }

    /** Takes a fragment; null when nothing of it may be shown yet. */
    @Nullable
    Shown accept(@Nullable String namePiece, @Nullable String argumentsPiece) {
        if (namePiece != null && !namePiece.isEmpty()) {
            if (nameIsOver) {
                lateName = true;
                return null;
            }
            nameComes = true;
            shownName.append(name.accept(namePiece, null));
        }
        boolean hasArguments = argumentsPiece != null && !argumentsPiece.isEmpty();
        String readyName = name(hasArguments);
        if (nameComes) {
            // The name waits, and it goes first.
            return null;
        }
        String shown = argumentsPiece == null ? null : arguments.accept(argumentsPiece, null);
        boolean isEmpty = readyName == null && hasArguments && shown != null && shown.isEmpty();
        return isEmpty ? null : new Shown(readyName, shown);
    }

    /** The call is over; null when nothing was held back. */
    @Nullable
    Shown finish() {
        String readyName = name(true);
        String rest = arguments.finish();
        return readyName == null && rest.isEmpty() ? null : new Shown(readyName, rest.isEmpty() ? null : rest);
    }

    private @Nullable String name(boolean isOver) {
        if (isOver && !nameIsOver) {
            nameIsOver = true;
            shownName.append(name.finish());
        }
        if (!nameComes || (!nameIsOver && name.isHolding())) {
            return null;
        }
        nameComes = false;
        String ready = shownName.toString();
        shownName.setLength(0);
        return ready;
    }

    boolean isBlocked() {
        return lateName || name.isBlocked() || arguments.isBlocked();
    }
}
