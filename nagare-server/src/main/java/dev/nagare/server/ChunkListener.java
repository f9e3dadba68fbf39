package dev.nagare.server;

/** Is told of each chunk of one generation after its first. */
@FunctionalInterface
public interface ChunkListener {
    /** A listener that is told and does nothing. */
    ChunkListener NONE = nanos -> {};

    /**
     * A chunk has come from the engine. Called on the engine's threads, once for each token: it must take well under a
     * microsecond, allocate nothing and throw nothing.
     *
     * @param nanos nanoseconds since the chunk before
     */
    void chunk(long nanos);
}
