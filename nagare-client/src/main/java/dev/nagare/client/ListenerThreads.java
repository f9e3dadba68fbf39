package dev.nagare.client;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The threads that run listeners and subscribers unless a client is given others: as many as are busy at one time. */
final class ListenerThreads {
    private static final AtomicLong NUMBER = new AtomicLong();

    /** The one that all clients share; a thread ends after ten idle seconds. */
    static final Executor SHARED = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), ListenerThreads::thread);

    private ListenerThreads() {}

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "nagare-client-listener-" + NUMBER.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
