package dev.nagare.client;

import dev.nagare.wire.StreamEnd;
import dev.nagare.wire.Usage;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What everyone may see of a stream: the answer so far, its times, and how it ended. One thread at a time adds to it, any
 * may look at it or end it. The lock is not held while anyone else's code runs.
 */
final class AnswerState<C, A> {
    private final Call call;
    private final Assembly<C, A> assembly;
    private final @Nullable FilteredChunks<C> filtered;
    private final ReentrantLock lock = new ReentrantLock();
    private final TimingRecorder timing = new TimingRecorder();
    private volatile @Nullable StreamEnd end;
    private @Nullable RuntimeException failure;
    private @Nullable A whole;
    private boolean began;

    AnswerState(Call call, Assembly<C, A> assembly, @Nullable FilteredChunks<C> filtered) {
        this.call = call;
        this.assembly = assembly;
        this.filtered = filtered;
    }

    /** A chunk has come that nobody has seen yet: with it the answer begins. */
    void arrived(C chunk, long arrival, boolean saysSomething) {
        lock.lock();
        try {
            began = true;
            timing.chunk(call.nanos(arrival), saysSomething);
            if (filtered != null) {
                filtered.note(chunk);
            }
        } finally {
            lock.unlock();
        }
    }

    /** A chunk is what the reader sees next. */
    void add(C chunk) {
        lock.lock();
        try {
            assembly.add(chunk);
        } finally {
            lock.unlock();
        }
    }

    /** The answer came as one, which is what it is. */
    void cameWhole(A answer) {
        lock.lock();
        try {
            whole = answer;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the answer has begun: from then on no other attempt may follow. For whoever adds. */
    boolean began() {
        return began;
    }

    /** Ends the stream; false when it has ended already. */
    boolean end(StreamEnd found, @Nullable RuntimeException thrown) {
        lock.lock();
        try {
            if (end != null) {
                return false;
            }
            if (thrown instanceof NagareClientException e) {
                e.setPartial(partial());
            }
            failure = thrown;
            timing.end(call.nanos(call.time().now()));
            end = found;
            return true;
        } finally {
            lock.unlock();
        }
    }

    boolean isOver() {
        return end != null;
    }

    boolean isCancelled() {
        return end instanceof StreamEnd.Cancelled;
    }

    /** How the stream ended; empty while it has not. */
    Optional<StreamEnd> end() {
        return Optional.ofNullable(end);
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

    /** The answer so far. */
    A snapshot() {
        lock.lock();
        try {
            return assembly.snapshot();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The whole answer, once the stream has ended.
     *
     * @throws CallCancelledException when it was closed
     */
    A answer(@Nullable ResponseHead head) {
        lock.lock();
        try {
            if (isCancelled()) {
                CallCancelledException exception = new CallCancelledException(head);
                exception.setPartial(partial());
                throw exception;
            }
            A answer = whole;
            return answer == null ? assembly.snapshot() : answer;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable PartialAnswer partial() {
        return began ? assembly.partial(assembly.snapshot()) : null;
    }

    /** The token counts so far. */
    Optional<Usage> usage() {
        lock.lock();
        try {
            Usage usage = assembly.usage();
            return Optional.ofNullable(usage == null && filtered != null ? filtered.usage() : usage);
        } finally {
            lock.unlock();
        }
    }

    StreamTiming timing(@Nullable Duration headTime) {
        lock.lock();
        try {
            return timing.snapshot(headTime);
        } finally {
            lock.unlock();
        }
    }
}
