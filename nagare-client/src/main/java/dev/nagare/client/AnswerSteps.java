package dev.nagare.client;

import dev.nagare.wire.MalformedJsonException;
import dev.nagare.wire.StreamEnd;
import org.jspecify.annotations.Nullable;

/**
 * Goes from the response's head over an answer's chunks to its end, from one attempt to the next if need be, as far as what
 * has come allows: it never waits. For the reading thread, but for {@link #seal} and {@link #isAnswered}.
 */
final class AnswerSteps<C, A> {
    private final Call call;
    private final Assembly<C, A> assembly;
    private final @Nullable FilteredChunks<C> filtered;
    private final AnswerState<C, A> state;
    private final Attempts attempts;
    private AnswerBody<C, A> body;
    private @Nullable Ending ending;
    private @Nullable C ready;

    /** Whether the response is known that is the answer; any thread may ask. */
    private volatile boolean answered;

    /** An end that has been found but not reached: what a filter lets go comes before it. */
    private record Ending(StreamEnd end, @Nullable RuntimeException failure) {}

    AnswerSteps(
            Call call,
            Assembly<C, A> assembly,
            @Nullable FilteredChunks<C> filtered,
            AnswerState<C, A> state,
            Attempts attempts) {
        this.call = call;
        this.assembly = assembly;
        this.filtered = filtered;
        this.state = state;
        this.attempts = attempts;
        this.body = new AnswerBody<>(attempts.exchange(), assembly, call.settings());
    }

    /** Whether a chunk is ready; false at the end, and when something must happen first. */
    boolean tryHasNext() {
        if (state.isCancelled()) {
            ready = null;
            return false;
        }
        while (ready == null && !state.isOver()) {
            ready = nextChunk();
            if (ready == null && !state.isOver() && !step()) {
                return false;
            }
        }
        return ready != null;
    }

    /** The chunk that has been found, or null. */
    @Nullable
    C take() {
        C chunk = ready;
        ready = null;
        return chunk;
    }

    /** Whether it is known which response is the answer. Any thread. */
    boolean isAnswered() {
        return answered;
    }

    /** Whether the body of an answer has begun; false at the end, and when something must happen first. */
    boolean tryBody() {
        while (!answered && !state.isOver()) {
            if (!step()) {
                return false;
            }
        }
        return answered;
    }

    private @Nullable C nextChunk() {
        try {
            return filtered == null ? nextRaw() : nextFiltered(filtered);
        } catch (MalformedJsonException e) {
            failed(new ProtocolException(
                    "an event's data is no chunk: " + e.getMessage(),
                    attempts.exchange().head()));
            return null;
        }
    }

    /** The next chunk as the server sent it. */
    private @Nullable C nextRaw() {
        C chunk = body.poll();
        if (chunk != null) {
            arrived(chunk);
            state.add(chunk);
        }
        return chunk;
    }

    /** The next chunk that the filter lets the reader see. */
    private @Nullable C nextFiltered(FilteredChunks<C> filter) {
        C seen = filter.poll();
        while (seen == null && ending == null && !filter.isOver()) {
            C raw = body.poll();
            if (raw == null) {
                return null;
            }
            arrived(raw);
            attempts.whileNobodyWaits(() -> push(filter, raw));
            seen = filter.poll();
        }
        if (seen != null) {
            state.add(seen);
        }
        return seen;
    }

    private void push(FilteredChunks<C> filter, C raw) {
        try {
            filter.push(raw);
        } catch (RuntimeException e) {
            broken(e);
        }
    }

    private void arrived(C chunk) {
        boolean content = assembly.saysSomething(chunk);
        state.arrived(chunk, body.arrival(), content);
        attempts.exchange().eventCame(body.arrival(), content);
    }

    /** Goes one step on; false when something must happen first. */
    private boolean step() {
        try {
            if (ending != null) {
                seal(ending.end, ending.failure);
            } else if (filtered != null && filtered.isOver()) {
                attempts.exchange().cancel();
                judged(assembly.ended(false));
            } else if (attempts.isPausing()) {
                return resume();
            } else if (body.isOver()) {
                A whole = body.whole();
                if (whole != null && filtered == null) {
                    state.cameWhole(whole);
                }
                judged(body.end(filtered, state.began()));
            } else {
                return read();
            }
        } catch (NagareClientException e) {
            failed(e);
        }
        return true;
    }

    private boolean read() {
        boolean went = body.step();
        if (!answered && body.isAnswer()) {
            answered = true;
        }
        return went;
    }

    private boolean resume() {
        boolean resumed = attempts.resume();
        if (resumed) {
            body = new AnswerBody<>(attempts.exchange(), assembly, call.settings());
        }
        return resumed;
    }

    private void judged(StreamEnd judged) {
        if (judged instanceof StreamEnd.Truncated cut) {
            TruncatedStreamException e = new TruncatedStreamException(
                    cut.unfinished(), attempts.exchange().head());
            if (state.began() || !retries(e)) {
                end(judged, e);
            }
        } else {
            end(judged, null);
        }
    }

    private void failed(NagareClientException e) {
        if (state.began() || !retries(e)) {
            end(new StreamEnd.Failed(e), e);
        }
    }

    /** A filter threw: it is the application's own exception, so it is passed on as it is. */
    private void broken(RuntimeException e) {
        attempts.exchange().cancel();
        ending = new Ending(new StreamEnd.Failed(e), e);
    }

    private boolean retries(NagareClientException e) {
        if (state.isOver() || !attempts.retry(e)) {
            return false;
        }
        answered = false;
        return true;
    }

    /** The end has been found; a filter may still let go of something before it. */
    private void end(StreamEnd found, @Nullable RuntimeException thrown) {
        if (thrown instanceof NagareClientException e && state.began()) {
            call.noRetry(e);
        }
        if (filtered == null) {
            seal(found, thrown);
            return;
        }
        ending = new Ending(found, thrown);
        try {
            filtered.end(found);
        } catch (RuntimeException e) {
            broken(e);
        }
    }

    /** Ends the stream, unless it has ended. Any thread. */
    void seal(StreamEnd found, @Nullable RuntimeException thrown) {
        if (!state.end(found, thrown)) {
            return;
        }
        if (found instanceof StreamEnd.Failed) {
            attempts.cancel();
        } else {
            attempts.exchange().drain();
        }
    }
}
