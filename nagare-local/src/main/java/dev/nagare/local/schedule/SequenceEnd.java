package dev.nagare.local.schedule;

/** How a sequence ended. */
public sealed interface SequenceEnd {
    /** The prompt tokens that did not have to be computed, because an earlier sequence began with the same ones. */
    int cachedTokens();

    /**
     * The listener returned {@link SequenceListener#END}.
     *
     * @param cachedTokens the prompt tokens taken from the cache
     */
    record Finished(int cachedTokens) implements SequenceEnd {}

    /**
     * As many tokens as allowed were chosen; the last one was given by the listener just before.
     *
     * @param cachedTokens the prompt tokens taken from the cache
     */
    record LimitReached(int cachedTokens) implements SequenceEnd {}

    /**
     * Someone called {@link SequenceHandle#cancel()}.
     *
     * @param cachedTokens the prompt tokens taken from the cache
     */
    record Cancelled(int cachedTokens) implements SequenceEnd {}

    /**
     * The scheduler was closed.
     *
     * @param cachedTokens the prompt tokens taken from the cache
     */
    record Closed(int cachedTokens) implements SequenceEnd {}

    /**
     * Something was thrown, by the listener or by the computation.
     *
     * @param cachedTokens the prompt tokens taken from the cache
     * @param cause what was thrown
     */
    record Failed(int cachedTokens, Throwable cause) implements SequenceEnd {}
}
