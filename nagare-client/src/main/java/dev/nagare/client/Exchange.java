package dev.nagare.client;

import dev.nagare.client.Deadlines.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a call: a request, sent at once, and its response, read by one reader, cancelled by anyone. It never waits.
 *
 * <p>The HTTP client's own request timeout is never used: from JDK 26 on it would end a long stream.
 */
final class Exchange implements Watchdog.Watched {
    /** How long a finished answer's connection may take to end in good order, so that it can be used again. */
    private static final long DRAIN = TimeUnit.SECONDS.toNanos(1);

    private static final Object CANCELLED = new Object();

    private static final Kind[] KINDS = Kind.values();

    private final URI uri;
    private final @Nullable Duration connect;
    private final Deadlines deadlines;
    private final ClientTime time;
    private final BodyPipe pipe;
    private final long callStart;
    private final long start;

    /** Why this ended before its time: {@link #CANCELLED} or a {@link DeadlineException}. */
    private final AtomicReference<@Nullable Object> stopped = new AtomicReference<>();

    private volatile @Nullable CompletableFuture<HttpResponse<BodyPipe>> sent;
    private volatile @Nullable ResponseHead head;
    private volatile long headAt;
    private volatile boolean waiting;
    private volatile long waitingSince;
    private volatile boolean content;
    private volatile boolean draining;
    private volatile long drainingSince;

    private Exchange(
            URI uri,
            @Nullable Duration connect,
            Deadlines deadlines,
            ClientTime time,
            long callStart,
            Runnable signal) {
        this.uri = uri;
        this.connect = connect;
        this.deadlines = deadlines;
        this.time = time;
        this.pipe = new BodyPipe(time.nanos(), signal);
        this.callStart = callStart;
        this.start = time.now();
    }

    /**
     * Sends a request, and returns at once. Its deadlines are looked after before its first byte leaves.
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
        Exchange exchange =
                new Exchange(request.uri(), http.connectTimeout().orElse(null), deadlines, time, callStart, signal);
        time.watchdog().add(exchange);
        exchange.send(http, request);
        return exchange;
    }

    private void send(HttpClient http, HttpRequest request) {
        CompletableFuture<HttpResponse<BodyPipe>> future = http.sendAsync(request, info -> {
            headAt = time.now();
            head = new ResponseHead(info.statusCode(), info.headers().map());
            pipe.begin();
            return pipe;
        });
        var unused = future.whenComplete((response, error) -> {
            if (error != null) {
                // When the connection breaks at once, this may come although there are headers and some of a body.
                pipe.neverBegan(error);
            }
        });
        sent = future;
        if (stopped.get() != null) {
            // A deadline passed before there was anything to cancel.
            future.cancel(true);
        }
    }

    /** The time from the call's begin to the response's headers, or null. */
    @Nullable
    Duration headTime() {
        return head == null ? null : Duration.ofNanos(headAt - callStart);
    }

    /** When this attempt began. */
    long start() {
        return start;
    }

    /** What has come before the body, or null when it has not come yet. */
    @Nullable
    ResponseHead head() {
        return head;
    }

    /** Someone begins to wait for the body; the deadlines of waiting run until {@link #waitOver()}. */
    void waitBegins() {
        waitingSince = time.now();
        waiting = true;
        time.watchdog().hurry(left(waitingSince));
    }

    /** Nobody waits for the body. */
    void waitOver() {
        waiting = false;
    }

    /** The answer has said something. */
    void contentSeen() {
        content = true;
    }

    /**
     * First {@link BodyPipe#HEAD}, from when on {@link #head()} is there, then the pieces of the body; null when there is
     * none yet, {@link BodyPipe#END} when there will be none.
     *
     * @throws NagareClientException when the connection broke, there is no response, or a deadline passed
     */
    BodyPipe.@Nullable Piece poll() {
        BodyPipe.Piece piece = pipe.poll();
        if (piece != null && piece.isEnd()) {
            time.watchdog().remove(this);
            if (stopped.get() instanceof DeadlineException passed) {
                throw passed;
            }
            Throwable failure = pipe.failure();
            if (failure != null && stopped.get() == null) {
                throw translated(failure);
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
    }

    /** The answer is whole: lets the response end by itself, for a moment, to keep the connection. */
    void drain() {
        if (pipe.isOver()) {
            time.watchdog().remove(this);
            return;
        }
        drainingSince = time.now();
        draining = true;
        pipe.discard();
        time.watchdog().hurry(DRAIN);
    }

    private void stop(Object reason) {
        if (stopped.compareAndSet(null, reason)) {
            time.watchdog().remove(this);
            CompletableFuture<HttpResponse<BodyPipe>> future = sent;
            if (future != null) {
                future.cancel(true);
            }
            pipe.stop();
        }
    }

    @Override
    public long left(long now) {
        if (draining) {
            return pipe.isOver() ? 0 : DRAIN - (now - drainingSince);
        }
        long least = Long.MAX_VALUE;
        for (Kind kind : KINDS) {
            least = Math.min(least, left(kind, now));
        }
        return least;
    }

    @Override
    public void expire(long now) {
        if (draining) {
            time.watchdog().remove(this);
            pipe.stop();
            return;
        }
        for (Kind kind : KINDS) {
            // A piece that came meanwhile has not been looked at: whoever waits is about to.
            if (left(kind, now) <= 0 && (!isOfWaiting(kind) || !pipe.hasPieces())) {
                stop(new DeadlineException(kind, deadlines.of(kind), head));
                return;
            }
        }
    }

    private static boolean isOfWaiting(Kind kind) {
        return kind == Kind.FIRST_CONTENT || kind == Kind.PROGRESS || kind == Kind.IDLE;
    }

    private long left(Kind kind, long now) {
        Duration limit = deadlines.of(kind);
        if (limit == null || kind == Kind.CONNECT) {
            return Long.MAX_VALUE;
        }
        long length = TimeUnit.NANOSECONDS.convert(limit);
        boolean reading = head != null && waiting;
        return switch (kind) {
            case CONNECT -> Long.MAX_VALUE;
            case TOTAL -> length - (now - callStart);
            case HEADERS -> head != null ? Long.MAX_VALUE : length - (now - start);
            case FIRST_CONTENT -> reading && !content ? length - (now - start) : Long.MAX_VALUE;
            case PROGRESS -> reading && content ? length - (now - waitingSince) : Long.MAX_VALUE;
            case IDLE -> reading ? length - Math.min(now - waitingSince, now - pipe.lastArrival()) : Long.MAX_VALUE;
        };
    }

    private NagareClientException translated(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        String server = uri.getScheme() + "://" + uri.getRawAuthority();
        if (cause instanceof HttpConnectTimeoutException) {
            return new DeadlineException(Kind.CONNECT, connect, head);
        }
        if (cause instanceof java.net.ProtocolException) {
            // The JDK's message quotes what it got.
            return new ProtocolException("what " + server + " sent is not HTTP", head);
        }
        if (cause instanceof ConnectException) {
            return new TransportException("could not connect to " + server, cause, head);
        }
        if (cause instanceof SSLException) {
            return new TransportException("no secure connection to " + server, cause, head);
        }
        if (cause instanceof IOException) {
            return new TransportException("the connection to " + server + " broke", cause, head);
        }
        return new TransportException("the call to " + server + " failed", cause, head);
    }
}
