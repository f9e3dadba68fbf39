package dev.nagare.client;

import dev.nagare.wire.ApiError;

/** The key is not valid, not allowed to do this, or its account has nothing left: whoever owns the key can act. */
public final class AccessException extends ApiException {
    private static final long serialVersionUID = 1L;

    AccessException(ResponseHead head, ApiError error) {
        super(head, error);
    }

    @Override
    boolean mayPass() {
        return false;
    }
}
