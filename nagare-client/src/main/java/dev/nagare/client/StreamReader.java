package dev.nagare.client;

import dev.nagare.wire.ChunkFilter;
import dev.nagare.wire.StreamEnd;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads one answer, for the views of a stream.
 *
 * <p>{@link #tryHasNext()} never waits; {@link #hasNext()} is the same with waiting. One thread at a time reads; any
 * thread may close the stream, or look at its {@linkplain #state() state}.
 */
final class StreamReader<C, A> {
    private final Call call;
    private final Assembly<C, A> assembly;
    private final Wakeup wakeup = new Wakeup();
    private final Turn turn = new Turn();
    private final Attempts attempts;
    private final AnswerState<C, A> state;
    private final AnswerSteps<C, A> steps;

    StreamReader(Call call, Assembly<C, A> assembly, @Nullable ChunkFilter<C> filter) {
        this.call = call;
        this.assembly = assembly;
        FilteredChunks<C> filtered = filter == null ? null : new FilteredChunks<>(filter, assembly);
        this.attempts = new Attempts(call, wakeup::signal);
        this.state = new AnswerState<>(call, assembly, filtered);
        this.steps = new AnswerSteps<>(call, assembly, filtered, state, attempts);
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
            if (reads && (tryHasNext() || (!state.isOver() && await(this::tryHasNext)))) {
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

    /** Waits until what is looked for is there; false when there is an end instead, or an interrupt. */
    private boolean await(BooleanSupplier look) {
        attempts.waiting(true);
        try {
            boolean there = look.getAsBoolean();
            while (!there && !state.isOver()) {
                wakeup.await();
                there = look.getAsBoolean();
            }
            return there;
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
        try {
            return steps.tryHasNext();
        } catch (RuntimeException | Error e) {
            broke(e);
            throw e;
        }
    }

    /** Whether the body of an answer has begun; false at the end, and when something must happen first. */
    private boolean tryBody() {
        try {
            return steps.tryBody();
        } catch (RuntimeException | Error e) {
            broke(e);
            throw e;
        }
    }

    /** Something unforeseen was thrown: whoever reads gets it as it is, and the connection is not kept. */
    private void broke(Throwable thrown) {
        if (thrown instanceof RuntimeException e) {
            fail(e);
        } else {
            close();
        }
    }

    /** The chunk that has been found, or null. */
    @Nullable
    C take() {
        return steps.take();
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
        steps.seal(new StreamEnd.Failed(reason), reason);
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
        return state.answer(attempts.exchange().head());
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
        if (!steps.isAnswered()) {
            boolean reads = begins();
            try {
                if (reads) {
                    await(this::tryBody);
                }
            } finally {
                over(reads);
            }
        }
        ResponseHead head = attempts.exchange().head();
        if (head != null) {
            return head;
        }
        RuntimeException thrown = state.failure();
        throw thrown == null ? new CallCancelledException(null) : thrown;
    }

    Assembly<C, A> assembly() {
        return assembly;
    }

    /** What everyone may see. */
    AnswerState<C, A> state() {
        return state;
    }
}
