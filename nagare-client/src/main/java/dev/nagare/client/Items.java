package dev.nagare.client;

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one view of a stream gives, made of its chunks one after another; a chunk may give nothing or several things.
 *
 * @param <T> the type of thing
 */
abstract class Items<T> {
    private @Nullable T ready;

    /** What a chunk that was taken earlier still gives, or null. */
    abstract @Nullable T left();

    /** What the reader's next chunk, which is ready, gives first; null for nothing. */
    abstract @Nullable T first();

    abstract StreamReader<?, ?> reader();

    /**
     * Waits for the next thing without taking it; false at the end and when closed. What it has found once is there until
     * it is taken, closed or not.
     */
    boolean hasNext() {
        while (!find()) {
            if (!reader().hasNext()) {
                return false;
            }
            ready = first();
        }
        return true;
    }

    /**
     * Whether a thing is ready; false at the end, when closed, and when something must happen first. Other than
     * {@link #hasNext()} it has announced nothing to anyone, and what it had found is gone once the stream is closed: a
     * subscriber that cancels gets nothing more.
     */
    boolean tryHasNext() {
        if (reader().state().isCancelled()) {
            ready = null;
            return false;
        }
        while (!find()) {
            if (!reader().tryHasNext()) {
                return false;
            }
            ready = first();
        }
        return true;
    }

    /** Whether one has been found, or is left of what has been taken; nothing is left when the stream was closed. */
    private boolean find() {
        if (ready == null && !reader().state().isCancelled()) {
            ready = left();
        }
        return ready != null;
    }

    /** The thing that was found. */
    T take() {
        T thing = Objects.requireNonNull(ready);
        ready = null;
        return thing;
    }

    /** One thing for each chunk, or nothing. */
    static <C, T> Items<T> single(StreamReader<C, ?> reader, Function<C, @Nullable T> function) {
        return new Items<>() {
            @Override
            @Nullable
            T left() {
                return null;
            }

            @Override
            @Nullable
            T first() {
                C chunk = reader.take();
                return chunk == null ? null : function.apply(chunk);
            }

            @Override
            StreamReader<?, ?> reader() {
                return reader;
            }
        };
    }

    /** The events. */
    static <C> Items<StreamEvent> events(StreamReader<C, ?> reader) {
        ArrayDeque<StreamEvent> events = new ArrayDeque<>();
        return new Items<>() {
            @Override
            @Nullable
            StreamEvent left() {
                return events.poll();
            }

            @Override
            @Nullable
            StreamEvent first() {
                C chunk = reader.take();
                if (chunk != null) {
                    reader.assembly().events(chunk, events::add);
                }
                return events.poll();
            }

            @Override
            StreamReader<?, ?> reader() {
                return reader;
            }
        };
    }
}
