package dev.nagare.local;

import dev.nagare.engine.EngineException;
import dev.nagare.engine.Generation;
import dev.nagare.engine.GenerationEnd;
import dev.nagare.engine.GenerationSink;
import dev.nagare.local.schedule.RejectedSequenceException;
import dev.nagare.local.schedule.SequenceEnd;
import dev.nagare.local.schedule.SequenceHandle;
import dev.nagare.local.text.TokenText.Piece;
import dev.nagare.wire.FinishReason;
import dev.nagare.wire.Usage;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request while it is answered: a sequence of the scheduler for each choice.
 *
 * <p>The sink is called by the scheduler's thread, or, when it never comes to that, by a thread of its own. Whoever takes
 * the last of {@link #open} away gives the end; one part of it belongs to the submission, so that the end cannot come
 * before every sequence is submitted. Cancel and pause are flags first, which the choices look at, and then calls of
 * those handles that are there already.
 */
abstract class LocalGeneration<C> implements Generation {
    private static final int MOST_EARLY = 1 << 16;

    private final GenerationSink<C> sink;
    private final Object lock = new Object();
    private final List<SequenceHandle> handles = new ArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private volatile List<Choice> choices = List.of();
    private volatile boolean cancelled;
    private volatile @Nullable EngineException failure;
    private final BitSet droppedEarly = new BitSet();
    private final BitSet unwanted = new BitSet();
    private boolean paused;
    private @Nullable Plan plan;

    LocalGeneration(GenerationSink<C> sink) {
        this.sink = sink;
    }

    /** Looks at the logits for a position of a choice's prompt, where {@link Plan#scoresPrompts()}. */
    void prompt(Choice choice, float[] logits, int offset, int position) {}

    /** Says that a choice has begun. */
    abstract void begin(Choice choice);

    /** Says a piece of text; never an empty one. */
    abstract void say(Choice choice, Piece<TokenScore> piece);

    /** Takes the end of a choice with its last piece of text, which may be empty. */
    abstract void finish(Choice choice, FinishReason reason, Piece<TokenScore> last);

    /** Says what is said when all choices have ended. */
    abstract void finishAll(List<Choice> ended);

    /** The usage in the form of the endpoint. */
    abstract Usage usage(long promptTokens, long completionTokens, long cachedTokens);

    /** Understands the request and submits it. */
    final void start(Supplier<Plan> planner) {
        Plan made;
        try {
            made = planner.get();
        } catch (EngineException e) {
            endEarly(e);
            return;
        } catch (RuntimeException | Error e) {
            endEarly(Errors.internal(e));
            return;
        }
        plan = made;
        List<Choice> all = new ArrayList<>();
        for (int index = 0; index < made.choices(); index++) {
            all.add(new Choice(this, made, index));
        }
        open.set(all.size() + 1);
        synchronized (lock) {
            choices = List.copyOf(all);
            droppedEarly.stream().forEach(this::drop);
        }
        if (isLast(all.size() - submitAll(made, all) + 1)) {
            onOwnThread(() -> sink.end(end()));
        }
    }

    /** Says a chunk. */
    final void emit(C chunk) {
        sink.chunk(chunk);
    }

    /** Whether nothing more is wanted of any choice. */
    final boolean isOver() {
        return cancelled || failure != null;
    }

    /** Takes the end of a choice's sequence. */
    final void ended(SequenceEnd end) {
        switch (end) {
            case SequenceEnd.Failed failed -> fail(Errors.internal(failed.cause()));
            case SequenceEnd.Closed _ -> fail(Errors.closed());
            case SequenceEnd.Finished _, SequenceEnd.LimitReached _, SequenceEnd.Cancelled _ -> {}
        }
        if (isLast(1)) {
            sink.end(end());
        }
    }

    private int submitAll(Plan made, List<Choice> all) {
        int submitted = 0;
        try {
            while (submitted < all.size()) {
                int last = (made.promptOf(submitted) + 1) * made.choicesEach();
                submitted += submit(made, all.subList(submitted, last));
            }
        } catch (RejectedSequenceException e) {
            fail(
                    switch (e.reason()) {
                        case QUEUE_FULL -> Errors.overloaded();
                        case CLOSED -> Errors.closed();
                        case TOO_LONG ->
                            Errors.invalid("The request needs more memory than this engine may use.", null, null);
                    });
        }
        return submitted;
    }

    /** Submits the choices of one prompt together, which computes it once, or as many of them as may run together. */
    private int submit(Plan made, List<Choice> group) {
        int prompt = made.promptOf(group.getFirst().index());
        int[] tokens = made.prompts().get(prompt).tokens();
        int limit = Math.max(1, made.limits().get(prompt));
        var scheduler = made.model().scheduler();
        List<Choice> together =
                group.subList(0, Math.min(group.size(), scheduler.config().mostRunning()));
        try {
            adopt(scheduler.submit(tokens, limit, together));
            return together.size();
        } catch (RejectedSequenceException e) {
            if (e.reason() != RejectedSequenceException.Reason.TOO_LONG || together.size() == 1) {
                throw e;
            }
            adopt(List.of(scheduler.submit(tokens, limit, group.getFirst())));
            return 1;
        }
    }

    /** Takes handles over, and does to them what was asked for before they were there. */
    private void adopt(List<SequenceHandle> more) {
        synchronized (lock) {
            for (SequenceHandle handle : more) {
                if (isOver() || choices.get(handles.size()).isDropped()) {
                    handle.cancel();
                } else if (paused) {
                    handle.pause();
                }
                handles.add(handle);
            }
        }
    }

    private void fail(EngineException error) {
        synchronized (lock) {
            if (failure == null) {
                failure = error;
            }
            handles.forEach(SequenceHandle::cancel);
        }
    }

    /** Takes away parts of what is open, and says whether these were the last. */
    private boolean isLast(int parts) {
        return open.addAndGet(-parts) == 0;
    }

    private GenerationEnd end() {
        EngineException error = failure;
        boolean allDropped = choices.stream().allMatch(Choice::isDropped);
        if (!cancelled && !allDropped && error == null) {
            finishAll(choices.stream().filter(choice -> !choice.isDropped()).toList());
        }
        Usage usage = currentUsage();
        if (cancelled || allDropped) {
            return new GenerationEnd.Cancelled(usage);
        }
        return error == null ? new GenerationEnd.Completed(usage) : new GenerationEnd.Failed(error, usage);
    }

    @Override
    public final @Nullable Usage usageSoFar() {
        // The choices are published after the plan that they were made from.
        return choices.isEmpty() ? null : currentUsage();
    }

    private Usage currentUsage() {
        Plan made = plan;
        if (made == null) {
            return Usage.NONE;
        }
        long completionTokens = choices.stream().mapToLong(Choice::tokens).sum();
        long cachedTokens = 0;
        for (int first = 0; first < choices.size(); first += made.choicesEach()) {
            cachedTokens += choices.get(first).cachedTokens();
        }
        return usage(made.promptTokens(), completionTokens, cachedTokens);
    }

    private void endEarly(EngineException error) {
        onOwnThread(() -> sink.end(new GenerationEnd.Failed(error, Usage.NONE)));
    }

    private static void onOwnThread(Runnable call) {
        Thread.ofVirtual().name("nagare-engine-end").start(call);
    }

    @Override
    public final void cancel() {
        synchronized (lock) {
            cancelled = true;
            handles.forEach(SequenceHandle::cancel);
        }
    }

    @Override
    public final void cancel(int choice) {
        synchronized (lock) {
            if (choice >= 0 && choices.isEmpty() && choice < MOST_EARLY) {
                droppedEarly.set(choice);
            } else if (choice >= 0) {
                drop(choice);
            }
        }
    }

    /** Where the best are picked, a choice is a place among those that are shown, and all are generated until the end. */
    private void drop(int choice) {
        Plan made = plan;
        if (made != null && made.picks()) {
            unwanted.set(Math.min(choice, made.answers()));
            if (unwanted.nextClearBit(0) >= made.answers()) {
                cancel();
            }
        } else if (choice < choices.size() && choices.get(choice).drop() && choice < handles.size()) {
            handles.get(choice).cancel();
        }
    }

    /** Whether someone cancelled this place among the answers that are shown. */
    final boolean isUnwanted(int answer) {
        synchronized (lock) {
            return unwanted.get(answer);
        }
    }

    @Override
    public final void pause() {
        synchronized (lock) {
            paused = true;
            handles.forEach(SequenceHandle::pause);
        }
    }

    @Override
    public final void resume() {
        synchronized (lock) {
            paused = false;
            handles.forEach(SequenceHandle::resume);
        }
    }
}
