package dev.nagare.client;

import dev.nagare.wire.ChunkFilter;
import dev.nagare.wire.MalformedJsonException;
import dev.nagare.wire.StreamEnd;
import dev.nagare.wire.Usage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
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
    private final AtomicBoolean claimed = new AtomicBoolean();

    // Of the reading thread.
    private @Nullable Pause pause;
    private @Nullable BodyBytes body;
    private @Nullable EventFeed<C> feed;
    private @Nullable Ending ending;
    private boolean inputOver;
    private boolean isJson;
    private long bytes;
    private long arrival;
    private @Nullable C ready;

    // Of everyone.
    private volatile Exchange exchange;
    private volatile @Nullable StreamEnd end;
    private @Nullable RuntimeException failure;
    private @Nullable A whole;
    private boolean began;

    /** An end that has been found but not reached: what a filter lets go comes before it. */
    private record Ending(StreamEnd end, @Nullable RuntimeException failure) {}

    StreamReader(Call call, Assembly<C, A> assembly, @Nullable ChunkFilter<C> filter) {
        this.call = call;
        this.assembly = assembly;
        this.filtered = filter == null ? null : new FilteredChunks<>(filter, assembly);
        this.exchange = call.send(wakeup::signal);
    }

    /** Waits for the next chunk without taking it; false at the end and when closed. An interrupt closes and stays noted. */
    boolean hasNext() {
        if (Thread.currentThread().isInterrupted()) {
            close();
        }
        if (tryHasNext()) {
            return true;
        }
        if (end == null && !await()) {
            return false;
        }
        RuntimeException thrown = ready == null ? failure() : null;
        if (thrown != null) {
            throw thrown;
        }
        return ready != null;
    }

    /** Waits until there is a chunk or an end; false when interrupted. */
    private boolean await() {
        exchange.waitBegins();
        try {
            while (!tryHasNext() && end == null) {
                wakeup.await();
            }
            return true;
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            return false;
        } finally {
            exchange.waitOver();
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
            failed(new ProtocolException("an event's data is no chunk: " + e.getMessage(), exchange.head()));
            return null;
        }
    }

    /** The next chunk as the server sent it. */
    private @Nullable C nextRaw() {
        C chunk = feed == null ? null : feed.poll();
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
        while (seen == null && ending == null && feed != null && !filter.isOver()) {
            C raw = feed.poll();
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
            try {
                filter.push(raw);
            } catch (RuntimeException e) {
                broken(e);
            }
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
        boolean content = assembly.saysSomething(chunk);
        timing.chunk(call.nanos(arrival), content);
        if (content) {
            exchange.contentSeen();
        }
    }

    /** Goes one step on; false when something must happen first. */
    private boolean step() {
        try {
            if (ending != null) {
                seal(ending);
            } else if (filtered != null && filtered.isOver()) {
                exchange.cancel();
                judged(assembly.ended(false));
            } else if (feed != null) {
                return read(feed);
            } else if (pause != null) {
                return resume(pause);
            } else if (body != null) {
                return collect(body);
            } else {
                return begin();
            }
        } catch (NagareClientException e) {
            failed(e);
        }
        return true;
    }

    /** Takes the response's head and decides what its body is. */
    private boolean begin() {
        BodyPipe.Piece first = exchange.poll();
        ResponseHead head = exchange.head();
        if (first == null || first.isEnd() || head == null) {
            return first != null;
        }
        if (!Bodies.isSuccess(head)) {
            body = new BodyBytes(Bodies.MAX_ERROR_BYTES);
        } else if (Bodies.isPage(head)) {
            throw Bodies.unexpected(head);
        } else if (Bodies.isJson(head)) {
            body = new BodyBytes(call.settings().maxBodyBytes());
        } else {
            feed = new EventFeed<>(assembly, head, call.settings().maxEventBytes());
        }
        return true;
    }

    /** Takes more of a body that must be whole to be understood: an error's, or a whole answer's. */
    private boolean collect(BodyBytes collected) {
        BodyPipe.Piece piece = exchange.poll();
        ResponseHead head = exchange.head();
        if (piece == null || head == null) {
            return false;
        }
        boolean success = Bodies.isSuccess(head);
        if (!piece.isEnd()) {
            arrival = piece.arrival();
            if (collected.add(piece)) {
                return true;
            }
            if (success) {
                throw exchange.tooLarge(call.settings().maxBodyBytes());
            }
        }
        if (!success) {
            throw Bodies.failure(head, collected.toByteArray());
        }
        A answer = Bodies.whole(assembly, head, collected.toByteArray());
        feed = new EventFeed<>(assembly, head, call.settings().maxEventBytes());
        feed.add(assembly.asChunk(answer));
        isJson = true;
        inputOver = true;
        if (filtered == null) {
            lock.lock();
            try {
                whole = answer;
            } finally {
                lock.unlock();
            }
        }
        return true;
    }

    /** Takes the next piece of an event stream, or judges its end. */
    private boolean read(EventFeed<C> events) {
        NagareClientException error = events.error();
        if (error != null) {
            throw error;
        }
        if (events.isDone() || inputOver) {
            ended(events.isDone());
            return true;
        }
        BodyPipe.Piece piece = exchange.poll();
        if (piece == null) {
            return false;
        }
        if (piece.isEnd()) {
            events.endOfInput();
            inputOver = true;
            return true;
        }
        arrival = piece.arrival();
        for (ByteBuffer buffer : piece.buffers()) {
            bytes += buffer.remaining();
            events.push(buffer);
        }
        if (bytes > call.settings().maxBodyBytes() && !events.isOver()) {
            events.fail(exchange.tooLarge(call.settings().maxBodyBytes()));
        }
        return true;
    }

    private void ended(boolean sawDone) {
        ResponseHead head = exchange.head();
        if (!sawDone && !began && head != null && !Bodies.isEventStream(head)) {
            throw Bodies.unexpected(head);
        }
        if (isJson) {
            // What came as one whole is one.
            judged(new StreamEnd.Completed(false));
        } else {
            judged(call.settings()
                    .endPolicy()
                    .judge(filtered == null ? assembly.ended(sawDone) : filtered.ended(sawDone), began));
        }
    }

    private void judged(StreamEnd judged) {
        if (judged instanceof StreamEnd.Truncated cut) {
            TruncatedStreamException e = new TruncatedStreamException(cut.unfinished(), exchange.head());
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
        exchange.cancel();
        ending = new Ending(new StreamEnd.Failed(e), e);
    }

    private boolean retries(NagareClientException e) {
        Duration wait = end == null ? call.pauseAfter(exchange, e) : null;
        if (wait == null) {
            return false;
        }
        exchange.cancel();
        feed = null;
        body = null;
        inputOver = false;
        bytes = 0;
        pause = new Pause(call.time(), wait, wakeup::signal);
        return true;
    }

    private boolean resume(Pause between) {
        if (!between.isOver()) {
            return false;
        }
        pause = null;
        Exchange next = call.send(wakeup::signal);
        lock.lock();
        try {
            exchange = next;
        } finally {
            lock.unlock();
        }
        if (end == null) {
            next.waitBegins();
        } else {
            next.cancel();
        }
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
            exchange.cancel();
        } else {
            exchange.drain();
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
        exchange.cancel();
        wakeup.signal();
    }

    /** Whether whoever calls this is the first to want to be given everything. */
    boolean claim() {
        return claimed.compareAndSet(false, true);
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
        if (waits) {
            exchange.waitBegins();
        } else {
            exchange.waitOver();
        }
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
                CallCancelledException exception = new CallCancelledException(exchange.head());
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
            return timing.snapshot(exchange.headTime());
        } finally {
            lock.unlock();
        }
    }

    /** Reads until it is known which response is the answer. */
    ResponseHead response() {
        if (feed == null && end == null && ready == null) {
            awaitBody();
        }
        ResponseHead head = exchange.head();
        if (head != null) {
            return head;
        }
        RuntimeException thrown = failure();
        throw thrown == null ? new CallCancelledException(null) : thrown;
    }

    /** Waits until the body of an answer has begun, or there is an end. */
    private void awaitBody() {
        exchange.waitBegins();
        try {
            while (feed == null && end == null) {
                if (!step()) {
                    wakeup.await();
                }
            }
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
        } finally {
            exchange.waitOver();
        }
    }

    Assembly<C, A> assembly() {
        return assembly;
    }
}
