package dev.nagare.cli;

import org.jspecify.annotations.Nullable;

/** An answer that did not come, or not to its end; the message is for the person. */
final class FailedAnswer extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    FailedAnswer(String message, @Nullable Throwable cause) {
        this(message, cause, ExitCode.FAILED);
    }

    private FailedAnswer(String message, @Nullable Throwable cause, int exitCode) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** An answer that a content filter ended. */
    static FailedAnswer filtered(String message) {
        return new FailedAnswer(message, null, ExitCode.BLOCKED);
    }

    /** What the command ends with. */
    int exitCode() {
        return exitCode;
    }
}
