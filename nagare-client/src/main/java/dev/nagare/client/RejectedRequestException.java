package dev.nagare.client;

import dev.nagare.wire.ApiError;

/** The request cannot be answered as it is, whoever sends it and whenever: its author can act. */
public final class RejectedRequestException extends ApiException {
    private static final long serialVersionUID = 1L;

    RejectedRequestException(ResponseHead head, ApiError error) {
        super(head, error);
    }

    @Override
    boolean mayPass() {
        return status() == 408 || status() == 409;
    }
}
