package dev.nagare.server;

import java.util.concurrent.atomic.AtomicLong;

/** So many bytes that all together may hold at a time. For any thread. */
final class Allowance {
    private final long most;
    private final AtomicLong held = new AtomicLong();

    Allowance(long most) {
        this.most = most;
    }

    /** Takes so many bytes, or returns false and takes none when there are not so many left. */
    boolean take(long bytes) {
        long now = held.get();
        while (bytes <= most - now) {
            if (held.compareAndSet(now, now + bytes)) {
                return true;
            }
            now = held.get();
        }
        return false;
    }

    /** Gives back what was taken. */
    void giveBack(long bytes) {
        held.addAndGet(-bytes);
    }

    /** How many bytes are held now. */
    long held() {
        return held.get();
    }
}
