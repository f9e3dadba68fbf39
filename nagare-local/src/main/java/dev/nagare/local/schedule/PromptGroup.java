package dev.nagare.local.schedule;

import dev.nagare.local.model.CacheLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A prompt and the sequences that continue it: the prompt is computed once for all of them.
 *
 * <p>The scheduler's thread only, except for what never changes.
 */
final class PromptGroup {
    private final int[] prompt;
    private final int mostNew;
    private final boolean read;
    private final List<Sequence> sequences = new ArrayList<>();
    private @Nullable SequenceCache cache;
    private int cachedTokens;
    private boolean started;

    PromptGroup(int[] prompt, int mostNew, List<? extends SequenceListener> listeners, Runnable changed) {
        this.prompt = prompt.clone();
        this.mostNew = mostNew;
        read = listeners.stream().anyMatch(SequenceListener::readsPrompt);
        for (SequenceListener listener : listeners) {
            sequences.add(new Sequence(this, listener, changed));
        }
    }

    int[] prompt() {
        return prompt;
    }

    int mostNew() {
        return mostNew;
    }

    /** Whether someone wants the logits after every token of the prompt. */
    boolean isRead() {
        return read;
    }

    List<Sequence> sequences() {
        return sequences;
    }

    int cachedTokens() {
        return cachedTokens;
    }

    /** The sequences that have not ended. */
    List<Sequence> live() {
        return sequences.stream().filter(sequence -> !sequence.ended).toList();
    }

    boolean isPaused() {
        return sequences.stream().allMatch(sequence -> sequence.ended || sequence.isPaused());
    }

    /** The pages that one sequence needs; its last token is chosen and never computed with. */
    private int pagesEach() {
        return CacheLayout.pages(prompt.length + mostNew - 1);
    }

    private int sharedPages() {
        return prompt.length / CacheLayout.POSITIONS;
    }

    /** The pages that all sequences need together. */
    int pages() {
        return pagesEach() + (sequences.size() - 1) * (pagesEach() - sharedPages());
    }

    /** Takes memory from the pool, if it has enough, and the pages of earlier sequences that began alike. */
    boolean begin(PagePool pool) {
        if (!pool.has(pages())) {
            return false;
        }
        int most = read ? 0 : (prompt.length - 1) / CacheLayout.POSITIONS;
        List<CachePage> known = pool.tree().find(prompt, most);
        cachedTokens = known.size() * CacheLayout.POSITIONS;
        cache = new SequenceCache(pool, known, pages() - known.size());
        return true;
    }

    SequenceCache cache() {
        SequenceCache own = cache;
        if (own == null) {
            throw new IllegalStateException("the group has not begun or is done");
        }
        return own;
    }

    /** How many tokens of the prompt are still to be computed. */
    int remaining() {
        return prompt.length - cache().length();
    }

    /** Whether the prompt is computed and handed over. */
    boolean isStarted() {
        return started;
    }

    /** Hands the computed prompt to the live sequences: the first takes the memory, the others forks of it. */
    void startSequences() {
        SequenceCache own = cache();
        own.store(prompt);
        List<Sequence> live = live();
        for (int i = live.size() - 1; i > 0; i--) {
            live.get(i).start(own.fork(pagesEach() - sharedPages()));
        }
        live.getFirst().start(own);
        cache = null;
        started = true;
    }

    /** Gives the memory back, if no sequence has taken it over. */
    void release() {
        SequenceCache own = cache;
        if (own != null) {
            own.release();
            cache = null;
        }
    }
}
