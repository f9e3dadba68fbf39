package dev.nagare.server;

import dev.nagare.engine.Generation;
import dev.nagare.engine.GenerationEnd;
import dev.nagare.engine.GenerationSink;
import dev.nagare.wire.ErrorCodec;
import dev.nagare.wire.Usage;
import dev.nagare.wire.Utf8Buffer;
import dev.nagare.wire.sse.SseEncoder;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Carries the chunks of one streamed answer from the engine's threads to a socket.
 *
 * <p>The engine appends to a queue and marks the outbox; nothing else happens on its thread. A drain on the event loop
 * writes one event for each chunk, and flushes once. Only what the socket does not take is kept in a {@link MergeQueue},
 * where the text of a choice is joined. When that holds too much the generation is paused, until the queue is empty
 * again. Pausing and resuming are decided on the event loop alone, so that they cannot overtake each other.
 *
 * <p>The response's head goes out with the first chunk, or after a grace period, be the request still in the queue or
 * its prompt still being read. Until then an error is an HTTP status; afterwards it is an event, and {@code [DONE]}
 * follows it as it follows everything. A stream that has been silent for a while is sent a comment, between two events,
 * by the same watch that looks for readers who make no progress.
 *
 * @param <C> the type of chunk
 */
final class StreamOutbox<C> implements GenerationSink<C>, Running {
    private static final System.Logger LOG = System.getLogger(StreamOutbox.class.getName());

    /** Events are handed to the socket in blocks of about this size. */
    private static final int BLOCK = 16 << 10;

    /** A reader that takes nothing is given a thought once in so many chunks: there is only joining to be done. */
    private static final int BLOCKED_BATCH = 16;

    /** Shows that the stream lives. One line and no empty one: some readers take that for an event. */
    private static final byte[] HEARTBEAT = ": keep-alive\n".getBytes(StandardCharsets.US_ASCII);

    private final Answering answering;
    private final Exchange exchange;
    private final Responder responder;
    private final LoopState loop;
    private final Presentation<C> presentation;
    private final ChunkTally<C> tally;
    private final int limit;
    private final long commitNanos;
    private final long heartbeatNanos;

    private final Queue<C> incoming = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean marked = new AtomicBoolean();
    private volatile @Nullable GenerationEnd end;

    /** Whether the last drain left chunks because the socket took no more; then {@link #writable} marks. */
    private volatile boolean blocked;

    /** Chunks since the outbox became blocked that did not mark it; the engine's thread only. */
    private int unmarked;

    /** Whether what still comes is dropped; the engine's threads only. */
    private boolean broken;

    private final MergeQueue<C> waiting;
    /** Set on the event loop, and asked for its usage by the engine's threads. */
    private volatile @Nullable Generation generation;

    /** The tokens used so far as the last chunk showed them. */
    private @Nullable Usage shown;

    private boolean paused;
    private boolean answered;
    private boolean endSeen;

    /** Whether something has been written since the last check. */
    private boolean spoke;

    private long silentSince;

    StreamOutbox(
            Answering answering,
            Responder responder,
            LoopState loop,
            Presentation<C> presentation,
            ChunkTally<C> tally) {
        this.answering = answering;
        this.exchange = answering.exchange();
        this.responder = responder;
        this.loop = loop;
        this.presentation = presentation;
        this.tally = tally;
        this.limit = loop.server().config().outboxBytes();
        this.commitNanos = loop.server().config().commitAfter().toNanos();
        this.heartbeatNanos = loop.server().config().heartbeatEvery().toNanos();
        this.waiting = new MergeQueue<>(presentation);
    }

    @Override
    public void chunk(C chunk) {
        if (broken) {
            return;
        }
        try {
            tally.add(chunk);
            incoming.add(counted(chunk));
            if (!blocked || ++unmarked >= BLOCKED_BATCH) {
                unmarked = 0;
                mark();
            }
        } catch (RuntimeException | Error e) {
            // A sink never throws: the engine's thread serves others too.
            broken = true;
            loop.execute(() -> breakOff("take a chunk", e, new Utf8Buffer()));
        }
    }

    /** The chunk with the tokens used until now where they are to be shown: when it is written there may be more. */
    private C counted(C chunk) {
        Generation handle = generation;
        if (!presentation.showsUsageSoFar() || handle == null) {
            return chunk;
        }
        Usage soFar = handle.usageSoFar();
        return soFar == null ? chunk : presentation.withUsage(chunk, soFar);
    }

    @Override
    public void end(GenerationEnd how) {
        end = how;
        mark();
    }

    private void mark() {
        if (!marked.get() && marked.compareAndSet(false, true)) {
            loop.outboxes().mark(this);
        }
    }

    /** The engine has returned the generation. */
    void began(Generation handle) {
        generation = handle;
    }

    @Override
    public void check(long now) {
        if (answered) {
            return;
        }
        if (!exchange.isCommitted()) {
            if (exchange.age() >= commitNanos) {
                try {
                    commit();
                    responder.flush();
                } catch (RuntimeException | Error e) {
                    breakOff("begin the events", e, new Utf8Buffer());
                }
            }
        } else if (spoke) {
            spoke = false;
            silentSince = now;
        } else if (now - silentSince >= heartbeatNanos && responder.isWritable() && waiting.isEmpty()) {
            Utf8Buffer heartbeat = new Utf8Buffer(HEARTBEAT.length);
            heartbeat.append(HEARTBEAT);
            responder.frame(exchange, heartbeat);
            responder.flush();
            silentSince = now;
        }
    }

    /** Writes what there is, through a buffer that is empty before and after. Event loop only. */
    void drain(Utf8Buffer scratch) {
        marked.set(false);
        // Before the queue is read: a chunk that did not mark because of it is then found there.
        blocked = false;
        // Read before the queue: whatever was appended before the end is then found in the queue.
        GenerationEnd how = end;
        if (how != null && !endSeen) {
            endSeen = true;
            // Before the answer's end, after which a request that was sent ahead may ask for the place.
            exchange.generationEnded(how.usage());
        }
        if (answered) {
            incoming.clear();
            return;
        }
        try {
            send(how, scratch);
        } catch (RuntimeException | Error e) {
            breakOff("write the events", e, scratch);
        }
    }

    /** Ends a stream that cannot go on. */
    private void breakOff(String doing, Throwable why, Utf8Buffer scratch) {
        LOG.log(Level.ERROR, "could not " + doing + " of request " + exchange.id, why);
        scratch.clear();
        cancel();
        if (!answered) {
            finishWith(ErrorAnswer.INTERNAL, scratch);
        }
    }

    private void send(@Nullable GenerationEnd how, Utf8Buffer scratch) {
        boolean drained = transfer(scratch);
        if (!drained) {
            responder.frame(exchange, scratch);
            for (C chunk = incoming.poll(); chunk != null; chunk = incoming.poll()) {
                waiting.add(chunk);
            }
            if (!paused && waiting.bytes() > limit && generation != null) {
                paused = true;
                generation.pause();
            }
            blocked = true;
            return;
        }
        if (how != null) {
            finish(how, scratch);
            return;
        }
        if (scratch.length() > 0) {
            spoke = true;
        }
        responder.frame(exchange, scratch);
        responder.flush();
        if (paused && generation != null) {
            paused = false;
            generation.resume();
        }
    }

    /** Moves chunks to the socket until there are none, or returns false when the socket takes no more. */
    private boolean transfer(Utf8Buffer scratch) {
        while (true) {
            if (!responder.isWritable()) {
                // Perhaps only because nothing has been flushed yet.
                responder.flush();
                if (!responder.isWritable()) {
                    return false;
                }
            }
            C chunk = waiting.poll();
            if (chunk == null) {
                chunk = incoming.poll();
            }
            if (chunk == null) {
                return true;
            }
            write(chunk, scratch);
            if (scratch.length() >= BLOCK) {
                spoke = true;
                responder.frame(exchange, scratch);
            }
        }
    }

    private void write(C chunk, Utf8Buffer scratch) {
        C counted = presentation.showsUsageSoFar() ? neverFewer(chunk) : chunk;
        commit();
        presentation.write(counted, scratch);
    }

    /**
     * The chunk with no fewer tokens than one before it has shown: chunks of different choices may change places while they
     * wait. One that came before its generation was known shows those of now.
     */
    private C neverFewer(C chunk) {
        C counted = presentation.usageSoFar(chunk) == null ? counted(chunk) : chunk;
        Usage soFar = presentation.usageSoFar(counted);
        Usage before = shown;
        if (soFar != null && before != null && soFar.totalTokens() < before.totalTokens()) {
            return presentation.withUsage(counted, before);
        }
        shown = soFar;
        return counted;
    }

    private void commit() {
        if (!exchange.isCommitted()) {
            spoke = true;
            responder.begin(exchange, generation == null ? Map.of() : generation.headers());
        }
    }

    private void finish(GenerationEnd how, Utf8Buffer scratch) {
        switch (how) {
            case GenerationEnd.Completed completed -> {
                commit();
                presentation.writeUsage(completed.usage(), scratch);
                SseEncoder.done(scratch);
                exchange.outcome(RequestOutcome.COMPLETED, null);
                close(scratch);
            }
            case GenerationEnd.Cancelled _ -> finishWith(ErrorAnswer.CANCELLED, scratch);
            case GenerationEnd.Failed failed -> finishWith(ErrorAnswer.of(failed.error()), scratch);
        }
    }

    private void finishWith(ErrorAnswer error, Utf8Buffer scratch) {
        if (exchange.isCommitted()) {
            exchange.outcome(error);
            SseEncoder.event(scratch, ErrorCodec.encode(error.error()));
            SseEncoder.done(scratch);
            close(scratch);
        } else {
            answered = true;
            responder.error(exchange, error);
            answering.answered();
        }
    }

    private void close(Utf8Buffer scratch) {
        answered = true;
        responder.frame(exchange, scratch);
        responder.end();
        answering.answered();
    }

    @Override
    public void writable() {
        mark();
    }

    @Override
    public void readerLeft() {
        answered = true;
        waiting.clear();
        incoming.clear();
        cancel();
    }

    @Override
    public void endWith(ErrorAnswer error) {
        if (answered) {
            return;
        }
        Utf8Buffer last = new Utf8Buffer();
        for (C chunk = waiting.poll(); chunk != null; chunk = waiting.poll()) {
            write(chunk, last);
        }
        for (C chunk = incoming.poll(); chunk != null; chunk = incoming.poll()) {
            write(chunk, last);
        }
        finishWith(error, last);
        cancel();
    }

    private void cancel() {
        if (generation != null) {
            generation.cancel();
        }
    }
}
