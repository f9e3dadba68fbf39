package dev.nagare.cli;

import org.jspecify.annotations.Nullable;

/** An answer that did not come, or not to its end; the message is for the person. */
final class FailedAnswer extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FailedAnswer(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
