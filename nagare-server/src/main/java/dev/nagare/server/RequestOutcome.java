package dev.nagare.server;

/** How a request ended. */
public enum RequestOutcome {
    /** Answered as asked. */
    COMPLETED,
    /** Answered with an error status that is the caller's or capacity's. */
    REJECTED,
    /** The server, or a generation that had begun to answer, failed; the reader was told. */
    FAILED,
    /** The reader left before the end. */
    DISCONNECTED,
    /** The reader, or the sender of a body, made no progress for too long. */
    STALLED,
    /** The server was closing. */
    SHUT_DOWN
}
