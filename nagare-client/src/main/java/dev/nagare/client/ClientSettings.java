package dev.nagare.client;

import dev.nagare.wire.sse.SseDecoder;
import java.util.concurrent.Executor;

/**
 * What every call of a client goes by.
 *
 * @param deadlines how long to wait for what
 * @param retries when to try again
 * @param endPolicy when an answer is complete
 * @param maxBodyBytes the most bytes of one response
 * @param executor runs listeners and subscribers
 */
record ClientSettings(
        Deadlines deadlines, RetryPolicy retries, EndPolicy endPolicy, long maxBodyBytes, Executor executor) {
    /** The same for an answer that is asked for whole: nothing of it comes before the rest. */
    ClientSettings whole() {
        return new ClientSettings(
                deadlines.withFirstContent(null).withProgress(null), retries, endPolicy, maxBodyBytes, executor);
    }

    /** The most bytes of one event. */
    int maxEventBytes() {
        return (int) Math.min(maxBodyBytes, SseDecoder.DEFAULT_MAX_EVENT_BYTES);
    }
}
