package dev.nagare.client;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The time between two attempts of a call; signals when it is over. */
final class Pause implements Watchdog.Watched {
    private final ClientTime time;
    private final Runnable signal;
    private final long length;
    private final long start;
    private volatile boolean over;

    Pause(ClientTime time, Duration length, Runnable signal) {
        this.time = time;
        this.signal = signal;
        this.length = TimeUnit.NANOSECONDS.convert(length);
        this.start = time.now();
        time.watchdog().add(this, this.length);
    }

    boolean isOver() {
        return over;
    }

    /** Nobody waits for its end any more. Any thread. */
    void cancel() {
        time.watchdog().remove(this);
    }

    @Override
    public long check(long now) {
        long left = length - (now - start);
        if (left > 0) {
            return left;
        }
        over = true;
        time.watchdog().remove(this);
        time.watchdog().away(signal);
        return Long.MAX_VALUE;
    }
}
