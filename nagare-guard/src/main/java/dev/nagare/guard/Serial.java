package dev.nagare.guard;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs tasks one at a time and in order; nobody waits and no lock is held. Whoever asks while no task runs does what there
 * is to do, also what others ask meanwhile. What one task has written the next one sees. A task must not throw.
 */
final class Serial {
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger left = new AtomicInteger();

    /** Runs a task now or after those before it, on this thread or on that of whoever is at it. */
    void run(Runnable task) {
        runOn(Runnable::run, task);
    }

    /** Runs a task for someone whose thread is not to do what others have asked for: on an executor's in its place. */
    void runOn(Executor executor, Runnable task) {
        tasks.add(task);
        if (left.getAndIncrement() == 0) {
            executor.execute(this::runAll);
        }
    }

    private void runAll() {
        do {
            Runnable next = tasks.poll();
            if (next != null) {
                next.run();
            }
        } while (left.decrementAndGet() > 0);
    }
}
