package dev.nagare.client;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries a response from the HTTP client's threads to whoever reads it, through a bounded queue: that there is a head,
 * then the pieces of the body, then the end. One queue for all three, so that no reader can see them in another order.
 *
 * <p>Unlike the JDK's {@code ofInputStream} it loses nothing that was received before a connection broke, and is stopped
 * by anyone at once. It never waits: the reader is woken by a signal.
 */
final class BodyPipe implements HttpResponse.BodySubscriber<BodyPipe> {
    /** How many pieces may wait; the JDK's client reads up to three buffers of 16 KiB at a time. */
    private static final int WINDOW = 4;

    /** How much may follow the end of an answer before the connection is given up. */
    private static final long MAX_DISCARDED = 64 << 10;

    /** How long after its call has failed the end of a body may take, in nanoseconds. */
    static final long END_DUE = TimeUnit.SECONDS.toNanos(1);

    /** What came at one time. */
    record Piece(List<ByteBuffer> buffers, long arrival) {
        /** Whether it is {@link #END}. */
        @SuppressWarnings("ReferenceEquality") // there is one
        boolean isEnd() {
            return this == END;
        }
    }

    /** Before the first piece: the response's head has come. */
    static final Piece HEAD = new Piece(List.of(), 0);

    /** In place of a piece: nothing more will come. */
    static final Piece END = new Piece(List.of(), 0);

    private final LongSupplier clock;
    private final Runnable signal;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Piece> pieces = new ArrayDeque<>();

    /** Done when nothing more will come, so that until then a call can fail. */
    private final CompletableFuture<BodyPipe> body = new CompletableFuture<>();

    private Flow.@Nullable Subscription subscription;
    private @Nullable Throwable failure;
    private @Nullable Throwable callFailure;
    private long endDueSince;
    private boolean over;
    private boolean stopped;
    private boolean discarding;
    private long discarded;
    private int taken;
    private long headArrival;
    private volatile long lastArrival;

    /**
     * A pipe.
     *
     * @param clock the time in nanoseconds
     * @param signal is run when there may be something new; must be short and block nothing
     */
    BodyPipe(LongSupplier clock, Runnable signal) {
        this.clock = clock;
        this.signal = signal;
        lastArrival = clock.getAsLong();
    }

    /** The response's head has come. */
    void begin() {
        long now = clock.getAsLong();
        lastArrival = now;
        lock.lock();
        try {
            if (!stopped) {
                headArrival = now;
                pieces.add(HEAD);
            }
        } finally {
            lock.unlock();
        }
        signal.run();
    }

    @Override
    public CompletionStage<BodyPipe> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
        boolean refuse;
        lock.lock();
        try {
            refuse = stopped || subscription != null;
            if (subscription == null) {
                subscription = newSubscription;
            }
        } finally {
            lock.unlock();
        }
        if (refuse) {
            newSubscription.cancel();
        } else {
            newSubscription.request(WINDOW);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        long now = clock.getAsLong();
        lastArrival = now;
        boolean more = false;
        boolean enough = false;
        boolean added = false;
        lock.lock();
        try {
            if (discarding) {
                for (ByteBuffer buffer : buffers) {
                    discarded += buffer.remaining();
                }
                enough = discarded > MAX_DISCARDED;
                more = !enough;
            } else if (!stopped && !buffers.isEmpty()) {
                pieces.add(new Piece(buffers, now));
                added = true;
            }
        } finally {
            lock.unlock();
        }
        if (added) {
            signal.run();
        } else if (enough) {
            stop();
        } else if (more) {
            request(1);
        }
    }

    @Override
    public void onError(Throwable error) {
        end(error);
    }

    @Override
    public void onComplete() {
        end(null);
    }

    /**
     * The call is over, well or not. If there is no body yet, none will come. If there is, its end comes by itself, after the
     * last piece, or else {@linkplain #endDueIn(long) is lost}.
     */
    void callOver(@Nullable Throwable error) {
        boolean began;
        lock.lock();
        try {
            began = subscription != null;
            if (began && callFailure == null) {
                callFailure = error;
                endDueSince = clock.getAsLong();
            }
        } finally {
            lock.unlock();
        }
        if (!began) {
            end(error);
        }
    }

    /**
     * In how many nanoseconds a body whose call has failed {@linkplain #endAsTheCall() must be ended}, if it is not told of its
     * end before: the JDK's client forgets to when a reset of HTTP/2 comes while the body is handed over.
     *
     * @return zero or less when it must be now; {@link Long#MAX_VALUE} for a body whose call goes on, or that is over
     */
    long endDueIn(long now) {
        lock.lock();
        try {
            if (callFailure == null || over || stopped) {
                return Long.MAX_VALUE;
            }
            if (!pieces.isEmpty()) {
                // The rest, and the end after it, come when these have been taken.
                return END_DUE;
            }
            return END_DUE - Math.min(now - endDueSince, now - lastArrival);
        } finally {
            lock.unlock();
        }
    }

    /** Ends the body with what its call has failed with. */
    void endAsTheCall() {
        Throwable error;
        lock.lock();
        try {
            error = callFailure;
        } finally {
            lock.unlock();
        }
        end(error);
    }

    private void end(@Nullable Throwable error) {
        lock.lock();
        try {
            if (!over) {
                over = true;
                failure = error;
            }
        } finally {
            lock.unlock();
        }
        signal.run();
        body.complete(this);
    }

    /**
     * First {@link #HEAD}, then the pieces; null when there is none yet, {@link #END} when there will be none: after a
     * failure, too.
     */
    @Nullable
    Piece poll() {
        int demand = 0;
        Piece piece;
        lock.lock();
        try {
            piece = pieces.poll();
            if (piece == null) {
                return over || stopped ? END : null;
            }
            if (callFailure != null) {
                endDueSince = clock.getAsLong();
            }
            if (!piece.buffers.isEmpty() && ++taken == WINDOW / 2) {
                demand = taken;
                taken = 0;
            }
        } finally {
            lock.unlock();
        }
        if (demand > 0) {
            request(demand);
        }
        return piece;
    }

    private void request(int count) {
        Flow.Subscription current = subscription();
        if (current != null) {
            current.request(count);
        }
    }

    private Flow.@Nullable Subscription subscription() {
        lock.lock();
        try {
            return subscription;
        } finally {
            lock.unlock();
        }
    }

    /** What broke the body, or null. */
    @Nullable
    Throwable failure() {
        lock.lock();
        try {
            return failure;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the response has ended, well or not. */
    boolean hasEnded() {
        lock.lock();
        try {
            return over;
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing more can come. */
    boolean isOver() {
        lock.lock();
        try {
            return over || stopped;
        } finally {
            lock.unlock();
        }
    }

    /** When what waits to be taken first arrived; now, when nothing does. */
    long seenUntil(long now) {
        lock.lock();
        try {
            Piece first = pieces.peek();
            if (first == null) {
                return now;
            }
            return first.buffers.isEmpty() ? headArrival : first.arrival;
        } finally {
            lock.unlock();
        }
    }

    /** When bytes last arrived. */
    long lastArrival() {
        return lastArrival;
    }

    /** Drops what waits, and {@linkplain #cut() cuts} the rest off. */
    void stop() {
        lock.lock();
        try {
            stopped = true;
            pieces.clear();
        } finally {
            lock.unlock();
        }
        cut();
    }

    /** Closes the connection, unless the body has been received; what has come can still be taken. Any thread, any time. */
    void cut() {
        Flow.Subscription current;
        lock.lock();
        try {
            stopped = true;
            current = over ? null : subscription;
        } finally {
            lock.unlock();
        }
        if (current != null) {
            current.cancel();
        }
        signal.run();
        body.complete(this);
    }

    /** Lets the rest of the body pass unread, so that the connection can serve the next call. */
    void discard() {
        boolean more;
        lock.lock();
        try {
            discarding = true;
            pieces.clear();
            more = !over && !stopped;
        } finally {
            lock.unlock();
        }
        if (more) {
            request(WINDOW);
        }
    }
}
