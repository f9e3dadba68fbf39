package dev.nagare.server;

import java.time.Duration;
import java.util.List;

/** Looks at the threads of this JVM. */
final class ThreadWatch {
    private ThreadWatch() {}

    /** Fails when a thread with this prefix still lives after 30 seconds. */
    static void assertNoneNamed(String prefix) {
        List<Thread> threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix))
                .toList();
        for (Thread thread : threads) {
            try {
                if (!thread.join(Duration.ofSeconds(30))) {
                    throw new AssertionError("still alive: " + thread);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }
}
