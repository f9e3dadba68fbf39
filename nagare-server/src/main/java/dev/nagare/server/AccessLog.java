package dev.nagare.server;

import dev.nagare.wire.Usage;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes one line for each request that is over.
 *
 * <p>The server's threads only put the event into a bounded queue; the daemon thread {@code nagare-access-log} makes the
 * lines and writes them, all that wait in one write. When the queue is full, or the target does not take lines, lines are
 * dropped: their number stands in the next line that is written, and in {@link #dropped()}.
 */
public final class AccessLog implements ServerListener, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(AccessLog.class.getName());

    private static final int WAITING = 8_192;
    private static final int BATCH = 1_024;
    private static final Duration LAST_LINES = Duration.ofSeconds(2);

    private final LogTarget target;
    private final LogFormat format;
    private final InstantSource clock;
    /** Nothing stands for the end. */
    private final BlockingQueue<Optional<RequestEnded>> queue;

    private final AtomicLong dropped = new AtomicLong();
    private final Thread writer;

    /** The writer's only. */
    private long told;

    private boolean failing;

    AccessLog(LogTarget target, LogFormat format, InstantSource clock, int waiting) {
        this.target = target;
        this.format = format;
        this.clock = clock;
        this.queue = new ArrayBlockingQueue<>(waiting);
        this.writer = Thread.ofPlatform().daemon().name("nagare-access-log").unstarted(this::write);
    }

    /**
     * A log at the end of a file, which is opened anew when it has been moved away, so that it can be rotated.
     *
     * @throws IOException when the file cannot be opened for writing
     */
    public static AccessLog toFile(Path file, LogFormat format) throws IOException {
        return new AccessLog(new LogTarget.Appended(file), format, InstantSource.system(), WAITING).start();
    }

    /** A log on a stream, which stays the caller's to close. */
    public static AccessLog to(OutputStream stream, LogFormat format) {
        return new AccessLog(LogTarget.to(stream), format, InstantSource.system(), WAITING).start();
    }

    AccessLog start() {
        writer.start();
        return this;
    }

    /** How many lines were dropped until now. */
    public long dropped() {
        return dropped.get();
    }

    @Override
    public void requestEnded(RequestEnded event) {
        if (!queue.offer(Optional.of(event))) {
            dropped.incrementAndGet();
        }
    }

    /** Writes what waits, for at most two seconds, and closes the file. What ends later is not written any more. */
    @Override
    public void close() {
        try {
            long last = System.nanoTime() + LAST_LINES.toNanos();
            if (queue.offer(Optional.empty(), LAST_LINES.toNanos(), TimeUnit.NANOSECONDS)) {
                writer.join(Duration.ofNanos(Math.max(1, last - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        List<Optional<RequestEnded>> batch = new ArrayList<>(BATCH);
        boolean more = true;
        try {
            while (more) {
                batch.clear();
                batch.add(queue.take());
                queue.drainTo(batch, BATCH - 1);
                more = write(batch);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            target.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the access log could not be closed", e);
        }
    }

    /** Writes these lines; false when the end is among them. */
    private boolean write(List<Optional<RequestEnded>> batch) {
        StringBuilder lines = new StringBuilder(256 * batch.size());
        long before = dropped.get();
        if (before > told) {
            new LogLine(format, lines)
                    .time("time", clock.instant())
                    .number("dropped", before - told)
                    .end();
        }
        int count = 0;
        boolean more = true;
        for (Optional<RequestEnded> event : batch) {
            if (event.isPresent()) {
                line(event.get(), lines);
                count++;
            } else {
                more = false;
            }
        }
        try {
            if (!lines.isEmpty()) {
                target.write(lines.toString().getBytes(StandardCharsets.UTF_8));
            }
            told = before;
            failing = false;
        } catch (IOException e) {
            dropped.addAndGet(count);
            if (!failing) {
                failing = true;
                LOG.log(Level.ERROR, "the access log cannot be written; its lines are dropped until it can", e);
            }
        }
        return more;
    }

    private void line(RequestEnded event, StringBuilder lines) {
        LogLine line = new LogLine(format, lines)
                .time("time", event.received())
                .text("id", event.requestId())
                .text("key", event.keyName())
                .text("remote", event.remoteAddress())
                .text("method", event.method())
                .text("path", event.path())
                .number("status", event.status())
                .text("end", event.ended());
        ErrorReason reason = event.reason();
        if (reason != null) {
            line.text("reason", reason.word());
        }
        line.text("model", event.model()).flag("stream", event.streamed());
        Usage usage = event.usage();
        if (usage != null) {
            line.number("prompt_tokens", usage.promptTokens()).number("completion_tokens", usage.completionTokens());
        }
        line.millis("queued_ms", event.queued())
                .millis("first_token_ms", event.toFirstChunk())
                .millis("total_ms", event.total())
                .end();
    }
}
