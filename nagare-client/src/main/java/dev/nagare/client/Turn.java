package dev.nagare.client;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Whose turn it is to read a stream: a thread's while it looks for the next chunk, or a subscriber's to the end. Threads may
 * follow one another, and a subscriber may follow them; two at a time would each get half.
 */
final class Turn {
    /** Who reads. */
    private enum Use {
        FREE,
        ITERATED,
        SUBSCRIBED
    }

    private final AtomicReference<Use> use = new AtomicReference<>(Use.FREE);

    /** Takes a thread's turn, until it is {@linkplain #over() over}; false when someone else reads. */
    boolean begin() {
        return use.compareAndSet(Use.FREE, Use.ITERATED);
    }

    void over() {
        use.setRelease(Use.FREE);
    }

    /** Takes all turns for a subscriber; false when someone reads. */
    boolean claim() {
        return use.compareAndSet(Use.FREE, Use.SUBSCRIBED);
    }

    /** What to throw at whoever comes while someone else reads. */
    IllegalStateException refusal() {
        return new IllegalStateException(
                use.get() == Use.SUBSCRIBED
                        ? "a subscriber or a listener reads the stream"
                        : "another thread reads the stream");
    }
}
