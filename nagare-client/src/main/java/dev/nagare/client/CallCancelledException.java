package dev.nagare.client;

import org.jspecify.annotations.Nullable;

/**
 * The whole answer was asked for, but the caller's side had ended the call: the stream was closed, or the thread was
 * interrupted. Iterating never throws it: an iteration that is cancelled ends.
 */
public final class CallCancelledException extends NagareClientException {
    private static final long serialVersionUID = 1L;

    CallCancelledException(@Nullable ResponseHead response) {
        super("the call was cancelled", null, response);
    }

    @Override
    public boolean isRetryable() {
        return false;
    }
}
