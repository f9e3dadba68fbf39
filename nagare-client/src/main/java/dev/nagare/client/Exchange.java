package dev.nagare.client;

import dev.nagare.client.Deadlines.Kind;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a call: a request, sent at once, and its response, read by one reader, cancelled by anyone. It never waits.
 *
 * <p>The HTTP client's own request timeout is never used: from JDK 26 on it would end a long stream.
 */
final class Exchange implements Watchdog.Watched {
    /** How long a finished answer's connection may take to end in good order, so that it can be used again. */
    private static final long DRAIN = TimeUnit.SECONDS.toNanos(1);

    /** How long the body of an error may take, whose status says enough. */
    private static final long ERROR_BODY = TimeUnit.SECONDS.toNanos(1);

    /** How soon to look again at a reader that is about to read what may be what it waited for. */
    private static final long LOOK_AGAIN = TimeUnit.MILLISECONDS.toNanos(10);

    private static final Object CANCELLED = new Object();

    private final TransportFailures failures;
    private final Deadlines deadlines;
    private final ClientTime time;
    private final AttemptClock clock;
    private final BodyPipe pipe;

    /** Why this ended before its time: {@link #CANCELLED} or a {@link DeadlineException}. */
    private final AtomicReference<@Nullable Object> stopped = new AtomicReference<>();

    private volatile @Nullable CompletableFuture<HttpResponse<BodyPipe>> sent;
    private volatile @Nullable ResponseHead head;

    /** Since when the response is known to be an error, or null. */
    private volatile @Nullable Long errorSince;

    /** Since when the rest of a response passes unread, or null. */
    private volatile @Nullable Long drainingSince;

    private Exchange(
            TransportFailures failures, Deadlines deadlines, ClientTime time, long callStart, Runnable signal) {
        this.failures = failures;
        this.deadlines = deadlines;
        this.time = time;
        this.clock = new AttemptClock(deadlines, callStart, time.now());
        this.pipe = new BodyPipe(time.nanos(), signal);
    }

    /**
     * Sends a request, and returns at once: names are looked up, and a proxy is asked for, in another thread. Its deadlines
     * are looked after before its first byte leaves.
     *
     * @param callStart when the call began, of which this may not be the first attempt
     * @param signal is run when there may be something new; must be short and block nothing
     */
    static Exchange send(
            HttpClient http,
            HttpRequest request,
            Deadlines deadlines,
            ClientTime time,
            long callStart,
            Runnable signal) {
        TransportFailures failures =
                new TransportFailures(request.uri(), http.connectTimeout().orElse(null));
        Exchange exchange = new Exchange(failures, deadlines, time, callStart, signal);
        time.watchdog().add(exchange, exchange.clock.left(exchange.start(), exchange.start()));
        try {
            ClientThreads.SHARED.execute(() -> exchange.begin(http, request));
        } catch (RuntimeException | Error e) {
            // There is no thread for it.
            exchange.pipe.callOver(e);
        }
        return exchange;
    }

    private void begin(HttpClient http, HttpRequest request) {
        if (stopped.get() != null) {
            return;
        }
        CompletableFuture<HttpResponse<BodyPipe>> future;
        try {
            future = http.sendAsync(request, info -> {
                headCame(info.statusCode(), info.headers());
                return pipe;
            });
        } catch (RuntimeException | Error e) {
            pipe.callOver(e);
            return;
        }
        sent = future;
        var unused = future.whenComplete((response, error) -> {
            if (error != null) {
                pipe.callOver(error);
                time.watchdog().hurry(BodyPipe.END_DUE);
            } else if (head == null) {
                // A proxy refused to connect: the HTTP client hands its answer over without asking where its body goes.
                headCame(response.statusCode(), response.headers());
                pipe.callOver(null);
            }
        });
        if (stopped.get() != null) {
            // A deadline passed before there was anything to cancel.
            giveUp(future);
        }
    }

    /** Gives up a call whose head has not come; the body of any other is {@linkplain BodyPipe#cut() cut off}. */
    private void giveUp(CompletableFuture<?> future) {
        if (head == null && !pipe.hasEnded()) {
            future.cancel(true);
        }
    }

    private void headCame(int status, HttpHeaders headers) {
        clock.headCame(time.now());
        head = new ResponseHead(status, headers.map());
        pipe.begin();
        if (clock.isWaitedFor()) {
            planAgain();
        }
    }

    /** The time from the call's begin to the response's headers, or null. */
    @Nullable
    Duration headTime() {
        return clock.headTime();
    }

    /** When this attempt began. */
    long start() {
        return clock.start();
    }

    /** What has come before the body, or null when it has not come yet. */
    @Nullable
    ResponseHead head() {
        return head;
    }

    /** Someone waits for the answer; the deadlines of waiting run until {@link #waitOver()}. */
    void waitBegins() {
        if (!clock.isWaitedFor()) {
            clock.waitBegins(time.now());
            planAgain();
        }
    }

    /** Nobody waits for the answer; whether someone did. */
    boolean waitOver() {
        boolean waited = clock.isWaitedFor();
        if (waited) {
            clock.waitOver(time.now());
        }
        return waited;
    }

    /** An event has been read that came at this moment; whether it says something. */
    void eventCame(long arrival, boolean saysSomething) {
        boolean isFirstContent = saysSomething && !clock.hasContent();
        clock.eventCame(arrival, saysSomething);
        if (isFirstContent && clock.isWaitedFor()) {
            planAgain();
        }
    }

    /** Another deadline runs than when the watchdog last looked. */
    private void planAgain() {
        time.watchdog().hurry(clock.left(time.now(), pipe.lastArrival()));
    }

    /** The response's status is an error, whatever becomes of its body, which gets a moment to tell more. */
    void errorCame() {
        errorSince = time.now();
        time.watchdog().hurry(ERROR_BODY);
    }

    /**
     * First {@link BodyPipe#HEAD}, from when on {@link #head()} is there, then the pieces of the body; null when there is
     * none yet, {@link BodyPipe#END} when there will be none.
     *
     * @throws NagareClientException when the connection broke, there is no response, or a deadline passed; not for the
     *     body of an {@linkplain #errorCame() error}
     */
    BodyPipe.@Nullable Piece poll() {
        BodyPipe.Piece piece = pipe.poll();
        if (piece != null && piece.isEnd()) {
            time.watchdog().remove(this);
            Object reason = stopped.get();
            Throwable failure = pipe.failure();
            if (errorSince == null && reason instanceof DeadlineException passed) {
                throw passed;
            }
            if (errorSince == null && reason == null && failure != null) {
                throw failures.translate(failure, head);
            }
        }
        return piece;
    }

    ProtocolException tooLarge(long limit) {
        return new ProtocolException("the answer is larger than the limit of " + limit + " bytes", head);
    }

    /** Ends the exchange and closes its connection. Any thread, any time, any number of times. */
    void cancel() {
        stop(CANCELLED);
        pipe.stop();
    }

    /** The answer is whole: lets the response end by itself, for a moment, to keep the connection. */
    void drain() {
        if (pipe.isOver()) {
            time.watchdog().remove(this);
            return;
        }
        drainingSince = time.now();
        pipe.discard();
        time.watchdog().hurry(DRAIN);
    }

    /** Ends the exchange; what has come can still be read. */
    private void stop(Object reason) {
        if (stopped.compareAndSet(null, reason)) {
            time.watchdog().remove(this);
            CompletableFuture<HttpResponse<BodyPipe>> future = sent;
            if (future != null) {
                giveUp(future);
            }
            pipe.cut();
        }
    }

    @Override
    public long check(long now) {
        Long drained = drainingSince;
        if (drained != null) {
            return checkDrain(now - drained);
        }
        if (pipe.hasEnded()) {
            // However late it is read, it came in time.
            time.watchdog().remove(this);
            return Long.MAX_VALUE;
        }
        long lostEnd = pipe.endDueIn(now);
        if (lostEnd <= 0) {
            time.watchdog().remove(this);
            time.watchdog().away(pipe::endAsTheCall);
            return Long.MAX_VALUE;
        }
        long arrival = pipe.lastArrival();
        Long error = errorSince;
        long left = Math.min(clock.left(now, arrival), error == null ? Long.MAX_VALUE : ERROR_BODY - (now - error));
        if (left > 0) {
            return Math.min(lostEnd, left);
        }
        Kind passed = clock.passed(now, arrival, pipe.seenUntil(now));
        if (passed == null && (error == null || now - error < ERROR_BODY)) {
            // Something has come in time that may be what was waited for.
            return LOOK_AGAIN;
        }
        time.watchdog().remove(this);
        time.watchdog().away(() -> {
            if (!pipe.hasEnded()) {
                stop(passed == null ? CANCELLED : new DeadlineException(passed, deadlines.of(passed), head));
            }
        });
        return Long.MAX_VALUE;
    }

    private long checkDrain(long drained) {
        long left = pipe.isOver() ? 0 : DRAIN - drained;
        if (left > 0) {
            return left;
        }
        time.watchdog().remove(this);
        time.watchdog().away(pipe::stop);
        return Long.MAX_VALUE;
    }
}
