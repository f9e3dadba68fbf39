package dev.nagare.client;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Wakes whoever reads a stream when there may be something new: a thread that waits, or a task that runs each time.
 *
 * <p>Signals do not add up, and none is lost: one that comes while nobody waits ends the next wait at once.
 */
final class Wakeup {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean due;
    private @Nullable Runnable task;

    /** There may be something new. Any thread. */
    void signal() {
        Runnable run;
        lock.lock();
        try {
            due = true;
            changed.signal();
            run = task;
        } finally {
            lock.unlock();
        }
        if (run != null) {
            run.run();
        }
    }

    /** Waits for a signal that was not waited for yet. */
    void await() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!due) {
                changed.await();
            }
            due = false;
        } finally {
            lock.unlock();
        }
    }

    /** Runs a task at each signal from now on; it must be short and block nothing. */
    void onSignal(Runnable newTask) {
        lock.lock();
        try {
            task = newTask;
        } finally {
            lock.unlock();
        }
    }
}
