package dev.nagare.local.schedule;

import dev.nagare.local.model.Batch;
import dev.nagare.local.model.CacheLayout;
import dev.nagare.local.model.ForwardPass;
import dev.nagare.local.model.Transformer;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides what each step computes, computes it, and hands the logits out.
 *
 * <p>A step has one row for each sequence that generates and, beside them, a slice of the prompts, shared among them so
 * that a short one does not wait for a long one. Has no thread of its own: whoever calls {@link #step} is the scheduler's
 * thread.
 */
final class Batcher {
    private static final System.Logger LOGGER = System.getLogger("dev.nagare.local");

    private final SchedulerConfig config;
    private final LongSupplier clock;
    private final BooleanSupplier closed;
    private final ForwardPass pass;
    private final PagePool pool;
    private final PromptSlice slice;
    private final int vocabularySize;

    private final ArrayDeque<PromptGroup> waiting = new ArrayDeque<>();
    private final List<PromptGroup> prompts = new ArrayList<>();
    private final List<Sequence> generating = new ArrayList<>();
    private final Runnable left;

    private final Batch batch = new Batch();
    private final List<Share> shares = new ArrayList<>();

    /**
     * Consecutive rows of a step and whom they belong to: one row of a sequence that generates, or a slice of a prompt.
     *
     * @param sequences the sequence, or all that live of the prompt
     * @param logits the number of the logits after the last row, or -1; where every row has some, they come just before
     */
    private record Share(PromptGroup group, boolean prompt, List<Sequence> sequences, int count, int logits) {}

    /**
     * A batcher without sequences.
     *
     * @param clock gives nanoseconds
     * @param closed whether to end a step early
     * @param left called once for each sequence that ended
     */
    Batcher(
            Transformer transformer,
            SchedulerConfig config,
            ForwardPass pass,
            LongSupplier clock,
            BooleanSupplier closed,
            Runnable left) {
        this.config = config;
        this.pass = pass;
        this.clock = clock;
        this.closed = closed;
        this.left = left;
        vocabularySize = transformer.config().vocabularySize();
        int pageSize = transformer.cacheLayout().size();
        pool = new PagePool(() -> new CachePage(pageSize), pages(transformer, config));
        slice = new PromptSlice(config.mostPromptRows(), config.stepTarget(), transformer.parameters());
    }

    /** How many pages a scheduler may have: those of one whole sequence at least. */
    static int pages(Transformer transformer, SchedulerConfig config) {
        long bytes = (long) transformer.cacheLayout().size() * Float.BYTES;
        int context = Math.min(config.contextLength(), transformer.config().contextLength());
        return (int) Math.max(CacheLayout.pages(context), Math.min(config.cacheBytes() / bytes, 1 << 20));
    }

    PagePool pool() {
        return pool;
    }

    /** Puts a group at the end of the queue. */
    void add(PromptGroup group) {
        waiting.add(group);
    }

    /**
     * Ends what was cancelled, lets waiting sequences in, and computes one step.
     *
     * @return whether there was anything to compute
     */
    boolean step() {
        sweep();
        admit();
        collect();
        if (batch.count() == 0) {
            return false;
        }
        long start = clock.getAsLong();
        boolean complete;
        try {
            complete = pass.run(batch, this::isPointless);
        } catch (RuntimeException | Error e) {
            shares.forEach(share -> share.sequences.forEach(sequence -> fail(sequence, e)));
            sweep();
            return true;
        }
        long now = clock.getAsLong();
        if (complete) {
            slice.took(now - start);
            shares.forEach(share -> finish(share, now));
        }
        sweep();
        return true;
    }

    /** How many nanoseconds from now a sequence that only waits for its time may go on; the maximum if there is none. */
    long idleNanos() {
        long now = clock.getAsLong();
        return generating.stream()
                .filter(sequence -> !sequence.isPaused())
                .mapToLong(sequence -> Math.max(0, sequence.notBefore() - now))
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** Ends every sequence with an error, or as closed if there is none. */
    void endAll(@Nullable Throwable cause) {
        List<PromptGroup> groups = new ArrayList<>(waiting);
        groups.addAll(prompts);
        generating.forEach(sequence -> groups.add(sequence.group));
        for (PromptGroup group : groups) {
            for (Sequence sequence : group.live()) {
                int cached = group.cachedTokens();
                end(sequence, cause == null ? new SequenceEnd.Closed(cached) : new SequenceEnd.Failed(cached, cause));
            }
        }
        sweep();
    }

    private boolean isPointless() {
        return closed.getAsBoolean()
                || shares.stream().allMatch(share -> share.sequences.stream().allMatch(Sequence::isCancelled));
    }

    /** Ends cancelled sequences and forgets ended ones. */
    private void sweep() {
        waiting.forEach(this::endCancelled);
        prompts.forEach(this::endCancelled);
        generating.forEach(sequence -> endCancelled(sequence.group));
        waiting.removeIf(group -> group.live().isEmpty());
        prompts.removeIf(this::isDone);
        generating.removeIf(sequence -> sequence.ended);
    }

    private boolean isDone(PromptGroup group) {
        if (group.live().isEmpty()) {
            group.release();
        }
        return group.isStarted() || group.live().isEmpty();
    }

    private void endCancelled(PromptGroup group) {
        for (Sequence sequence : group.sequences()) {
            if (sequence.isCancelled()) {
                end(sequence, new SequenceEnd.Cancelled(group.cachedTokens()));
            }
        }
    }

    private void admit() {
        int running = generating.size();
        for (PromptGroup group : prompts) {
            running += group.live().size();
        }
        while (!waiting.isEmpty()) {
            PromptGroup group = waiting.element();
            running += group.live().size();
            if (running > config.mostRunning() || !group.begin(pool)) {
                return;
            }
            waiting.remove();
            prompts.add(group);
        }
    }

    private void collect() {
        batch.clear();
        shares.clear();
        long now = clock.getAsLong();
        for (Sequence sequence : generating) {
            if (!sequence.isPaused() && sequence.notBefore() <= now) {
                SequenceCache cache = sequence.cache();
                cache.ensure(cache.length() + 1);
                int logits = batch.add(sequence.lastToken(), cache.length(), cache, true);
                shares.add(new Share(sequence.group, false, List.of(sequence), 1, logits));
            }
        }
        slice.planned(collectPrompts(slice.rows()));
    }

    /** Adds the next tokens of all prompts, as even a share of each as there is; what a short one leaves, longer ones get. */
    private int collectPrompts(int rows) {
        List<PromptGroup> groups = prompts.stream()
                .filter(group -> !group.isPaused())
                .sorted(Comparator.comparingInt(PromptGroup::remaining))
                .toList();
        int taken = 0;
        int left = groups.size();
        for (PromptGroup group : groups) {
            taken += collect(group, (rows - taken + left - 1) / left);
            left--;
        }
        return taken;
    }

    /** Adds the next tokens of a prompt, at most as many as there is room for. */
    private int collect(PromptGroup group, int room) {
        SequenceCache cache = group.cache();
        int[] prompt = group.prompt();
        int first = cache.length();
        int count = Math.min(room, prompt.length - first);
        if (count > 0) {
            cache.ensure(first + count);
            int logits = -1;
            for (int i = first; i < first + count; i++) {
                logits = batch.add(prompt[i], i, cache, group.isRead() || i == prompt.length - 1);
            }
            shares.add(new Share(group, true, group.live(), count, logits));
        }
        return count;
    }

    private void finish(Share share, long now) {
        List<Sequence> ready = share.sequences;
        if (share.prompt) {
            ready = finishSlice(share);
        } else {
            ready.getFirst().cache().advance(1);
        }
        int last = ready.size() - 1;
        for (int i = 0; i <= last; i++) {
            choose(ready.get(i), share.logits, i < last, now);
        }
    }

    /** Counts a slice of a prompt as computed; gives the sequences that begin to generate because it was the last. */
    private List<Sequence> finishSlice(Share share) {
        PromptGroup group = share.group;
        group.cache().advance(share.count);
        boolean whole = group.cache().length() == group.prompt().length;
        if (group.isRead()) {
            read(share, whole ? share.count - 1 : share.count);
        }
        List<Sequence> live = group.live();
        if (!whole || live.isEmpty()) {
            return List.of();
        }
        group.startSequences();
        generating.addAll(live);
        return live;
    }

    /** Shows the logits after the first rows of a prompt's slice to those that want them. */
    private void read(Share share, int rows) {
        int first = share.group.cache().length() - share.count;
        for (int row = 0; row < rows; row++) {
            int offset = pass.logitsAt(share.logits - share.count + 1 + row);
            for (Sequence sequence : share.sequences) {
                if (!sequence.ended && !sequence.isCancelled()) {
                    read(sequence, offset, first + row + 1);
                }
            }
        }
    }

    private void read(Sequence sequence, int offset, int position) {
        try {
            sequence.listener().prompt(pass.logits(), offset, position);
        } catch (RuntimeException | Error e) {
            fail(sequence, e);
        }
    }

    /**
     * Lets a sequence choose its next token.
     *
     * @param again whether others get the same logits, so that this one gets a copy
     */
    private void choose(Sequence sequence, int number, boolean again, long now) {
        if (sequence.isCancelled()) {
            return;
        }
        float[] logits = pass.logits();
        int offset = pass.logitsAt(number);
        if (again) {
            logits = Arrays.copyOfRange(logits, offset, offset + vocabularySize);
            offset = 0;
        }
        int token;
        try {
            token = sequence.listener().next(logits, offset, sequence.cache().length());
        } catch (RuntimeException | Error e) {
            fail(sequence, e);
            return;
        }
        int cached = sequence.group.cachedTokens();
        if (token == SequenceListener.END) {
            end(sequence, new SequenceEnd.Finished(cached));
        } else if (token < 0 || token >= vocabularySize) {
            fail(sequence, new IllegalStateException("there is no token " + token));
        } else if (!sequence.add(token)) {
            end(sequence, new SequenceEnd.LimitReached(cached));
        }
        sequence.paced(now, config.tokenInterval().toNanos());
    }

    private void fail(Sequence sequence, Throwable cause) {
        end(sequence, new SequenceEnd.Failed(sequence.group.cachedTokens(), cause));
    }

    private void end(Sequence sequence, SequenceEnd end) {
        if (sequence.ended) {
            return;
        }
        sequence.ended = true;
        sequence.release();
        left.run();
        try {
            sequence.listener().ended(end);
        } catch (RuntimeException | Error e) {
            LOGGER.log(Level.WARNING, "A listener failed when told of its sequence's end", e);
        }
    }
}
