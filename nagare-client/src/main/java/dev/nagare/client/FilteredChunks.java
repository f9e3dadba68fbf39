package dev.nagare.client;

import dev.nagare.wire.ChunkFilter;
import dev.nagare.wire.StreamEnd;
import dev.nagare.wire.Usage;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A stream's chunks on their way through a filter; the end is judged by what goes in, not by what comes out. */
final class FilteredChunks<C> {
    private final ChunkFilter<C> filter;
    private final Assembly<C, ?> unfiltered;
    private final ArrayDeque<C> seen = new ArrayDeque<>();
    private final Consumer<C> out = seen::add;
    private boolean over;

    FilteredChunks(ChunkFilter<C> filter, Assembly<C, ?> assembly) {
        this.filter = filter;
        this.unfiltered = assembly.fresh();
    }

    /** Notes a chunk for the judgement of the end. */
    void note(C chunk) {
        unfiltered.add(unfiltered.outline(chunk));
    }

    /** Puts a chunk in. */
    void push(C chunk) {
        filter.chunk(chunk, out);
        over = filter.isOver();
    }

    /** Tells the filter the end, unless it has made one itself. */
    void end(StreamEnd end) {
        if (!over) {
            filter.end(end, out);
        }
    }

    /** The next chunk that comes out, or null. */
    @Nullable
    C poll() {
        return seen.poll();
    }

    /** Whether the filter wants no more. */
    boolean isOver() {
        return over;
    }

    /** Judges a stream that ended in good order. */
    StreamEnd ended(boolean sawDone) {
        return unfiltered.ended(sawDone);
    }

    /** The usage so far, whether the filter let it pass or not. */
    @Nullable
    Usage usage() {
        return unfiltered.usage();
    }
}
