package dev.nagare.client;

import org.jspecify.annotations.Nullable;

/** The server sent something that is not an answer: not HTTP, not JSON, not a chunk, a page, or too much. */
public final class ProtocolException extends NagareClientException {
    private static final long serialVersionUID = 1L;

    ProtocolException(String message, @Nullable ResponseHead response) {
        super(message, null, response);
    }

    @Override
    public boolean isRetryable() {
        return false;
    }
}
