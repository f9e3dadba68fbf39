package dev.nagare.wire;

/** A text is not JSON, or not of the shape that was expected; the message says where and never quotes the text. */
public final class MalformedJsonException extends WireException {
    private static final long serialVersionUID = 1L;

    /** An exception with this message. */
    public MalformedJsonException(String message) {
        super(message);
    }
}
