package dev.nagare.client;

import dev.nagare.client.Deadlines.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response: sent at once, read by one thread, cancelled by any.
 *
 * <p>The HTTP client's own request timeout is never used: from JDK 26 on it would end a long stream.
 */
final class Exchange implements Watchdog.Watched {
    /** How long a finished answer's connection may take to end in good order, so that it can be used again. */
    private static final long DRAIN = TimeUnit.SECONDS.toNanos(1);

    private static final Object CANCELLED = new Object();

    private final URI uri;
    private final Deadlines deadlines;
    private final LongSupplier clock;
    private final Watchdog watchdog;
    private final BodyPipe pipe;
    private final CompletableFuture<ResponseHead> headers = new CompletableFuture<>();
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

    private Exchange(URI uri, Deadlines deadlines, LongSupplier clock, Watchdog watchdog) {
        this.uri = uri;
        this.deadlines = deadlines;
        this.clock = clock;
        this.watchdog = watchdog;
        this.pipe = new BodyPipe(clock);
        this.start = clock.getAsLong();
    }

    /** Sends a request, and returns at once. Its deadlines are looked after before its first byte leaves. */
    static Exchange send(
            HttpClient http, HttpRequest request, Deadlines deadlines, LongSupplier clock, Watchdog watchdog) {
        Exchange exchange = new Exchange(request.uri(), deadlines, clock, watchdog);
        watchdog.add(exchange);
        exchange.send(http, request);
        return exchange;
    }

    private void send(HttpClient http, HttpRequest request) {
        CompletableFuture<HttpResponse<BodyPipe>> future = http.sendAsync(request, info -> {
            ResponseHead received =
                    new ResponseHead(info.statusCode(), info.headers().map());
            headAt = clock.getAsLong();
            head = received;
            headers.complete(received);
            return pipe;
        });
        var unused = future.whenComplete((response, error) -> {
            if (error != null) {
                // When the connection breaks at once, this may come although there are headers and some of a body.
                headers.completeExceptionally(error);
                pipe.neverBegan(error);
            }
        });
        sent = future;
        if (stopped.get() != null) {
            // A deadline passed before there was anything to cancel.
            future.cancel(true);
        }
    }

    /** The time since the request was sent. */
    Duration since(long moment) {
        return Duration.ofNanos(moment - start);
    }

    /** The time now. */
    long now() {
        return clock.getAsLong();
    }

    /** When the headers came, or null. */
    @Nullable
    Duration headTime() {
        return head == null ? null : since(headAt);
    }

    /** What has come before the body, or null when it has not come yet. */
    @Nullable
    ResponseHead head() {
        return head;
    }

    /**
     * Waits for the response's headers; null when cancelled. An interrupt cancels and stays noted.
     *
     * @throws NagareClientException when there is no response
     */
    @Nullable
    ResponseHead awaitHead() {
        try {
            return headers.get();
        } catch (InterruptedException e) {
            cancel();
            Thread.currentThread().interrupt();
            return null;
        } catch (CancellationException e) {
            throwIfStopped();
            return null;
        } catch (ExecutionException e) {
            watchdog.remove(this);
            throwIfStopped();
            if (isCancelled()) {
                return null;
            }
            throw translated(e.getCause() == null ? e : e.getCause());
        }
    }

    /** Someone begins to wait for the body; the deadlines of waiting run until {@link #waitOver()}. */
    void waitBegins() {
        waitingSince = clock.getAsLong();
        waiting = true;
        watchdog.hurry(left(waitingSince));
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
     * Waits for the next piece of the body; null at the end and when cancelled. An interrupt cancels and stays noted.
     *
     * @throws NagareClientException when the connection broke or a deadline passed
     */
    BodyPipe.@Nullable Piece take() {
        BodyPipe.Piece piece;
        try {
            piece = pipe.take();
        } catch (InterruptedException e) {
            cancel();
            Thread.currentThread().interrupt();
            return null;
        }
        if (piece == null) {
            watchdog.remove(this);
            throwIfStopped();
            Throwable failure = pipe.failure();
            if (failure != null && !isCancelled()) {
                throw translated(failure);
            }
        }
        return piece;
    }

    /**
     * Reads the whole body; null when cancelled.
     *
     * @param limit the most bytes to take; what is beyond is cut off when {@code cut}, an error otherwise
     */
    byte @Nullable [] readAll(long limit, boolean cut) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] scratch = new byte[16 << 10];
        waitBegins();
        try {
            for (BodyPipe.Piece piece = take(); piece != null; piece = take()) {
                for (ByteBuffer buffer : piece.buffers()) {
                    while (buffer.hasRemaining()) {
                        int count = Math.min(scratch.length, buffer.remaining());
                        buffer.get(scratch, 0, count);
                        if (bytes.size() + (long) count > limit) {
                            cancel();
                            if (cut) {
                                return bytes.toByteArray();
                            }
                            throw tooLarge(limit);
                        }
                        bytes.write(scratch, 0, count);
                    }
                }
            }
            return isCancelled() ? null : bytes.toByteArray();
        } finally {
            waitOver();
        }
    }

    ProtocolException tooLarge(long limit) {
        return new ProtocolException("the answer is larger than the limit of " + limit + " bytes", head);
    }

    /** Ends the exchange and closes its connection. Any thread, any time, any number of times. */
    void cancel() {
        stop(CANCELLED);
    }

    /** Whether {@link #cancel()} was what ended it. */
    boolean isCancelled() {
        return stopped.get() == CANCELLED;
    }

    /** The answer is whole: lets the response end by itself, for a moment, to keep the connection. */
    void drain() {
        if (pipe.isOver()) {
            watchdog.remove(this);
            return;
        }
        drainingSince = clock.getAsLong();
        draining = true;
        pipe.discard();
        watchdog.hurry(DRAIN);
    }

    private void stop(Object reason) {
        if (stopped.compareAndSet(null, reason)) {
            watchdog.remove(this);
            CompletableFuture<HttpResponse<BodyPipe>> future = sent;
            if (future != null) {
                future.cancel(true);
            }
            pipe.stop();
        }
    }

    private void throwIfStopped() {
        if (stopped.get() instanceof DeadlineException passed) {
            throw passed;
        }
    }

    @Override
    public long left(long now) {
        if (draining) {
            return pipe.isOver() ? 0 : DRAIN - (now - drainingSince);
        }
        long least = Long.MAX_VALUE;
        for (Kind kind : Kind.values()) {
            least = Math.min(least, left(kind, now));
        }
        return least;
    }

    @Override
    public void expire(long now) {
        if (draining) {
            watchdog.remove(this);
            pipe.stop();
            return;
        }
        for (Kind kind : Kind.values()) {
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
            case TOTAL -> length - (now - start);
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
            return new DeadlineException(Kind.CONNECT, deadlines.connect(), head);
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
