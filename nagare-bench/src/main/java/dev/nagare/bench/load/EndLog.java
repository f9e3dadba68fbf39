package dev.nagare.bench.load;

import dev.nagare.server.RequestEnded;
import dev.nagare.server.ServerListener;
import dev.nagare.wire.Usage;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A file with a line for each request that is over: its id, when by {@link System#nanoTime()}, how it ended, its status
 * and its completion tokens. That clock is the machine's, so another process can compare.
 */
final class EndLog implements ServerListener, AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private final BufferedWriter out;

    private EndLog(BufferedWriter out) {
        this.out = out;
    }

    /** Appends to a file, which may exist. */
    static EndLog to(Path file) throws IOException {
        return new EndLog(Files.newBufferedWriter(
                file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    @Override
    public void requestEnded(RequestEnded event) {
        long now = System.nanoTime();
        Usage usage = event.usage();
        String line = event.requestId() + " " + now + " " + event.outcome() + " " + event.status() + " "
                + (usage == null ? 0 : usage.completionTokens()) + "\n";
        lock.lock();
        try {
            out.write(line);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
