package dev.nagare.server;

/**
 * Watches a server and changes nothing.
 *
 * <p>Called on the server's event loops, several at a time: a listener must be safe for that and must not block. What
 * it throws is logged and has no other effect.
 */
public interface ServerListener {
    /** A listener that watches nothing. */
    ServerListener NONE = new ServerListener() {};

    /** A request is over. */
    default void requestEnded(RequestEnded event) {}
}
