package dev.nagare.client;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The threads that run what may block: the start of a request, which looks names up and asks for a proxy, and listeners
 * and subscribers unless a client is given others. As many as are busy at one time.
 */
final class ClientThreads {
    private static final AtomicLong NUMBER = new AtomicLong();

    /** The one that all clients share; a thread ends after ten idle seconds. */
    static final Executor SHARED = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), ClientThreads::thread);

    private ClientThreads() {}

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "nagare-client-" + NUMBER.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
