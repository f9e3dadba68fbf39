package dev.nagare.server;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts what there is now, and lets whoever closes wait until there is none. For any thread. */
final class Gauge {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition none = lock.newCondition();
    private int count;

    /** Counts one more unless there are as many as there may be. */
    boolean tryIncrement(int most) {
        lock.lock();
        try {
            if (count >= most) {
                return false;
            }
            count++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    void decrement() {
        lock.lock();
        try {
            count--;
            if (count == 0) {
                none.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    int count() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is none; false when that takes longer, or the thread is interrupted, which it stays. */
    boolean awaitNone(Duration patience) {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (count > 0) {
                if (left <= 0) {
                    return false;
                }
                left = none.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}
