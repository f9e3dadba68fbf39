package dev.nagare.client;

import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives the things of a stream to a subscriber as it asks for them.
 *
 * <p>No thread waits: a signal of the reader or of the subscriber schedules a drain on the executor unless one runs, which
 * then goes round once more.
 */
final class Pump<T> implements Flow.Subscription {
    private final StreamReader<?, ?> reader;
    private final Items<T> items;
    private final Flow.Subscriber<? super T> subscriber;
    private final Executor executor;
    private final AtomicLong demand = new AtomicLong();

    /** How many signals no drain has seen; the first stands for the start, which comes when the subscriber knows of it. */
    private final AtomicInteger signals = new AtomicInteger(1);

    private volatile boolean cancelled;
    private volatile boolean badRequest;
    private boolean over;

    private Pump(StreamReader<?, ?> reader, Items<T> items, Flow.Subscriber<? super T> subscriber) {
        this.reader = reader;
        this.items = items;
        this.subscriber = subscriber;
        this.executor = reader.executor();
    }

    static <T> void start(StreamReader<?, ?> reader, Items<T> items, Flow.Subscriber<? super T> subscriber) {
        if (!reader.claim()) {
            subscriber.onSubscribe(Nothing.NOTHING);
            subscriber.onError(new IllegalStateException("the stream is already being read"));
            return;
        }
        Pump<T> pump = new Pump<>(reader, items, subscriber);
        subscriber.onSubscribe(pump);
        reader.onSignal(pump::schedule);
        pump.dispatch();
    }

    @Override
    public void request(long count) {
        if (count <= 0) {
            badRequest = true;
        } else {
            demand.getAndUpdate(before -> before + count < 0 ? Long.MAX_VALUE : before + count);
        }
        schedule();
    }

    @Override
    public void cancel() {
        cancelled = true;
        reader.close();
    }

    private void schedule() {
        if (signals.getAndIncrement() == 0) {
            dispatch();
        }
    }

    private void dispatch() {
        try {
            executor.execute(this::drain);
        } catch (Throwable e) {
            RuntimeException thrown = e instanceof RuntimeException unchecked
                    ? unchecked
                    : new RejectedExecutionException("the executor failed", e);
            reader.fail(thrown);
            tellElsewhere();
        }
    }

    /** Tells the subscriber of the end on a thread of the client's own: this one may be the one that receives everything. */
    private void tellElsewhere() {
        try {
            ClientThreads.SHARED.execute(this::drain);
        } catch (RuntimeException | Error e) {
            // The process has no thread left, and a subscriber that is never told is worse.
            drain();
        }
    }

    private void drain() {
        int seen = signals.get();
        do {
            try {
                deliver();
            } catch (Throwable e) {
                // A subscriber must not throw: there is nobody to tell, so it gets nothing more.
                over = true;
                reader.close();
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
            }
            seen = signals.addAndGet(-seen);
        } while (seen != 0);
    }

    private void deliver() {
        long given = 0;
        long wanted = demand.get();
        while (!over && !cancelled) {
            if (badRequest) {
                fails(new IllegalArgumentException("a subscriber must request at least one"));
            } else if (!find()) {
                if (reader.state().isOver()) {
                    finish();
                } else {
                    reader.waiting(wanted > given);
                }
                break;
            } else if (given == wanted) {
                // More may have been asked for meanwhile.
                wanted = demand.get();
                if (given == wanted) {
                    reader.waiting(false);
                    break;
                }
            } else {
                given++;
                // While the subscriber is at work nobody waits for the server.
                reader.waiting(false);
                subscriber.onNext(items.take());
            }
        }
        if (wanted != Long.MAX_VALUE) {
            demand.addAndGet(-given);
        }
    }

    /** Whether a thing is ready. What breaks while it is looked for is not the subscriber's fault, so it is told. */
    private boolean find() {
        try {
            return items.tryHasNext();
        } catch (Throwable e) {
            fails(e);
            return false;
        }
    }

    private void fails(Throwable reason) {
        over = true;
        reader.close();
        subscriber.onError(reason);
    }

    private void finish() {
        if (over) {
            return;
        }
        over = true;
        RuntimeException failure = reader.state().failure();
        if (failure == null) {
            subscriber.onComplete();
        } else {
            subscriber.onError(failure);
        }
    }

    /** The subscription of whoever came too late. */
    private enum Nothing implements Flow.Subscription {
        NOTHING;

        @Override
        public void request(long count) {
            // There is nothing to give.
        }

        @Override
        public void cancel() {
            // There is nothing to cancel.
        }
    }
}
