package dev.nagare.client;

import dev.nagare.wire.MalformedJsonException;
import dev.nagare.wire.StreamEnd;
import dev.nagare.wire.Usage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads one streamed answer: takes the body's pieces, hands chunks out one by one, and judges the end.
 *
 * <p>One thread at a time reads; any thread may close it or look at it. The lock guards what both sides see and is never
 * held while waiting.
 */
final class StreamReader<C, A> {
    private final Exchange exchange;
    private final Assembly<C, A> assembly;
    private final ClientSettings settings;
    private final ReentrantLock lock = new ReentrantLock();

    private @Nullable EventFeed<C> feed;
    private @Nullable A whole;
    private @Nullable C ready;
    private long bytes;
    private boolean inputOver;

    private volatile @Nullable StreamEnd end;
    private @Nullable NagareClientException failure;

    private long arrival;
    private @Nullable Duration firstEvent;
    private @Nullable Duration firstContent;
    private @Nullable Duration lastContent;
    private @Nullable Duration total;
    private long chunks;
    private long contentChunks;

    StreamReader(Exchange exchange, Assembly<C, A> assembly, ClientSettings settings) {
        this.exchange = exchange;
        this.assembly = assembly;
        this.settings = settings;
    }

    /** Waits for the next chunk without taking it; false at the end and when closed. */
    boolean hasNext() {
        if (end instanceof StreamEnd.Cancelled) {
            ready = null;
            return false;
        }
        if (ready == null) {
            ready = poll();
            if (ready == null) {
                ready = await();
            }
        }
        return ready != null;
    }

    /** The chunk that {@link #hasNext()} found, or null. */
    @Nullable
    C take() {
        C chunk = hasNext() ? ready : null;
        ready = null;
        return chunk;
    }

    private @Nullable C await() {
        exchange.waitBegins();
        try {
            while (true) {
                C chunk = poll();
                if (chunk != null) {
                    return chunk;
                }
                if (end != null) {
                    return nothingMore();
                }
                pull();
            }
        } finally {
            exchange.waitOver();
        }
    }

    private @Nullable C nothingMore() {
        if (failure != null) {
            throw failure;
        }
        return null;
    }

    /** The next chunk of those that have been read, or null; when there is none and no more will come, sets the end. */
    private @Nullable C poll() {
        lock.lock();
        try {
            if (end != null || feed == null) {
                return null;
            }
            C chunk = feed.poll();
            if (chunk != null) {
                assembly.add(chunk);
                return chunk;
            }
            NagareClientException error = feed.error();
            if (error != null) {
                fail(error);
            } else if (feed.isDone() || inputOver) {
                ended(feed.isDone());
            }
            return null;
        } catch (MalformedJsonException e) {
            fail(new ProtocolException("an event's data is no chunk: " + e.getMessage(), exchange.head()));
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for more of the response, and reads it. */
    private void pull() {
        try {
            if (feed == null) {
                begin();
                return;
            }
            BodyPipe.Piece piece = exchange.take();
            lock.lock();
            try {
                if (end != null || exchange.isCancelled()) {
                    cancelled();
                } else if (piece == null) {
                    feed.endOfInput();
                    inputOver = true;
                } else {
                    read(piece, feed);
                }
            } finally {
                lock.unlock();
            }
        } catch (NagareClientException e) {
            lock.lock();
            try {
                fail(e);
            } finally {
                lock.unlock();
            }
        }
    }

    private void read(BodyPipe.Piece piece, EventFeed<C> events) {
        arrival = piece.arrival();
        for (ByteBuffer buffer : piece.buffers()) {
            bytes += buffer.remaining();
            events.push(buffer);
        }
        if (bytes > settings.maxBodyBytes() && !events.isOver()) {
            fail(exchange.tooLarge(settings.maxBodyBytes()));
        }
    }

    /** Looks at the response's head and decides what its body is. */
    private void begin() {
        ResponseHead head = exchange.awaitHead();
        if (head == null) {
            cancelled();
            return;
        }
        if (!Bodies.isSuccess(head)) {
            byte[] body = exchange.readAll(Bodies.MAX_ERROR_BYTES, true);
            if (body == null) {
                cancelled();
                return;
            }
            throw Bodies.failure(head, body);
        }
        if (Bodies.isPage(head)) {
            throw Bodies.unexpected(head);
        }
        EventFeed<C> events = new EventFeed<>(assembly, head, settings.maxEventBytes(), this::arrived);
        if (Bodies.isJson(head)) {
            byte[] body = exchange.readAll(settings.maxBodyBytes(), false);
            if (body == null) {
                cancelled();
                return;
            }
            arrival = exchange.now();
            A answer = Bodies.whole(assembly, head, body);
            lock.lock();
            try {
                whole = answer;
                events.add(assembly.asChunk(answer));
                feed = events;
                inputOver = true;
            } finally {
                lock.unlock();
            }
            return;
        }
        lock.lock();
        try {
            feed = events;
        } finally {
            lock.unlock();
        }
    }

    private void arrived(C chunk) {
        Duration time = exchange.since(arrival);
        chunks++;
        firstEvent = firstEvent == null ? time : firstEvent;
        if (assembly.saysSomething(chunk)) {
            contentChunks++;
            firstContent = firstContent == null ? time : firstContent;
            lastContent = time;
            exchange.contentSeen();
        }
    }

    private void ended(boolean sawDone) {
        ResponseHead head = exchange.head();
        if (!sawDone && chunks == 0 && head != null && !Bodies.isEventStream(head)) {
            fail(Bodies.unexpected(head));
            return;
        }
        StreamEnd judged = assembly.ended(sawDone);
        if (judged instanceof StreamEnd.Truncated cut) {
            if (sawDone && chunks > 0 && settings.endPolicy() == EndPolicy.DONE) {
                judged = new StreamEnd.Completed(true);
            } else {
                TruncatedStreamException exception = new TruncatedStreamException(cut.unfinished(), head);
                exception.setPartial(partial());
                failure = exception;
            }
        }
        total = exchange.since(exchange.now());
        end = judged;
        exchange.drain();
    }

    private void fail(NagareClientException exception) {
        if (end != null) {
            return;
        }
        exception.setPartial(partial());
        failure = exception;
        total = exchange.since(exchange.now());
        end = new StreamEnd.Failed(exception);
        exchange.cancel();
    }

    private void cancelled() {
        lock.lock();
        try {
            if (end == null) {
                total = exchange.since(exchange.now());
                end = new StreamEnd.Cancelled();
            }
        } finally {
            lock.unlock();
        }
    }

    private @Nullable PartialAnswer partial() {
        return chunks == 0 ? null : assembly.partial(assembly.snapshot());
    }

    /** Ends the stream unless it has ended. */
    void close() {
        if (end == null) {
            exchange.cancel();
            cancelled();
        }
    }

    /** Reads to the end; the whole answer. */
    A completion() {
        while (take() != null) {
            // Everything is kept by the assembly.
        }
        lock.lock();
        try {
            if (end instanceof StreamEnd.Cancelled) {
                CallCancelledException exception = new CallCancelledException(exchange.head());
                exception.setPartial(partial());
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
            return Optional.ofNullable(assembly.usage());
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
            return new StreamTiming(
                    exchange.headTime(), firstEvent, firstContent, lastContent, total, chunks, contentChunks);
        } finally {
            lock.unlock();
        }
    }

    ResponseHead response() {
        try {
            ResponseHead head = exchange.awaitHead();
            if (head != null) {
                return head;
            }
        } catch (NagareClientException e) {
            lock.lock();
            try {
                fail(e);
            } finally {
                lock.unlock();
            }
            throw e;
        }
        cancelled();
        throw new CallCancelledException(exchange.head());
    }

    String text(C chunk, int choice) {
        return assembly.text(chunk, choice);
    }
}
