package dev.nagare.client;

import dev.nagare.wire.ApiError;

/** The server or the account is at its limit for now: waiting helps. */
public final class CapacityException extends ApiException {
    private static final long serialVersionUID = 1L;

    CapacityException(ResponseHead head, ApiError error) {
        super(head, error);
    }

    @Override
    boolean mayPass() {
        return true;
    }
}
