package dev.nagare.client;

/**
 * What every call of a client goes by.
 *
 * @param deadlines how long to wait for what
 * @param endPolicy when an answer is complete
 * @param maxBodyBytes the most bytes of one response
 */
record ClientSettings(Deadlines deadlines, EndPolicy endPolicy, long maxBodyBytes) {
    /** The most bytes of one event. */
    int maxEventBytes() {
        return (int) Math.min(maxBodyBytes, dev.nagare.wire.sse.SseDecoder.DEFAULT_MAX_EVENT_BYTES);
    }
}
