package dev.nagare.local.schedule;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One continuation of a prompt. Its two flags may be set by any thread; the rest is the scheduler's. */
final class Sequence implements SequenceHandle {
    private static final long MOST_LATE = TimeUnit.SECONDS.toNanos(1);

    final PromptGroup group;
    private final SequenceListener listener;
    private final Runnable changed;
    private volatile boolean cancelled;
    private volatile boolean paused;

    private @Nullable SequenceCache cache;
    private int[] generated = new int[16];
    private int count;
    private long notBefore;

    private boolean timed;

    boolean ended;

    Sequence(PromptGroup group, SequenceListener listener, Runnable changed) {
        this.group = group;
        this.listener = listener;
        this.changed = changed;
    }

    @Override
    public void cancel() {
        cancelled = true;
        changed.run();
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
        changed.run();
    }

    boolean isCancelled() {
        return cancelled;
    }

    boolean isPaused() {
        return paused;
    }

    SequenceListener listener() {
        return listener;
    }

    /** Begins to generate after the prompt. */
    void start(SequenceCache own) {
        cache = own;
    }

    SequenceCache cache() {
        SequenceCache own = cache;
        if (own == null) {
            throw new IllegalStateException("the prompt is not computed yet");
        }
        return own;
    }

    int lastToken() {
        return generated[count - 1];
    }

    /** Adds a chosen token; false when it was the last one allowed. */
    boolean add(int token) {
        if (count == generated.length) {
            generated = Arrays.copyOf(generated, 2 * count);
        }
        generated[count++] = token;
        return count < group.mostNew();
    }

    /** When the next token may be computed, in the clock's nanoseconds. */
    long notBefore() {
        return notBefore;
    }

    /**
     * A token was computed: the next is due one interval after this one was, so that a late step does not slow the
     * sequence down. One that is late by more than a second (it waited, or was paused) begins anew.
     */
    void paced(long now, long interval) {
        boolean anew = !timed || now - notBefore > MOST_LATE;
        timed = true;
        notBefore = (anew ? now : notBefore) + interval;
    }

    /** Keeps what was computed for later sequences, and gives the memory back. */
    void release() {
        SequenceCache own = cache;
        if (own != null) {
            int[] tokens = Arrays.copyOf(group.prompt(), group.prompt().length + count);
            System.arraycopy(generated, 0, tokens, group.prompt().length, count);
            own.store(tokens);
            own.release();
            cache = null;
        }
    }
}
