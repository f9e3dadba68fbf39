package dev.nagare.server;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks for changes of files every two seconds, on the thread {@code nagare-files-1-1}; of no files without a thread. */
final class FileWatch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(FileWatch.class.getName());

    private static final long EVERY_SECONDS = 2;

    private final List<Runnable> checks;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("nagare-files", true));

    /**
     * A watch that has not begun.
     *
     * @param checks each looks at one thing, may read files, and is run by one thread at a time
     */
    FileWatch(List<Runnable> checks) {
        this.checks = List.copyOf(checks);
    }

    void start() {
        for (Runnable check : checks) {
            var _ = thread.scheduleWithFixedDelay(
                    new Repeated(LOG, "a file could not be looked at, and will be again", check),
                    EVERY_SECONDS,
                    EVERY_SECONDS,
                    TimeUnit.SECONDS);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
