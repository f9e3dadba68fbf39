package dev.nagare.testkit;

/** How a scripted response goes wrong, or how it ends. */
public enum Fault {
    /** Nothing: the response ends as HTTP says, and the connection serves the next request. */
    NONE(true),

    /** The response ends as HTTP says, with its last chunk, although the answer is not whole. */
    CLEAN_END(true),

    /** A body without length and without chunks ends where the connection does. */
    CLOSE(true),

    /** The connection closes where another HTTP chunk would be. */
    NO_LAST_CHUNK(false),

    /** The connection closes before the announced length. */
    SHORT_LENGTH(false),

    /** The connection is reset. */
    RESET(false),

    /** Nothing more comes, until the client goes. */
    STALL(false),

    /** Nothing but comments comes, until the client goes. */
    HEARTBEATS(false),

    /** What follows is not HTTP. */
    GARBAGE(false),

    /** The connection is reset before the response's head. */
    RESET_BEFORE_HEADERS(false),

    /** Nothing comes at all, until the client goes. */
    STALL_BEFORE_HEADERS(false);

    private final boolean clean;

    Fault(boolean clean) {
        this.clean = clean;
    }

    /** Whether HTTP calls the end of the body a good one, so that only the answer itself can tell. */
    public boolean isClean() {
        return clean;
    }

    boolean isBeforeHeaders() {
        return this == RESET_BEFORE_HEADERS || this == STALL_BEFORE_HEADERS;
    }
}
