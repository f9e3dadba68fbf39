package dev.nagare.client;

/** What a stream must have shown for its answer to count as complete. */
public enum EndPolicy {
    /**
     * Every choice came to its finish reason. The protocol demands it, and nothing less tells an answer from the first
     * half of one.
     */
    FINISH_REASONS,

    /** {@code [DONE]} is enough: for servers that leave finish reasons out. */
    DONE
}
