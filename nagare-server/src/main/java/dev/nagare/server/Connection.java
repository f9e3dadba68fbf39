package dev.nagare.server;

/** A connection of any version of HTTP, as its event loop looks after it. Event loop only. */
interface Connection {
    /** Ends what has made no progress for too long. */
    void check(long now);

    /** The server accepts no more: closes when idle, else after what is being answered. */
    void quiesce();

    /** The server waits no longer: ends what is being answered so that its readers can tell. */
    void shutDown();

    /** Closes at once, for good; what is being answered has then ended in this way. */
    void close(RequestOutcome how, ErrorReason why);
}
