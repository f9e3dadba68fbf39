package dev.nagare.engine;

import dev.nagare.wire.ApiError;
import org.jspecify.annotations.Nullable;

/** An engine's error: what to tell the caller, and who can act. */
public final class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final EngineErrorKind kind;
    private final transient ApiError error;

    /**
     * An error without a cause.
     *
     * @param kind who can act
     * @param error what to tell the caller; its message becomes the exception's
     */
    public EngineException(EngineErrorKind kind, ApiError error) {
        this(kind, error, null);
    }

    /**
     * An error with the exception that led to it.
     *
     * @param kind who can act
     * @param error what to tell the caller; its message becomes the exception's
     * @param cause what led to it; for logs, never for the caller
     */
    public EngineException(EngineErrorKind kind, ApiError error, @Nullable Throwable cause) {
        super(error.message(), cause);
        this.kind = kind;
        this.error = error;
    }

    /** Who can act. */
    public EngineErrorKind kind() {
        return kind;
    }

    /** What to tell the caller. */
    public ApiError error() {
        return error;
    }
}
