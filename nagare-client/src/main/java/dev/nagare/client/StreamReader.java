package dev.nagare.client;

import dev.nagare.wire.ChunkFilter;
import dev.nagare.wire.MalformedJsonException;
import dev.nagare.wire.StreamEnd;
import dev.nagare.wire.Usage;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads one answer: goes from the response's head over its chunks to its end, from one attempt to the next if need be.
 *
 * <p>{@link #tryHasNext()} never waits; {@link #hasNext()} is the same with waiting. One thread at a time reads; any
 * thread may close the stream or look at it. The lock guards what both sides see; it is not held while anyone else's
 * code runs.
 */
final class StreamReader<C, A> {
    private final Call call;
    private final Assembly<C, A> assembly;
    private final @Nullable FilteredChunks<C> filtered;
    private final Wakeup wakeup = new Wakeup();
    private final ReentrantLock lock = new ReentrantLock();
    private final TimingRecorder timing = new TimingRecorder();
    private final AtomicReference<Use> use = new AtomicReference<>(Use.FREE);
    private final Attempts attempts;

    // Of the reading thread.
    private AnswerBody<C, A> body;
    private @Nullable Ending ending;
    private @Nullable C ready;

    // Of everyone.
    private volatile @Nullable StreamEnd end;
    private volatile boolean answered;
    private @Nullable RuntimeException failure;
    private @Nullable A whole;
    private boolean began;

    /** Who reads. */
    private enum Use {
        /** Nobody does at this moment. */
        FREE,
        /** A thread looks for the next chunk. */
        ITERATED,
        /** A subscriber, to the end. */
        SUBSCRIBED
    }

    /** An end that has been found but not reached: what a filter lets go comes before it. */
    private record Ending(StreamEnd end, @Nullable RuntimeException failure) {}

    StreamReader(Call call, Assembly<C, A> assembly, @Nullable ChunkFilter<C> filter) {
        this.call = call;
        this.assembly = assembly;
        this.filtered = filter == null ? null : new FilteredChunks<>(filter, assembly);
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
            if (reads && (tryHasNext() || (end == null && await(false) && ready != null))) {
                return true;
            }
        } finally {
            over(reads);
        }
        RuntimeException thrown = failure();
        if (thrown != null) {
            throw thrown;
        }
        return false;
    }

    /** Whether the calling thread now reads, until it is {@linkplain #over over}; false when there is nothing left to read. */
    private boolean begins() {
        if (use.compareAndSet(Use.FREE, Use.ITERATED)) {
            return true;
        }
        if (end == null) {
            throw new IllegalStateException(
                    use.get() == Use.SUBSCRIBED
                            ? "a subscriber or a listener reads the stream"
                            : "another thread reads the stream");
        }
        return false;
    }

    private void over(boolean reads) {
        if (reads) {
            use.setRelease(Use.FREE);
        }
    }

    /** Waits until there is a chunk, or the body of an answer, or an end; false when interrupted. */
    private boolean await(boolean forBody) {
        attempts.waiting(true);
        try {
            while (!(forBody ? tryBody() : tryHasNext()) && end == null) {
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
        if (end instanceof StreamEnd.Cancelled) {
            ready = null;
            return false;
        }
        while (ready == null && end == null) {
            ready = nextChunk();
            if (ready == null && end == null && !step()) {
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
            lock.lock();
            try {
                arrived(chunk);
                assembly.add(chunk);
            } finally {
                lock.unlock();
            }
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
            lock.lock();
            try {
                arrived(raw);
                filter.note(raw);
            } finally {
                lock.unlock();
            }
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
            lock.lock();
            try {
                assembly.add(seen);
            } finally {
                lock.unlock();
            }
        }
        return seen;
    }

    private void arrived(C chunk) {
        began = true;
        if (filtered == null) {
            whole = body.whole();
        }
        boolean content = assembly.saysSomething(chunk);
        timing.chunk(call.nanos(body.arrival()), content);
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
                ended();
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

    /** Judges an answer that ended in good order; one that came whole needs no {@code [DONE]}, but its finish reasons. */
    private void ended() {
        ResponseHead head = head();
        if (!body.isDone() && !began && head != null && !Bodies.isEventStream(head)) {
            throw Bodies.unexpected(head);
        }
        boolean isWhole = body.whole() != null;
        boolean sawDone = isWhole || body.isDone();
        StreamEnd judged = call.settings()
                .endPolicy()
                .judge(filtered == null ? assembly.ended(sawDone) : filtered.ended(sawDone), began);
        if (isWhole) {
            judged = judged instanceof StreamEnd.Truncated cut
                    ? new StreamEnd.Truncated(cut.unfinished(), false)
                    : new StreamEnd.Completed(false);
        }
        judged(judged);
    }

    private void judged(StreamEnd judged) {
        if (judged instanceof StreamEnd.Truncated cut) {
            TruncatedStreamException e = new TruncatedStreamException(cut.unfinished(), head());
            if (began || !retries(e)) {
                end(judged, e);
            }
        } else {
            end(judged, null);
        }
    }

    private void failed(NagareClientException e) {
        if (began || !retries(e)) {
            end(new StreamEnd.Failed(e), e);
        }
    }

    /** A filter threw: it is the application's own exception, so it is passed on as it is. */
    private void broken(RuntimeException e) {
        attempts.exchange().cancel();
        ending = new Ending(new StreamEnd.Failed(e), e);
    }

    private boolean retries(NagareClientException e) {
        if (end != null || !attempts.retry(e)) {
            return false;
        }
        answered = false;
        return true;
    }

    /** The end has been found; a filter may still let go of something before it. */
    private void end(StreamEnd found, @Nullable RuntimeException thrown) {
        if (thrown instanceof NagareClientException e && began) {
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
        lock.lock();
        try {
            if (end != null) {
                return;
            }
            if (found.failure instanceof NagareClientException e) {
                e.setPartial(began ? assembly.partial(assembly.snapshot()) : null);
            }
            failure = found.failure;
            timing.end(call.nanos(call.time().now()));
            end = found.end;
        } finally {
            lock.unlock();
        }
        if (found.end instanceof StreamEnd.Failed) {
            attempts.cancel();
        } else {
            attempts.exchange().drain();
        }
    }

    /** Ends the stream unless it has ended. Any thread. */
    void close() {
        lock.lock();
        try {
            if (end != null) {
                return;
            }
            timing.end(call.nanos(call.time().now()));
            end = new StreamEnd.Cancelled();
        } finally {
            lock.unlock();
        }
        attempts.cancel();
        wakeup.signal();
    }

    /** Takes the stream for a subscriber, who is given everything from now on; false when someone reads it. */
    boolean claim() {
        return use.compareAndSet(Use.FREE, Use.SUBSCRIBED);
    }

    Executor executor() {
        return call.settings().executor();
    }

    boolean isCancelled() {
        return end instanceof StreamEnd.Cancelled;
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

    /** What ended the stream, if that was something wrong. */
    @Nullable
    RuntimeException failure() {
        lock.lock();
        try {
            return failure;
        } finally {
            lock.unlock();
        }
    }

    /** Reads to the end; the whole answer. */
    A completion() {
        while (hasNext()) {
            take();
        }
        lock.lock();
        try {
            if (end instanceof StreamEnd.Cancelled) {
                CallCancelledException exception = new CallCancelledException(head());
                exception.setPartial(began ? assembly.partial(assembly.snapshot()) : null);
                throw exception;
            }
            A answer = whole;
            return answer == null ? assembly.snapshot() : answer;
        } finally {
            lock.unlock();
        }
    }

    A snapshot() {
        lock.lock();
        try {
            return assembly.snapshot();
        } finally {
            lock.unlock();
        }
    }

    Optional<Usage> usage() {
        lock.lock();
        try {
            Usage usage = assembly.usage();
            return Optional.ofNullable(usage == null && filtered != null ? filtered.usage() : usage);
        } finally {
            lock.unlock();
        }
    }

    Optional<StreamEnd> end() {
        return Optional.ofNullable(end);
    }

    StreamTiming timing() {
        lock.lock();
        try {
            return timing.snapshot(attempts.exchange().headTime());
        } finally {
            lock.unlock();
        }
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
        RuntimeException thrown = failure();
        throw thrown == null ? new CallCancelledException(null) : thrown;
    }

    private @Nullable ResponseHead head() {
        return attempts.exchange().head();
    }

    /** Whether the body of an answer has begun; false at the end, and when something must happen first. */
    private boolean tryBody() {
        while (!answered && end == null) {
            if (!step()) {
                return false;
            }
        }
        return answered;
    }

    Assembly<C, A> assembly() {
        return assembly;
    }
}
