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
