package dev.nagare.client;

import dev.nagare.wire.ChunkFilter;
import dev.nagare.wire.MalformedJsonException;
import dev.nagare.wire.StreamEnd;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Reads one answer: goes from the response's head over its chunks to its end, from one attempt to the next if need be.
 *
 * <p>{@link #tryHasNext()} never waits; {@link #hasNext()} is the same with waiting. One thread at a time reads; any
 * thread may close the stream, or look at its {@linkplain #state() state}.
 */
final class StreamReader<C, A> {
    private final Call call;
    private final Assembly<C, A> assembly;
    private final @Nullable FilteredChunks<C> filtered;
    private final Wakeup wakeup = new Wakeup();
    private final AnswerState<C, A> state;
    private final Turn turn = new Turn();
    private final Attempts attempts;

    // Of the reading thread.
    private AnswerBody<C, A> body;
    private @Nullable Ending ending;
    private @Nullable C ready;

    /** Whether the response is known that is the answer. */
    private volatile boolean answered;

    /** An end that has been found but not reached: what a filter lets go comes before it. */
    private record Ending(StreamEnd end, @Nullable RuntimeException failure) {}

    StreamReader(Call call, Assembly<C, A> assembly, @Nullable ChunkFilter<C> filter) {
        this.call = call;
        this.assembly = assembly;
        this.filtered = filter == null ? null : new FilteredChunks<>(filter, assembly);
        this.state = new AnswerState<>(call, assembly, filtered);
        this.attempts = new Attempts(call, wakeup::signal);
        this.body = new AnswerBody<>(attempts.exchange(), assembly, call.settings());
    }

    /**
     * Waits for the next chunk without taking it; false at the end and when closed. An interrupt closes and stays noted.
     *
     * @throws IllegalStateException when someone else is reading
     */
    boolean hasNext() {
        boolean reads = begins();
        try {
            if (Thread.currentThread().isInterrupted()) {
                close();
            }
            if (reads && (tryHasNext() || (!state.isOver() && await(false) && ready != null))) {
                return true;
            }
        } finally {
            over(reads);
        }
        RuntimeException thrown = state.failure();
        if (thrown != null) {
            throw thrown;
        }
        return false;
    }

    /** Whether the calling thread now reads, until it is {@linkplain #over over}; false when there is nothing left to read. */
    private boolean begins() {
        if (turn.begin()) {
            return true;
        }
        if (state.isOver()) {
            return false;
        }
        throw turn.refusal();
    }

    private void over(boolean reads) {
        if (reads) {
            turn.over();
        }
    }

    /** Waits until there is a chunk, or the body of an answer, or an end; false when interrupted. */
    private boolean await(boolean forBody) {
        attempts.waiting(true);
        try {
            while (!(forBody ? tryBody() : tryHasNext()) && !state.isOver()) {
                wakeup.await();
            }
            return true;
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            return false;
        } finally {
            attempts.waiting(false);
        }
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

    private @Nullable C nextChunk() {
        try {
            return filtered == null ? nextRaw() : nextFiltered(filtered);
        } catch (MalformedJsonException e) {
            failed(new ProtocolException("an event's data is no chunk: " + e.getMessage(), head()));
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
            // While the filter is at work nobody waits for the server.
            boolean waited = attempts.exchange().waitOver();
            try {
                filter.push(raw);
            } catch (RuntimeException e) {
                broken(e);
            }
            attempts.waiting(waited);
            seen = filter.poll();
        }
        if (seen != null) {
            state.add(seen);
        }
        return seen;
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
                seal(ending);
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
            TruncatedStreamException e = new TruncatedStreamException(cut.unfinished(), head());
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
        Ending next = new Ending(found, thrown);
        if (filtered == null) {
            seal(next);
            return;
        }
        ending = next;
        try {
            filtered.end(found);
        } catch (RuntimeException e) {
            broken(e);
        }
    }

    private void seal(Ending found) {
        if (!state.end(found.end, found.failure)) {
            return;
        }
        if (found.end instanceof StreamEnd.Failed) {
            attempts.cancel();
        } else {
            attempts.exchange().drain();
        }
    }

    /** Ends the stream unless it has ended. Any thread. */
    void close() {
        if (state.end(new StreamEnd.Cancelled(), null)) {
            attempts.cancel();
            wakeup.signal();
        }
    }

    /** Takes the stream for a subscriber, who is given everything from now on; false when someone reads it. */
    boolean claim() {
        return turn.claim();
    }

    Executor executor() {
        return call.settings().executor();
    }

    /** Ends the stream with something wrong on this side, unless it has ended. Any thread. */
    void fail(RuntimeException reason) {
        seal(new Ending(new StreamEnd.Failed(reason), reason));
    }

    /** Runs a task whenever there may be something new, in place of waking a thread that waits. */
    void onSignal(Runnable task) {
        wakeup.onSignal(task);
    }

    /** Says whether someone waits for the stream: only then its deadlines of waiting run. */
    void waiting(boolean waits) {
        attempts.waiting(waits);
    }

    /** Reads to the end; the whole answer. */
    A completion() {
        while (hasNext()) {
            take();
        }
        return state.answer(head());
    }

    StreamTiming timing() {
        return state.timing(attempts.exchange().headTime());
    }

    /**
     * Reads until it is known which response is the answer.
     *
     * @throws IllegalStateException when someone else is reading, and it is not known
     */
    ResponseHead response() {
        if (!answered) {
            boolean reads = begins();
            try {
                if (reads) {
                    await(true);
                }
            } finally {
                over(reads);
            }
        }
        ResponseHead head = head();
        if (head != null) {
            return head;
        }
        RuntimeException thrown = state.failure();
        throw thrown == null ? new CallCancelledException(null) : thrown;
    }

    private @Nullable ResponseHead head() {
        return attempts.exchange().head();
    }

    /** Whether the body of an answer has begun; false at the end, and when something must happen first. */
    private boolean tryBody() {
        while (!answered && !state.isOver()) {
            if (!step()) {
                return false;
            }
        }
        return answered;
    }

    Assembly<C, A> assembly() {
        return assembly;
    }

    /** What everyone may see. */
    AnswerState<C, A> state() {
        return state;
    }
}
