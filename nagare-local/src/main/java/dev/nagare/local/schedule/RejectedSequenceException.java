package dev.nagare.local.schedule;

/** A sequence that the scheduler does not take. */
public final class RejectedSequenceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why, and so who can act. */
    public enum Reason {
        /** As many sequences wait as may: try again later. */
        QUEUE_FULL,
        /** The sequence could never fit: its caller asks for too much. */
        TOO_LONG,
        /** The scheduler is closed. */
        CLOSED
    }

    private final Reason reason;

    RejectedSequenceException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Why it was rejected. */
    public Reason reason() {
        return reason;
    }
}
