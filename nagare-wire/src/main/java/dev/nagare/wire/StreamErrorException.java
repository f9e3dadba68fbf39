package dev.nagare.wire;

/** An event of a stream carries an error in place of a chunk. */
public final class StreamErrorException extends WireException {
    private static final long serialVersionUID = 1L;

    private final transient ApiError error;

    /** An exception with this error; the error's message becomes the exception's. */
    public StreamErrorException(ApiError error) {
        super(error.message());
        this.error = error;
    }

    /** What the server said. */
    public ApiError error() {
        return error;
    }
}
