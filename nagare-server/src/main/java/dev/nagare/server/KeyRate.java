package dev.nagare.server;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one key has left of its requests and tokens of a minute. For any thread.
 *
 * <p>A request is charged when it comes, whatever it then turns out to ask for, and the tokens that it may use once they are
 * known. When it ends, the tokens are set right to what it did use.
 */
final class KeyRate {
    private final @Nullable TokenBucket requests;
    private final @Nullable TokenBucket tokens;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();

    /** A rate that has used nothing; a limit of 0 limits nothing. */
    KeyRate(int rpm, int tpm, LongSupplier nanoTime) {
        long now = nanoTime.getAsLong();
        this.requests = rpm == 0 ? null : new TokenBucket(rpm, now);
        this.tokens = tpm == 0 ? null : new TokenBucket(tpm, now);
        this.nanoTime = nanoTime;
    }

    boolean hasLimits(int rpm, int tpm) {
        return limit(requests) == rpm && limit(tokens) == tpm;
    }

    private static int limit(@Nullable TokenBucket bucket) {
        return bucket == null ? 0 : bucket.limit();
    }

    /** Charges one request, or says why not and charges nothing. */
    @Nullable
    ErrorAnswer chargeRequest() {
        if (requests == null) {
            return null;
        }
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            if (!requests.has(1, now)) {
                return ErrorAnswer.requestRate(requests.limit(), seconds(requests.nanosUntil(1, now)));
            }
            requests.take(1, now);
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Charges the tokens that a request may use, or says why not and charges none. */
    @Nullable
    ErrorAnswer chargeTokens(long estimate) {
        if (tokens == null) {
            return null;
        }
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            if (estimate > tokens.limit()) {
                return ErrorAnswer.requestTooLarge(tokens.limit(), estimate);
            }
            if (!tokens.has(estimate, now)) {
                return ErrorAnswer.tokenRate(
                        tokens.limit(),
                        tokens.limit() - tokens.remaining(now),
                        estimate,
                        seconds(tokens.nanosUntil(estimate, now)));
            }
            tokens.take(estimate, now);
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Sets right what was charged for a request that is over. */
    void settle(long estimate, long used) {
        lock.lock();
        try {
            if (tokens != null) {
                tokens.take(used - estimate, nanoTime.getAsLong());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Adds the headers that say what is left now. */
    void addTo(HttpHeaders headers) {
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            add(headers, requests, "requests", now);
            add(headers, tokens, "tokens", now);
        } finally {
            lock.unlock();
        }
    }

    private static void add(HttpHeaders headers, @Nullable TokenBucket bucket, String what, long now) {
        if (bucket != null) {
            headers.set("x-ratelimit-limit-" + what, Integer.toString(bucket.limit()));
            headers.set("x-ratelimit-remaining-" + what, Long.toString(bucket.remaining(now)));
            headers.set("x-ratelimit-reset-" + what, duration(bucket.nanosUntil(bucket.limit(), now)));
        }
    }

    /** A duration as these headers have it, such as {@code 120ms}, {@code 1s} or {@code 6m0s}, rounded up. */
    static String duration(long nanos) {
        long millis = roundedUp(nanos, TimeUnit.MILLISECONDS.toNanos(1));
        if (millis < 1_000) {
            return millis == 0 ? "0s" : millis + "ms";
        }
        long seconds = roundedUp(nanos, TimeUnit.SECONDS.toNanos(1));
        return seconds < 60 ? seconds + "s" : seconds / 60 + "m" + seconds % 60 + "s";
    }

    private static long seconds(long nanos) {
        return Math.max(1, roundedUp(nanos, TimeUnit.SECONDS.toNanos(1)));
    }

    private static long roundedUp(long nanos, long unit) {
        return (nanos + unit - 1) / unit;
    }
}
