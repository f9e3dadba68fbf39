package dev.nagare.server;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks for changes of the file of keys every two seconds, on the thread {@code nagare-keys-1-1}. */
final class KeyWatch implements AutoCloseable {
    private static final long EVERY_SECONDS = 2;

    private final ApiKeyFile file;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("nagare-keys", true));

    KeyWatch(ApiKeyFile file) {
        this.file = file;
    }

    void start() {
        var _ = thread.scheduleWithFixedDelay(file::check, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    /** The keys of now; for any thread. */
    ApiKeys keys() {
        return file.keys();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
