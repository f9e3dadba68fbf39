package dev.nagare.wire;

import java.util.List;

/** How a stream ended, as its reader saw it. A stream has exactly one end. */
public sealed interface StreamEnd {
    /**
     * Every choice came to its finish reason.
     *
     * @param sawDone whether the server said {@code [DONE]}
     */
    record Completed(boolean sawDone) implements StreamEnd {}

    /**
     * The stream ended, in good order or not, before the answer did.
     *
     * @param unfinished the choices that began, or were expected, and have no finish reason
     * @param sawDone whether the server said {@code [DONE]}
     */
    record Truncated(List<Integer> unfinished, boolean sawDone) implements StreamEnd {
        /** Copies the list. */
        public Truncated {
            unfinished = List.copyOf(unfinished);
        }
    }

    /** The reader did not want more. */
    record Cancelled() implements StreamEnd {}

    /**
     * The server reported an error, sent what cannot be read, or the connection broke.
     *
     * @param error what went wrong
     */
    record Failed(RuntimeException error) implements StreamEnd {}
}
