package dev.nagare.testkit;

import dev.nagare.engine.EngineException;
import dev.nagare.engine.Generation;
import dev.nagare.engine.GenerationEnd;
import dev.nagare.wire.FinishReason;
import dev.nagare.wire.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One generation of a {@link ScriptedEngine}: the handle that the code under test holds, and the controls that a script
 * or a test holds.
 *
 * <p>Every control does nothing once the generation has ended. While it is paused a script's calls wait; a test that
 * drives by hand may go on, as chunks that were on their way would. One piece of text counts as one token; the prompt
 * counts {@value #PROMPT_TOKENS}.
 */
public abstract sealed class ScriptedGeneration implements Generation permits ScriptedChat, ScriptedCompletion {
    /** What every prompt counts. */
    public static final long PROMPT_TOKENS = 7;

    private final ScriptedEngine engine;
    private final int choices;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final boolean[] finished;
    private final boolean[] dropped;
    private long tokens;
    private boolean paused;
    private boolean cancelled;
    private boolean over;
    private boolean waits;

    ScriptedGeneration(ScriptedEngine engine, int choices) {
        this.engine = engine;
        this.choices = choices;
        this.finished = new boolean[choices];
        this.dropped = new boolean[choices];
    }

    /** How many choices were asked for. */
    public final int choices() {
        return choices;
    }

    /** Says a piece of text in choice 0. */
    public final void text(String text) {
        text(0, text);
    }

    /** Says a piece of text in a choice, with whatever must come before a choice's first text. */
    public final void text(int choice, String text) {
        emit(() -> {
            if (!dropped[choice] && !finished[choice]) {
                tokens++;
                sayText(choice, text);
            }
        });
    }

    /** Ends a choice; where the finish chunk of a chat belongs after all choices, it waits for {@link #complete()}. */
    public final void finish(int choice, FinishReason reason) {
        emit(() -> {
            if (!dropped[choice] && !finished[choice]) {
                finished[choice] = true;
                sayFinish(choice, reason);
            }
        });
    }

    /** Finishes every choice that has not finished with {@code stop}, then ends the generation. */
    public final void complete() {
        emit(() -> {
            List<Integer> open = new ArrayList<>();
            for (int choice = 0; choice < choices; choice++) {
                if (!finished[choice] && !dropped[choice]) {
                    open.add(choice);
                }
            }
            open.forEach(choice -> {
                finished[choice] = true;
                sayFinish(choice, FinishReason.STOP);
            });
            end(new GenerationEnd.Completed(usage()));
        });
    }

    /** Ends the generation with an error, also while it is paused. */
    public final void fail(EngineException error) {
        emitNow(() -> end(new GenerationEnd.Failed(error, usage())));
    }

    /** The usage so far. */
    public final Usage usage() {
        return Usage.of(PROMPT_TOKENS, tokens);
    }

    @Override
    public final Usage usageSoFar() {
        return usage();
    }

    /** Whether {@link #cancel()} was called. */
    public final boolean isCancelled() {
        return locked(() -> cancelled);
    }

    /** Whether the generation is paused. */
    public final boolean isPaused() {
        return locked(() -> paused);
    }

    /** Waits until someone cancels; fails after two minutes. */
    public final void awaitCancelled() {
        await("a cancel", () -> cancelled);
    }

    /** Waits until someone pauses; fails after two minutes. */
    public final void awaitPaused() {
        await("a pause", () -> paused);
    }

    /** Waits until nobody pauses; fails after two minutes. */
    public final void awaitResumed() {
        await("a resume", () -> !paused);
    }

    @Override
    public final void cancel() {
        // The end is in the engine's queue before anyone can know of the cancel, so nobody's next call overtakes it.
        later(() -> end(new GenerationEnd.Cancelled(usage())));
        change(() -> cancelled = true);
    }

    @Override
    public final void cancel(int choice) {
        if (choice < 0 || choice >= choices) {
            return;
        }
        later(() -> {
            if (finished[choice] || dropped[choice]) {
                return;
            }
            dropped[choice] = true;
            for (boolean drop : dropped) {
                if (!drop) {
                    return;
                }
            }
            end(new GenerationEnd.Cancelled(usage()));
        });
    }

    @Override
    public final void pause() {
        change(() -> paused = true);
    }

    @Override
    public final void resume() {
        change(() -> paused = false);
    }

    abstract void sayText(int choice, String text);

    abstract void sayFinish(int choice, FinishReason reason);

    /** Says what was held back until the end. */
    abstract void beforeCompleted();

    abstract void sayEnd(GenerationEnd end);

    final void waitWhilePaused() {
        waits = true;
    }

    final void failAfterClose(EngineException error) {
        ScriptedEngine.daemon(() -> end(new GenerationEnd.Failed(error, usage())), "scripted-engine")
                .start();
    }

    /** Runs a call of the sink on the engine's thread, unless the generation is over. */
    final void emit(Runnable call) {
        if (waits) {
            await("a resume", () -> !paused || over);
        }
        emitNow(call);
    }

    private void emitNow(Runnable call) {
        if (!locked(() -> over)) {
            engine.onThread(() -> {
                if (!over) {
                    call.run();
                }
            });
        }
    }

    private void later(Runnable task) {
        if (!locked(() -> over)) {
            try {
                engine.later(task);
            } catch (java.util.concurrent.RejectedExecutionException e) {
                // The engine was closed, which has ended this generation.
            }
        }
    }

    private void end(GenerationEnd end) {
        if (over) {
            return;
        }
        if (end instanceof GenerationEnd.Completed) {
            beforeCompleted();
        }
        change(() -> over = true);
        engine.ended(this);
        sayEnd(end);
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean locked(java.util.function.BooleanSupplier question) {
        lock.lock();
        try {
            return question.getAsBoolean();
        } finally {
            lock.unlock();
        }
    }

    private void await(String what, java.util.function.BooleanSupplier condition) {
        Duration patience = ScriptedEngine.PATIENCE;
        long left = patience.toNanos();
        lock.lock();
        try {
            while (!condition.getAsBoolean()) {
                if (left <= 0) {
                    throw new AssertionError("waited " + patience.toSeconds() + " s for " + what);
                }
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + what, e);
        } finally {
            lock.unlock();
        }
    }
}
