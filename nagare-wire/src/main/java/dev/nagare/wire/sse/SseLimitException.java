package dev.nagare.wire.sse;

/** An event is larger than the decoder's bound. */
public final class SseLimitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int limit;

    SseLimitException(int limit) {
        super("a server-sent event is larger than the limit of " + limit + " bytes");
        this.limit = limit;
    }

    /** The bound, in bytes. */
    public int limit() {
        return limit;
    }
}
