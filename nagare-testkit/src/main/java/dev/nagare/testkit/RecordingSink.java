package dev.nagare.testkit;

import dev.nagare.engine.GenerationEnd;
import dev.nagare.engine.GenerationSink;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A sink that keeps what it is given and notes every breach of the contract: two calls at once, a call after the end.
 *
 * @param <C> the type of chunk
 */
public final class RecordingSink<C> implements GenerationSink<C> {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<C> chunks = new ArrayList<>();
    private final List<String> breaches = new ArrayList<>();
    private final Consumer<C> listener;
    private @Nullable Thread inside;
    private @Nullable GenerationEnd end;

    /** A sink that only records. */
    public RecordingSink() {
        this(chunk -> {});
    }

    /** A sink that also hands each chunk to a listener, within the engine's call. */
    public RecordingSink(Consumer<C> listener) {
        this.listener = listener;
    }

    @Override
    public void chunk(C chunk) {
        enter();
        listener.accept(chunk);
        leave(() -> chunks.add(chunk));
    }

    @Override
    public void end(GenerationEnd how) {
        enter();
        leave(() -> end = how);
    }

    /** The chunks so far. */
    public List<C> chunks() {
        lock.lock();
        try {
            return List.copyOf(chunks);
        } finally {
            lock.unlock();
        }
    }

    /** What broke the contract so far; empty when nothing did. */
    public List<String> breaches() {
        lock.lock();
        try {
            return List.copyOf(breaches);
        } finally {
            lock.unlock();
        }
    }

    /** Whether the end has come. */
    public boolean hasEnded() {
        lock.lock();
        try {
            return end != null;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the end; fails after two minutes, and when the contract was broken. */
    public GenerationEnd awaitEnd() {
        awaitUntil("the end", () -> end != null);
        lock.lock();
        try {
            if (!breaches.isEmpty()) {
                throw new AssertionError("the engine broke its contract: " + breaches);
            }
            return java.util.Objects.requireNonNull(end);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until this many chunks have come, or the end; fails after two minutes. */
    public void awaitChunks(int count) {
        awaitUntil(count + " chunks", () -> chunks.size() >= count || end != null);
    }

    private void awaitUntil(String what, java.util.function.BooleanSupplier condition) {
        long left = ScriptedEngine.PATIENCE.toNanos();
        lock.lock();
        try {
            while (!condition.getAsBoolean()) {
                if (left <= 0) {
                    throw new AssertionError("waited " + ScriptedEngine.PATIENCE.toSeconds() + " s for " + what
                            + "; so far " + chunks.size() + " chunks");
                }
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + what, e);
        } finally {
            lock.unlock();
        }
    }

    private void enter() {
        lock.lock();
        try {
            if (inside != null) {
                breaches.add(
                        "called by " + Thread.currentThread().getName() + " while in a call by " + inside.getName());
            }
            if (end != null) {
                breaches.add("called after the end");
            }
            inside = Thread.currentThread();
        } finally {
            lock.unlock();
        }
    }

    private void leave(Runnable change) {
        lock.lock();
        try {
            inside = null;
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
