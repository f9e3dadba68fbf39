package dev.nagare.server;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A listener that keeps what it is told until a test takes it. */
final class Recorded implements ServerListener {
    private final BlockingQueue<RequestEnded> events = new LinkedBlockingQueue<>();

    @Override
    public void requestEnded(RequestEnded event) {
        events.add(event);
    }

    /** The next request that ended; fails when none does within 30 seconds. */
    RequestEnded next() {
        try {
            RequestEnded event = events.poll(30, TimeUnit.SECONDS);
            if (event == null) {
                throw new AssertionError("no request ended");
            }
            return event;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    boolean isEmpty() {
        return events.isEmpty();
    }
}
