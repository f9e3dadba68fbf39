package dev.nagare.wire;

/** Something on the wire is not what the protocol says. */
public abstract sealed class WireException extends RuntimeException
        permits MalformedJsonException, InvalidRequestException, StreamErrorException {
    private static final long serialVersionUID = 1L;

    WireException(String message) {
        super(message);
    }
}
