package dev.nagare.server;

import dev.nagare.wire.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One request and what becomes of it: facts for the response's head and for the listener. It is over when the response
 * is over and the generation, if there is one, has ended. Event loop only, but for {@link #firstChunk(long)}.
 */
final class Exchange {
    final String id;
    final Route route;
    /** HTTP/1.0, which knows no chunked bodies. */
    final boolean http10;
    /** A HEAD request, whose answer has no body. */
    final boolean headOnly;

    boolean keepAlive;
    boolean streamed;

    private final LoopState loop;
    private final Instant received;
    private final long receivedNanos;
    private volatile long firstChunkNanos;
    private int status;
    private @Nullable RequestOutcome outcome;
    private @Nullable Usage usage;
    private boolean answering = true;
    private boolean generating;

    Exchange(LoopState loop, String id, Route route, boolean http10, boolean headOnly, boolean keepAlive) {
        this.loop = loop;
        this.id = id;
        this.route = route;
        this.http10 = http10;
        this.headOnly = headOnly;
        this.keepAlive = keepAlive;
        this.received = loop.surroundings().clock().instant();
        this.receivedNanos = loop.nanoTime();
    }

    /** Nanoseconds since the head came. */
    long age() {
        return loop.nanoTime() - receivedNanos;
    }

    /** Whether a status has been sent. */
    boolean isCommitted() {
        return status != 0;
    }

    void committed(int sent) {
        status = sent;
    }

    /** Sets how the request ended; the first to say counts. */
    void outcome(RequestOutcome how) {
        if (outcome == null) {
            outcome = how;
        }
    }

    /** The engine's first chunk has come; called on the engine's thread, the first time counts. */
    void firstChunk(long nanoTime) {
        if (firstChunkNanos == 0) {
            firstChunkNanos = nanoTime == 0 ? 1 : nanoTime;
        }
    }

    void generationBegan() {
        generating = true;
    }

    void generationEnded(Usage used) {
        usage = used;
        if (generating) {
            generating = false;
            loop.server().generations().decrement();
            reportWhenOver();
        }
    }

    /** The response has been written to its end, or the connection is gone. */
    void answered() {
        if (answering) {
            answering = false;
            reportWhenOver();
        }
    }

    private void reportWhenOver() {
        if (!answering && !generating) {
            long first = firstChunkNanos;
            loop.server()
                    .report(new RequestEnded(
                            id,
                            null,
                            null,
                            route.method(),
                            route.path(),
                            route,
                            status,
                            Objects.requireNonNullElse(outcome, RequestOutcome.COMPLETED),
                            null,
                            streamed,
                            null,
                            null,
                            usage,
                            received,
                            null,
                            first == 0 ? null : Duration.ofNanos(first - receivedNanos),
                            Duration.ofNanos(age())));
        }
    }
}
