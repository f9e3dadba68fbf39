package dev.nagare.server;

/** What a server is doing now. For any thread; no method blocks for long. */
public interface ServerLoad {
    /** How many generations run. */
    int running();

    /** How many requests wait for their turn. */
    int waiting();

    /** How many connections are open. */
    int connections();

    /** Whether new requests are accepted; false while the server drains. */
    boolean accepting();
}
