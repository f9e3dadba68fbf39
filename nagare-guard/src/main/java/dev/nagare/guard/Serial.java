package dev.nagare.guard;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs tasks one at a time and in order, each on the thread of whoever asks or of whoever is at it; nobody waits and no
 * lock is held. What one task has written the next one sees. A task must not throw.
 */
final class Serial {
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger left = new AtomicInteger();

    void run(Runnable task) {
        tasks.add(task);
        if (left.getAndIncrement() > 0) {
            return;
        }
        do {
            Runnable next = tasks.poll();
            if (next != null) {
                next.run();
            }
        } while (left.decrementAndGet() > 0);
    }
}
