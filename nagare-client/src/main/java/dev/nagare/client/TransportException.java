package dev.nagare.client;

import org.jspecify.annotations.Nullable;

/** The server could not be reached, or the connection broke; the cause is the JDK's own exception. */
public final class TransportException extends NagareClientException {
    private static final long serialVersionUID = 1L;

    TransportException(String message, Throwable cause, @Nullable ResponseHead response) {
        super(message, cause, response);
    }

    @Override
    public boolean isRetryable() {
        return true;
    }
}
