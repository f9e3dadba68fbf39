package dev.nagare.client;

import dev.nagare.wire.ApiError;

/** The server failed: its operators can act, and another try may do better. */
public final class ServerFaultException extends ApiException {
    private static final long serialVersionUID = 1L;

    ServerFaultException(ResponseHead head, ApiError error) {
        super(head, error);
    }

    @Override
    boolean mayPass() {
        return true;
    }
}
