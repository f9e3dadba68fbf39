package dev.nagare.server;

import dev.nagare.wire.Usage;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One request and what becomes of it: facts for the response's head and for the listener. It is over when the response
 * is over and the generation, if there is one, has ended. Its place among those that run or wait is given up as soon as
 * there is no generation any more, whatever is still to be written. Event loop only.
 */
final class Exchange {
    final String id;
    final Peer peer;
    /** HTTP/1.0, which knows no chunked bodies. */
    final boolean http10;
    /** A HEAD request, whose answer has no body. */
    final boolean headOnly;

    boolean keepAlive;
    boolean streamed;
    /** Whose request it is. */
    ApiKey key = ApiKey.NONE;

    private final LoopState loop;
    private final @Nullable RequestHead head;
    private final Instant received;
    private final long receivedNanos;
    private int status;
    private @Nullable RequestOutcome outcome;
    private @Nullable ErrorReason reason;
    private @Nullable Usage usage;
    private @Nullable ChunkTally<?> tally;
    private Admission.@Nullable Place place;
    private @Nullable KeyRate rate;
    private long charged;
    private long enteredNanos;
    private long begunNanos;
    private boolean entered;
    private boolean begun;
    private boolean answering = true;
    private boolean generating;

    /**
     * A request.
     *
     * @param head what was asked; null when it could not be read
     */
    Exchange(LoopState loop, Peer peer, @Nullable RequestHead head, boolean keepAlive) {
        this.loop = loop;
        this.peer = peer;
        this.head = head;
        this.id = loop.requestId(head == null ? null : head.headers().get("x-request-id"));
        this.http10 = head != null && head.isHttp10();
        this.headOnly = head != null && head.is(HttpMethod.HEAD);
        this.keepAlive = keepAlive;
        this.received = loop.surroundings().clock().instant();
        this.receivedNanos = loop.nanoTime();
    }

    /** What it is for. */
    Route route() {
        return head == null ? Route.NONE : head.route();
    }

    /** When the head came, in nanoseconds of the forward clock. */
    long receivedNanos() {
        return receivedNanos;
    }

    /** Nanoseconds since the head came. */
    long age() {
        return loop.nanoTime() - receivedNanos;
    }

    /** What limits whoever asks; null for nothing. */
    void rate(@Nullable KeyRate limits) {
        rate = limits;
    }

    /** Charges the request, or says why not. */
    @Nullable
    ErrorAnswer chargeRequest() {
        return rate == null ? null : rate.chargeRequest();
    }

    /** Charges the tokens that the request may use, or says why not. */
    @Nullable
    ErrorAnswer chargeTokens(long tokens) {
        if (rate == null) {
            return null;
        }
        ErrorAnswer refusal = rate.chargeTokens(tokens);
        if (refusal == null) {
            charged = tokens;
        }
        return refusal;
    }

    /** Adds the headers that depend on who asks. */
    void addHeaders(HttpHeaders headers) {
        if (head != null) {
            loop.server().cors().addTo(headers, head.headers().get(HttpHeaderNames.ORIGIN));
        }
        if (rate != null) {
            rate.addTo(headers);
        }
    }

    /** Whether a status has been sent. */
    boolean isCommitted() {
        return status != 0;
    }

    void committed(int sent) {
        status = sent;
    }

    /** Sets how the request ended; the first to say counts. */
    void outcome(RequestOutcome how, @Nullable ErrorReason why) {
        if (outcome == null) {
            outcome = how;
            reason = why;
        }
    }

    /** Sets that the request ended with an error. */
    void outcome(ErrorAnswer error) {
        boolean late = tally != null && tally.hasBegun() && error.outcome() == RequestOutcome.REJECTED;
        outcome(late ? RequestOutcome.FAILED : error.outcome(), error.reason());
    }

    /** The request asks for its turn. */
    void entered(ChunkTally<?> chunks) {
        tally = chunks;
        entered = true;
        enteredNanos = loop.nanoTime();
    }

    /** The request has a place among those that run or wait. */
    void place(Admission.Place taken) {
        place = taken;
    }

    /** Whether the generation has still to begin because others run. */
    boolean isQueued() {
        return place != null && place.isWaiting();
    }

    /** Gives up the place in the queue, so that it is free before the reader is told. */
    void leaveQueue() {
        if (place != null && place.isWaiting()) {
            place.leave();
        }
    }

    void generationBegan() {
        generating = true;
        begun = true;
        begunNanos = loop.nanoTime();
        loop.generates(this);
    }

    void generationEnded(Usage used) {
        usage = used;
        generatesNoMore();
    }

    /** The end of the generation is not waited for any more: the request is over without it. */
    void abandon() {
        generatesNoMore();
    }

    private void generatesNoMore() {
        if (generating) {
            generating = false;
            loop.generatesNoMore(this);
            generatedEnough();
            reportWhenOver();
        }
    }

    /** The response has been written to its end, or the connection is gone. */
    void answered() {
        if (answering) {
            answering = false;
            if (!generating) {
                generatedEnough();
            }
            reportWhenOver();
        }
    }

    /** There is no generation any more, or there will be none. */
    private void generatedEnough() {
        if (place != null) {
            if (tally != null && tally.hasBegun()) {
                place.generated();
            }
            place.leave();
            place = null;
        }
        if (rate != null && charged > 0) {
            rate.settle(charged, usage == null ? 0 : usage.totalTokens());
            charged = 0;
        }
    }

    private void reportWhenOver() {
        if (!answering && !generating) {
            loop.server().report(ended());
        }
    }

    private RequestEnded ended() {
        long now = loop.nanoTime();
        ChunkTally<?> chunks = tally != null && tally.hasBegun() ? tally : null;
        return new RequestEnded(
                id,
                key.name().isEmpty() ? null : key.name(),
                peer.address(),
                head == null ? "" : head.method(),
                head == null ? "" : head.path(),
                route(),
                status,
                Objects.requireNonNullElse(outcome, RequestOutcome.COMPLETED),
                reason,
                streamed,
                chunks == null ? null : chunks.model(),
                chunks == null ? null : chunks.finishReason(),
                usage,
                received,
                entered ? Duration.ofNanos((begun ? begunNanos : now) - enteredNanos) : null,
                chunks == null ? null : Duration.ofNanos(chunks.firstNanos() - receivedNanos),
                Duration.ofNanos(now - receivedNanos));
    }
}
