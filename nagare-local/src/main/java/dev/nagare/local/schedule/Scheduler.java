package dev.nagare.local.schedule;

import dev.nagare.local.math.Workers;
import dev.nagare.local.model.Transformer;
import dev.nagare.local.schedule.RejectedSequenceException.Reason;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs sequences of tokens through a model, all that are there in the same steps.
 *
 * <p>A sequence joins between two steps and leaves after the one in which it ended; what it generates does not depend on
 * who else is there. One thread, {@code nagare-engine-0}, steps and calls every listener; for each further core a worker
 * helps with the arithmetic. All are daemons and park when there is nothing to do. Any thread may call any method.
 */
public final class Scheduler implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger("dev.nagare.local");
    private static final String THREADS = "nagare-engine-";

    private final Transformer transformer;
    private final SchedulerConfig config;
    private final int contextLength;
    private final int mostPages;
    private final Workers workers;
    private final Batcher batcher;
    private final Thread thread;
    private final ConcurrentLinkedQueue<PromptGroup> submitted = new ConcurrentLinkedQueue<>();
    private final AtomicInteger present = new AtomicInteger();
    private volatile boolean closed;

    /** Starts the threads. */
    public Scheduler(Transformer transformer, SchedulerConfig config) {
        this.transformer = transformer;
        this.config = config;
        contextLength = Math.min(config.contextLength(), transformer.config().contextLength());
        mostPages = Batcher.pages(transformer, config);
        AtomicInteger number = new AtomicInteger(1);
        workers = new Workers(config.threads(), task -> daemon(task, number.getAndIncrement()));
        batcher = new Batcher(
                transformer,
                config,
                transformer.pass(workers),
                System::nanoTime,
                () -> closed,
                present::decrementAndGet);
        thread = daemon(this::run, 0);
        thread.start();
    }

    /** The most positions of a sequence: its prompt and what is generated together. */
    public int contextLength() {
        return contextLength;
    }

    /** The model that it runs. */
    public Transformer transformer() {
        return transformer;
    }

    /** The bounds it was made with. */
    public SchedulerConfig config() {
        return config;
    }

    /**
     * Submits one sequence.
     *
     * @param promptTokens at least one token of the vocabulary
     * @param mostNewTokens how many tokens may be chosen, at least 1; with the prompt at most {@link #contextLength()}
     * @throws RejectedSequenceException if it is not taken
     */
    public SequenceHandle submit(int[] promptTokens, int mostNewTokens, SequenceListener listener) {
        return submit(promptTokens, mostNewTokens, List.of(listener)).getFirst();
    }

    /**
     * Submits several sequences that continue the same prompt, which is computed once.
     *
     * @param listeners one for each sequence
     * @return one handle for each listener, in the same order
     * @throws RejectedSequenceException if they are not taken; then none is
     */
    public List<SequenceHandle> submit(
            int[] promptTokens, int mostNewTokens, List<? extends SequenceListener> listeners) {
        PromptGroup group = new PromptGroup(promptTokens, mostNewTokens, listeners, this::wake);
        check(group);
        int size = listeners.size();
        if (present.addAndGet(size) > config.mostSequences()) {
            present.addAndGet(-size);
            throw new RejectedSequenceException(
                    Reason.QUEUE_FULL, config.mostWaiting() + " sequences are waiting already");
        }
        submitted.add(group);
        if (closed && submitted.remove(group)) {
            present.addAndGet(-size);
            throw new RejectedSequenceException(Reason.CLOSED, "the scheduler is closed");
        }
        wake();
        return List.copyOf(group.sequences());
    }

    /**
     * Ends every sequence as {@linkplain SequenceEnd.Closed closed} and the threads with them; returns when that is done,
     * unless a listener calls it.
     */
    @Override
    public void close() {
        closed = true;
        wake();
        if (Thread.currentThread() == thread) {
            return;
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void check(PromptGroup group) {
        int[] prompt = group.prompt();
        if (prompt.length == 0 || group.mostNew() < 1 || group.sequences().isEmpty()) {
            throw new IllegalArgumentException("a prompt, a new token and a listener are needed");
        }
        for (int token : prompt) {
            if (token < 0 || token >= transformer.config().vocabularySize()) {
                throw new IllegalArgumentException("there is no token " + token);
            }
        }
        if ((long) prompt.length + group.mostNew() > contextLength) {
            throw new RejectedSequenceException(
                    Reason.TOO_LONG,
                    prompt.length + " prompt tokens and " + group.mostNew() + " new ones do not fit a context of "
                            + contextLength);
        }
        if (group.sequences().size() > config.mostRunning() || group.pages() > mostPages) {
            throw new RejectedSequenceException(
                    Reason.TOO_LONG, group.sequences().size() + " sequences at once need more memory than there is");
        }
    }

    private void wake() {
        LockSupport.unpark(thread);
    }

    private void run() {
        try {
            while (!closed) {
                runOnce();
            }
        } finally {
            closed = true;
            takeSubmitted();
            batcher.endAll(null);
            workers.close();
        }
    }

    /** One step, or a pause until there is something to do. A failure ends the sequences that are there, never this. */
    private void runOnce() {
        try {
            takeSubmitted();
            if (!batcher.step() && submitted.isEmpty() && !closed) {
                LockSupport.parkNanos(this, batcher.idleNanos());
            }
        } catch (RuntimeException | Error e) {
            LOGGER.log(Level.ERROR, "A step failed; all sequences end", e);
            batcher.endAll(e);
        }
    }

    private void takeSubmitted() {
        PromptGroup group = submitted.poll();
        while (group != null) {
            batcher.add(group);
            group = submitted.poll();
        }
    }

    private static Thread daemon(Runnable task, int number) {
        return Thread.ofPlatform().daemon().name(THREADS + number).unstarted(task);
    }
}
