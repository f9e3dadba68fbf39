package dev.nagare.local.schedule;

/**
 * Chooses the tokens of a sequence and learns how it ended.
 *
 * <p>Called by the scheduler's thread only, one call at a time. It holds up every other sequence while it runs, so it
 * must not block. An exception ends this sequence as {@linkplain SequenceEnd.Failed failed} and touches no other.
 */
public interface SequenceListener {
    /** What {@link #next} returns when the sequence is to end without another token. */
    int END = -1;

    /**
     * Whether {@link #prompt} is to be called. Then the whole prompt is computed, whatever earlier sequences have left of
     * it. Looked at once, when the sequence is submitted, by the thread that does so.
     */
    default boolean readsPrompt() {
        return false;
    }

    /**
     * Looks at what the model expects after a token of the prompt, for each token but the last, in order; after the last
     * one {@link #next} does.
     *
     * @param logits holds one logit for each token of the vocabulary, from {@code offset} on; valid during the call, and
     *     not to be changed
     * @param offset where the logits begin
     * @param position the position in the prompt that the logits are for: 1 and up
     */
    default void prompt(float[] logits, int offset, int position) {}

    /**
     * Chooses the next token.
     *
     * @param logits holds one logit for each token of the vocabulary, from {@code offset} on; valid during the call, and
     *     may be changed by it
     * @param offset where the logits begin
     * @param position the position that the chosen token will have: the number of tokens before it
     * @return a token, or {@link #END}
     */
    int next(float[] logits, int offset, int position);

    /** Takes the end, the last call of all. */
    void ended(SequenceEnd end);
}
