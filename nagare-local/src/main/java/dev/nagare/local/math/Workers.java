package dev.nagare.local.math;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Persistent threads that share the work of one step.
 *
 * <p>Work comes as a number of units; threads take them in chunks until none is left, the calling thread among them. A
 * helper that is late, because the system runs something else on its core, is not waited for: the caller does its share.
 * Between two jobs a helper spins for some ten microseconds, since the next matrix follows soon, then parks. A job too
 * small to be worth a wake-up runs on the caller alone. Which thread computes a unit never changes its result.
 *
 * <p>One thread calls {@link #run}; {@link #close} may come from any.
 */
public final class Workers implements AutoCloseable {
    /** Multiply-adds below which a job stays on the caller: some 60 microseconds of one core. */
    static final long SMALL = 1 << 20;

    private static final int SPINS = 1_000;
    private static final int CHUNKS_PER_THREAD = 4;
    private static final long WAIT_NANOS = 50_000;

    private final Helper[] helpers;
    private volatile @Nullable Job current;
    private volatile boolean closed;

    /** Some units of a job. */
    @FunctionalInterface
    public interface Part {
        /**
         * Does the units from one to before another.
         *
         * @param worker the number of the thread, 0 for the caller; scratch memory can be chosen by it
         */
        void run(int worker, int from, int to);
    }

    /**
     * Starts the threads.
     *
     * @param threads how many threads share the work, the caller among them; at least 1
     * @param factory makes the others
     */
    public Workers(int threads, ThreadFactory factory) {
        helpers = new Helper[threads - 1];
        for (int i = 0; i < helpers.length; i++) {
            helpers[i] = new Helper(i + 1);
            helpers[i].thread = factory.newThread(helpers[i]);
        }
        for (Helper helper : helpers) {
            helper.thread().start();
        }
    }

    /** Workers without threads of their own: everything runs on the caller. */
    public static Workers none() {
        return new Workers(1, Thread::new);
    }

    /** How many threads share the work, the caller among them. */
    public int count() {
        return helpers.length + 1;
    }

    /**
     * Runs a job and returns when all of it is done.
     *
     * @param work about how many multiply-adds the whole job is
     * @param units how many units it has
     * @throws RuntimeException what a part threw
     */
    public void run(long work, int units, Part part) {
        if (work < SMALL || helpers.length == 0 || units < 2) {
            part.run(0, 0, units);
            return;
        }
        Job job = new Job(part, units, Math.max(1, units / (count() * CHUNKS_PER_THREAD)));
        current = job;
        for (Helper helper : helpers) {
            if (helper.parked) {
                LockSupport.unpark(helper.thread());
            }
        }
        job.work(0);
        int spins = 0;
        while (job.done.get() < units) {
            if (spins++ < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(this, WAIT_NANOS);
            }
        }
        current = null;
        Throwable failure = job.failure;
        if (failure != null) {
            throw new IllegalStateException("a worker failed", failure);
        }
    }

    /** Ends the threads; they stop by themselves shortly after. */
    @Override
    public void close() {
        closed = true;
        for (Helper helper : helpers) {
            LockSupport.unpark(helper.thread());
        }
    }

    private static final class Job {
        private final Part part;
        private final int units;
        private final int chunk;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();
        private volatile @Nullable Throwable failure;

        Job(Part part, int units, int chunk) {
            this.part = part;
            this.units = units;
            this.chunk = chunk;
        }

        void work(int worker) {
            int from = next.getAndAdd(chunk);
            while (from < units) {
                int to = Math.min(units, from + chunk);
                try {
                    part.run(worker, from, to);
                } catch (Throwable e) {
                    failure = e;
                }
                done.addAndGet(to - from);
                from = next.getAndAdd(chunk);
            }
        }
    }

    private final class Helper implements Runnable {
        private final int number;
        private @Nullable Thread thread;
        private volatile boolean parked;

        Helper(int number) {
            this.number = number;
        }

        Thread thread() {
            Thread started = thread;
            if (started == null) {
                throw new IllegalStateException("not started");
            }
            return started;
        }

        @Override
        public void run() {
            Job seen = null;
            int spins = 0;
            while (!closed) {
                Job job = current;
                if (job != null && job != seen) {
                    job.work(number);
                    seen = job;
                    spins = 0;
                } else if (spins++ < SPINS) {
                    Thread.onSpinWait();
                } else {
                    seen = null;
                    parked = true;
                    if (current == null && !closed) {
                        LockSupport.park(Workers.this);
                    }
                    parked = false;
                }
            }
        }
    }
}
