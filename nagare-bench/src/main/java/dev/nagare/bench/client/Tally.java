package dev.nagare.bench.client;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Counts what one stream's reader was given. One thread at a time writes, any may read. */
final class Tally implements TextSink {
    private final AtomicLong pieces = new AtomicLong();
    private final AtomicLong characters = new AtomicLong();
    private volatile long target;
    private volatile @Nullable CountDownLatch reached;

    /** Counts a latch down once so many further pieces have come. To be called while none comes. */
    void expect(long more, CountDownLatch latch) {
        reached = latch;
        target = pieces.get() + more;
    }

    @Override
    public void text(String piece) {
        long count = pieces.get() + 1;
        pieces.lazySet(count);
        characters.lazySet(characters.get() + piece.length());
        CountDownLatch latch = reached;
        if (count == target && latch != null) {
            latch.countDown();
        }
    }

    long pieces() {
        return pieces.get();
    }

    long characters() {
        return characters.get();
    }
}
