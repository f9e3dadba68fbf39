package dev.nagare.server;

import dev.nagare.wire.Usage;

/**
 * Puts the chunks of an answer that is not streamed together. One thread at a time, with a happens-before edge between.
 *
 * @param <C> the type of chunk
 */
interface Accumulation<C> {
    /** Takes the next chunk. */
    void add(C chunk);

    /**
     * The whole answer as JSON.
     *
     * @throws IllegalStateException when a choice has no finish reason
     */
    byte[] whole(Usage usage);

    /** About how many bytes a chunk adds. */
    int weight(C chunk);
}
