package dev.nagare.engine;

/**
 * Takes the chunks of one generation.
 *
 * <p>Calls come one at a time, with a happens-before edge between them, from threads that belong to the engine. A sink
 * never blocks and never throws: it keeps what it is given or passes it on, and slows the engine by
 * {@link Generation#pause()}.
 *
 * @param <C> the type of chunk
 */
public interface GenerationSink<C> {
    /** Takes the next chunk. */
    void chunk(C chunk);

    /** Takes the end; nothing is called after it. */
    void end(GenerationEnd end);
}
