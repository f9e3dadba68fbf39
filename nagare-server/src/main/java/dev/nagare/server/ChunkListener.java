package dev.nagare.server;

/** Is told of each token of one generation after the first of its choice. */
@FunctionalInterface
public interface ChunkListener {
    /** A listener that is told and does nothing. */
    ChunkListener NONE = nanos -> {};

    /**
     * A chunk with a token has come from the engine: not one that only says a role or why a choice finished. Called on the
     * engine's threads, once for each: it must take well under a microsecond, allocate nothing and throw nothing.
     *
     * @param nanos nanoseconds since the token before it of the same choice
     */
    void chunk(long nanos);
}
