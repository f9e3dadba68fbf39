package dev.nagare.server;

import dev.nagare.wire.Utf8Buffer;
import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Drains the outboxes of one event loop.
 *
 * <p>The first mark while the loop has no drain task schedules the one that there ever is; further marks only queue
 * their outbox. A task per token would wake the loop and flush for every token, which halves how many events it can
 * carry. {@link #mark} is for any thread; everything else runs on the event loop.
 */
final class OutboxLoop implements Runnable {
    private static final System.Logger LOG = System.getLogger(OutboxLoop.class.getName());

    /** After so many outboxes the sockets get their turn. */
    private static final int BATCH = 1024;

    /** What a drain keeps for the next; a rare large chunk does not hold its memory for good. */
    private static final int KEPT_BYTES = 1 << 20;

    private final Executor eventLoop;
    private final Queue<StreamOutbox<?>> marked = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private Utf8Buffer scratch = new Utf8Buffer(16 << 10);

    OutboxLoop(Executor eventLoop) {
        this.eventLoop = eventLoop;
    }

    /** Queues an outbox to be drained soon; an outbox does this once for each drain. */
    void mark(StreamOutbox<?> outbox) {
        marked.add(outbox);
        schedule();
    }

    @Override
    public void run() {
        for (int i = 0; i < BATCH; i++) {
            StreamOutbox<?> outbox = marked.poll();
            if (outbox == null) {
                break;
            }
            try {
                outbox.drain(scratch);
            } catch (RuntimeException | Error e) {
                // Memory may be short: then one stream breaks, and not every stream of this loop.
                LOG.log(Level.ERROR, "an outbox could not be drained", e);
                scratch.clear();
            }
        }
        if (scratch.array().length > KEPT_BYTES) {
            scratch = new Utf8Buffer(16 << 10);
        }
        scheduled.set(false);
        if (!marked.isEmpty()) {
            schedule();
        }
    }

    private void schedule() {
        if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
            try {
                eventLoop.execute(this);
            } catch (RejectedExecutionException e) {
                // The server has been closed; nobody is left to write to.
                marked.clear();
            }
        }
    }
}
