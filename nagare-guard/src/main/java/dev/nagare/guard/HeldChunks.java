package dev.nagare.guard;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The chunks that wait for their verdict, numbered in the order in which they came. One thread at a time.
 *
 * @param <C> the type of chunk
 */
final class HeldChunks<C> {
    /**
     * A chunk that waits.
     *
     * @param number from 1
     * @param chars how much text it has for the judge
     * @param <C> the type of chunk
     */
    record Held<C>(C chunk, long number, int chars) {}

    private final ToIntFunction<C> measure;
    private Deque<Held<C>> waiting = new ArrayDeque<>();
    private long chars;
    private long newest;

    /**
     * No chunks.
     *
     * @param measure counts the chars of a chunk's text
     */
    HeldChunks(ToIntFunction<C> measure) {
        this.measure = measure;
    }

    void add(C chunk) {
        put(new Held<>(chunk, ++newest, measure.applyAsInt(chunk)));
    }

    private void put(Held<C> held) {
        waiting.add(held);
        chars += held.chars();
    }

    /** The number of the chunk that came last; 0 before the first. */
    long newest() {
        return newest;
    }

    /** The chars of all that waits. */
    long chars() {
        return chars;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** The oldest chunk; null when none waits. */
    @Nullable
    Held<C> oldest() {
        return waiting.peek();
    }

    void removeOldest() {
        chars -= waiting.remove().chars();
    }

    /** Replaces every chunk by what is left of it; null for nothing. */
    void keep(Function<C, @Nullable C> rest) {
        Deque<Held<C>> before = waiting;
        clear();
        for (Held<C> held : before) {
            C kept = rest.apply(held.chunk());
            if (kept != null) {
                put(new Held<>(kept, held.number(), measure.applyAsInt(kept)));
            }
        }
    }

    void clear() {
        waiting = new ArrayDeque<>();
        chars = 0;
    }
}
