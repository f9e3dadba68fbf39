package dev.nagare.client;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The time of clients whose server may say nothing more: it passes only when nothing has come for a while. */
final class StalledServer {
    /** For a server that will say nothing more. */
    static final Duration AT_ONCE = Duration.ofNanos(200_000);

    /** For a server that has said how the stream ends. */
    static final Duration PATIENT = Duration.ofSeconds(30);

    private static final Duration IDLE = Duration.ofSeconds(10);

    private final AtomicLong now = new AtomicLong();
    private final Watchdog watchdog = new Watchdog(now::get, false);

    /** A client that goes by this time, with no deadline but {@code idle}. */
    ChatClient client(ChatClient like) {
        return like.with(c -> c.deadlines(new Deadlines(null, null, null, null, IDLE, null))
                .time(new ClientTime(now::get, watchdog, () -> 0.5)));
    }

    /** Reads a stream to its end; what that threw, or null. Its time passes whenever this much of the real one has. */
    @Nullable
    NagareClientException read(AnswerStream<?, ?> stream, Duration patience) {
        FutureTask<?> reader = Streams.inBackground(stream::completion);
        while (!isDone(reader, patience)) {
            pass();
        }
        try {
            Streams.await(reader);
            return null;
        } catch (NagareClientException e) {
            return e;
        }
    }

    private static boolean isDone(FutureTask<?> reader, Duration patience) {
        try {
            reader.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            // What it threw is told later.
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while a stream was read", e);
        }
        return true;
    }

    /** More time passes than any deadline of such a client. */
    void pass() {
        now.addAndGet(IDLE.plusSeconds(1).toNanos());
        watchdog.check();
    }
}
