package dev.nagare.server;

import java.util.concurrent.TimeUnit;

/**
 * So much a minute: a level that refills steadily up to its limit. It may fall below zero when more was used than had
 * been taken; that is paid back first. Not for several threads at once.
 */
final class TokenBucket {
    private static final double NANOS_PER_MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final int limit;
    private double level;
    private long at;

    /** A full bucket. */
    TokenBucket(int limit, long now) {
        this.limit = limit;
        this.level = limit;
        this.at = now;
    }

    int limit() {
        return limit;
    }

    /** Whether so much is there. */
    boolean has(long amount, long now) {
        refill(now);
        return level >= amount;
    }

    /** Takes what {@link #has} has said is there, or takes more than that is; a negative amount is given back. */
    void take(long amount, long now) {
        refill(now);
        level = Math.min(limit, level - amount);
    }

    /** What is left in whole numbers; 0 when it is less. */
    long remaining(long now) {
        refill(now);
        return Math.max(0, (long) Math.floor(level));
    }

    /** Nanoseconds until so much is there; 0 when it is. */
    long nanosUntil(long amount, long now) {
        refill(now);
        double missing = amount - level;
        return missing <= 0 ? 0 : (long) Math.ceil(missing / limit * NANOS_PER_MINUTE);
    }

    private void refill(long now) {
        level = Math.min(limit, level + (now - at) * (limit / NANOS_PER_MINUTE));
        at = now;
    }
}
