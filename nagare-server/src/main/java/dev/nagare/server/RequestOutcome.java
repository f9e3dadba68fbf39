package dev.nagare.server;

/** How a request ended. */
public enum RequestOutcome {
    /** Answered as asked; a generation says more by its finish reason. */
    COMPLETED("completed"),
    /** Refused before a generation began, by the caller's fault or for want of capacity. */
    REJECTED("rejected"),
    /** The server, or a generation that had begun to answer, failed; the reader was told. */
    FAILED("error"),
    /** Something other than the reader ended the generation early; the reader was told. */
    CANCELLED("cancelled"),
    /** The reader left before the end. */
    DISCONNECTED("disconnected"),
    /** The reader, or the sender of a body, made no progress for too long. */
    STALLED("timeout"),
    /** The request took longer than a request may. */
    TIMED_OUT("timeout"),
    /** The server was closing and waited no longer. */
    SHUT_DOWN("cancelled");

    private final String word;

    RequestOutcome(String word) {
        this.word = word;
    }

    /** The word in logs: what a completed generation is called is its finish reason instead. */
    String word() {
        return word;
    }
}
