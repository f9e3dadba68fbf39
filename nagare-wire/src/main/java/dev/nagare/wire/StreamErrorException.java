package dev.nagare.wire;

import org.jspecify.annotations.Nullable;

/** An event of a stream carries an error in place of a chunk. */
public final class StreamErrorException extends WireException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable ApiError error;

    /** An exception with this error; the error's message becomes the exception's. */
    public StreamErrorException(ApiError error) {
        super(error.message());
        this.error = error;
    }

    /** What the server said. */
    public ApiError error() {
        // The error is no part of an exception that was written as bytes; its message is.
        return error == null ? new ApiError(String.valueOf(getMessage()), null, null, null, JsonObject.EMPTY) : error;
    }
}
