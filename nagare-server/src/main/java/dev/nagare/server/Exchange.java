package dev.nagare.server;

import dev.nagare.wire.Usage;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One request and what becomes of it: facts for the response's head and for the listener. It is over when the response
 * is over and the generation, if there is one, has ended. Its place among those that run or wait is given up as soon as
 * there is no generation any more, whatever is still to be written. Event loop only, but for {@link #firstChunk(long)}.
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
    /** Whose request it is. */
    ApiKey key = ApiKey.NONE;

    private final LoopState loop;
    private final Instant received;
    private final long receivedNanos;
    private volatile long firstChunkNanos;
    private int status;
    private @Nullable RequestOutcome outcome;
    private @Nullable Usage usage;
    private Admission.@Nullable Place place;
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

    /** Adds the headers that depend on who asks. */
    void addHeaders(HttpHeaders headers) {}

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

    /** The request has a place among those that run or wait. */
    void place(Admission.Place taken) {
        place = taken;
    }

    /** Whether the generation has still to begin because others run. */
    boolean isQueued() {
        return place != null && place.isWaiting();
    }

    void generationBegan() {
        generating = true;
    }

    void generationEnded(Usage used) {
        usage = used;
        if (generating) {
            generating = false;
            leavePlace();
            reportWhenOver();
        }
    }

    /** The response has been written to its end, or the connection is gone. */
    void answered() {
        if (answering) {
            answering = false;
            if (!generating) {
                leavePlace();
            }
            reportWhenOver();
        }
    }

    private void leavePlace() {
        if (place != null) {
            place.leave();
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
