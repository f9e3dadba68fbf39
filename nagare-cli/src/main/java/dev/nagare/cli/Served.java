package dev.nagare.cli;

/** A server that runs in this process. */
interface Served extends AutoCloseable {
    /** The port it listens on. */
    int port();

    /** Ends what runs with a word to its reader, and frees the port. */
    @Override
    void close();
}
