package dev.nagare.cli;

import dev.nagare.wire.Usage;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is on its way, from an engine in this process or from a server.
 *
 * @param <C> the type of chunk
 */
interface Answer<C> extends AutoCloseable {
    /**
     * Waits for the next chunk; null after the last one.
     *
     * @throws FailedAnswer when there will be no more chunks because something went wrong
     * @throws InterruptedException when the waiting thread is interrupted
     */
    @Nullable
    C next() throws InterruptedException;

    /** The token counts; known after the last chunk, where the other side gives them at all. */
    @Nullable
    Usage usage();

    /** Stops the answer if it is still coming; any thread, any number of times. */
    @Override
    void close();
}
