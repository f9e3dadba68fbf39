package dev.nagare.client;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks after the deadlines of all calls, so that no read needs a timer of its own.
 *
 * <p>A call only notes when what happened. The watchdog sleeps until the first deadline that could pass if nothing more
 * happened, looks at the notes, and sleeps again; a call that comes to have an earlier deadline {@linkplain #hurry(long)
 * says so}, which costs nothing unless it is earlier than what is planned. The thread starts with the first call and ends
 * when there has been none for some seconds.
 */
final class Watchdog {
    /** The one that all clients share. */
    static final Watchdog SHARED = new Watchdog(System::nanoTime, true);

    private static final long FAR = Long.MAX_VALUE / 4;
    private static final long KEEP_ALIVE = TimeUnit.SECONDS.toNanos(10);

    /** Something with deadlines. Called by the watchdog's thread, which holds no lock meanwhile. */
    interface Watched {
        /**
         * Does what is due, shortly, or {@linkplain Watchdog#away away} from the watchdog's thread. It may be asked again
         * before that is done, unless it has been {@linkplain Watchdog#remove removed}.
         *
         * @return in how many nanoseconds something more may be due, more than zero; {@link Long#MAX_VALUE} for never
         */
        long check(long now);
    }

    private final LongSupplier clock;
    private final boolean threaded;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<Watched> watched = Collections.newSetFromMap(new IdentityHashMap<>());
    private @Nullable Thread thread;
    private boolean look;
    private volatile long plannedAt;

    /**
     * A watchdog.
     *
     * @param clock the time in nanoseconds
     * @param threaded whether it looks by itself; else only when {@link #check()} is called
     */
    Watchdog(LongSupplier clock, boolean threaded) {
        this.clock = clock;
        this.threaded = threaded;
    }

    /** Looks after a call whose first deadline is this many nanoseconds from now; {@link Long#MAX_VALUE} for none yet. */
    void add(Watched call, long left) {
        lock.lock();
        try {
            watched.add(call);
            if (thread == null) {
                // It begins with a look at every call.
                startThread();
                return;
            }
        } finally {
            lock.unlock();
        }
        hurry(left);
    }

    private void startThread() {
        if (threaded && thread == null) {
            Thread started = new Thread(this::run, "nagare-client-watchdog");
            started.setDaemon(true);
            started.start();
            thread = started;
        }
    }

    void remove(Watched call) {
        lock.lock();
        try {
            watched.remove(call);
        } finally {
            lock.unlock();
        }
    }

    /** Says that a call has a deadline this many nanoseconds from now. */
    void hurry(long left) {
        if (left < FAR && clock.getAsLong() + left - plannedAt < 0) {
            lock.lock();
            try {
                look = true;
                changed.signal();
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * Does for a call what may lead to anyone's code, such as an executor of listeners: in another thread, so that whatever
     * it does keeps no other call waiting.
     */
    void away(Runnable task) {
        if (!threaded) {
            task.run();
            return;
        }
        try {
            ClientThreads.SHARED.execute(task);
        } catch (RuntimeException | Error e) {
            // There is no thread for it, and a call that never ends is worse.
            task.run();
        }
    }

    /** Looks at every call once, and returns how many nanoseconds are left until the next deadline. */
    long check() {
        long now = clock.getAsLong();
        long least = FAR;
        for (Watched call : calls()) {
            least = Math.min(least, check(call, now));
        }
        return least;
    }

    /** Looks at one call; whatever is wrong with it must not touch the others. */
    private long check(Watched call, long now) {
        try {
            return call.check(now);
        } catch (RuntimeException | Error e) {
            remove(call);
            System.getLogger("dev.nagare.client")
                    .log(System.Logger.Level.ERROR, "a call's deadlines could not be looked after", e);
            return FAR;
        }
    }

    private List<Watched> calls() {
        lock.lock();
        try {
            return List.copyOf(watched);
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            do {
                lock.lock();
                try {
                    look = false;
                    // Whoever hurries while the calls are looked at is heard.
                    plannedAt = clock.getAsLong() + FAR;
                } finally {
                    lock.unlock();
                }
            } while (sleep(check()));
        } catch (InterruptedException e) {
            // Nobody has this thread to interrupt it; if it happens, another goes on.
            Thread.currentThread().interrupt();
        } finally {
            ended();
        }
    }

    /** Sleeps until it is time to look again; false when there is nothing left to look after. */
    private boolean sleep(long left) throws InterruptedException {
        lock.lock();
        try {
            long rest = watched.isEmpty() ? KEEP_ALIVE : left;
            plannedAt = clock.getAsLong() + rest;
            while (!look && rest > 0) {
                rest = changed.awaitNanos(rest);
            }
            if (!look && watched.isEmpty()) {
                thread = null;
                return false;
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The thread ends: because there was nothing to do, or because it broke, and then another goes on. */
    @SuppressWarnings("ReferenceEquality") // a thread is itself
    private void ended() {
        lock.lock();
        try {
            if (thread == Thread.currentThread()) {
                thread = null;
                if (!watched.isEmpty()) {
                    startThread();
                }
            }
        } finally {
            lock.unlock();
        }
    }
}
