package dev.nagare.wire;

import java.util.function.Consumer;

/**
 * Changes one stream while it passes: may hold chunks back, change, add and leave out some, and end it early.
 *
 * <p>It is given the chunks in order, then the end once, and gives on what the reader may see. Whoever runs it calls it
 * from one thread at a time and keeps no chunk for itself; what it has not given on, nobody sees, not even as the partial
 * answer of an error. The stream's end stays what it was: a filter cannot make a cut answer whole. A filter that ends
 * the stream itself gives on every open choice's finish reason and then says {@link #isOver()}.
 *
 * <p>What it throws fails the stream.
 *
 * @param <C> the type of chunk
 */
public interface ChunkFilter<C> {
    /**
     * Takes the next chunk.
     *
     * @param chunk what came; a chunk with a choice's finish reason is the last that holds text of this choice, so what
     *     is held back of it goes before
     * @param out takes what the reader sees next, at once
     */
    void chunk(C chunk, Consumer<? super C> out);

    /**
     * The stream has ended: gives on what is still held back and may be seen. Called once, before the reader learns of
     * the end; not after {@link #isOver()}, and not when the reader itself ended the stream.
     *
     * @param end how it ended: completed, truncated or failed
     * @param out takes what the reader sees last
     */
    void end(StreamEnd end, Consumer<? super C> out);

    /** Whether the answer is at its end for this filter's reasons: then nothing more is read. Asked after each chunk. */
    default boolean isOver() {
        return false;
    }
}
