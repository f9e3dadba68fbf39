package dev.nagare.client;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Whether and when a call that failed before its first event is tried again.
 *
 * <p>Tried again is what {@linkplain NagareClientException#isRetryable() may succeed later}. What the server says goes
 * before everything else: {@code x-should-retry}, and {@code Retry-After} in full, however long; a wait that would go
 * beyond the budget, or beyond {@link Deadlines#total()}, is not begun: the call fails at once, and
 * {@link NagareClientException#retryAfter()} says how long it would have been. Where the server says nothing the pause
 * doubles from {@code firstPause} up to {@code maxPause}, less a random part.
 *
 * <p>Once a chunk has come nothing is tried again: its text may have been shown. All tries of a call carry the same
 * {@code Idempotency-Key}.
 *
 * @param maxRetries how many tries may follow the first: 0 for none
 * @param firstPause the pause before the second try
 * @param maxPause the longest pause that a server did not ask for
 * @param jitter the largest part of such a pause that chance takes away, from 0 to 1
 * @param budget how long all pauses of a call may be together
 */
public record RetryPolicy(int maxRetries, Duration firstPause, Duration maxPause, double jitter, Duration budget) {
    /** Two more tries, after half a second and one second, less up to a quarter; up to a minute for a server that asks. */
    public static final RetryPolicy DEFAULT =
            new RetryPolicy(2, Duration.ofMillis(500), Duration.ofSeconds(8), 0.25, Duration.ofMinutes(1));

    /** Every call is tried once. */
    public static final RetryPolicy NONE = DEFAULT.withMaxRetries(0);

    /** Checks the ranges. */
    public RetryPolicy {
        if (maxRetries < 0 || firstPause.isNegative() || maxPause.isNegative() || budget.isNegative()) {
            throw new IllegalArgumentException("a retry policy's numbers must not be below 0");
        }
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("jitter must be from 0 to 1, but is " + jitter);
        }
    }

    /** The same but for {@link #maxRetries()}. */
    public RetryPolicy withMaxRetries(int value) {
        return new RetryPolicy(value, firstPause, maxPause, jitter, budget);
    }

    /** The same but for {@link #firstPause()}. */
    public RetryPolicy withFirstPause(Duration value) {
        return new RetryPolicy(maxRetries, value, maxPause, jitter, budget);
    }

    /** The same but for {@link #maxPause()}. */
    public RetryPolicy withMaxPause(Duration value) {
        return new RetryPolicy(maxRetries, firstPause, value, jitter, budget);
    }

    /** The same but for {@link #jitter()}. */
    public RetryPolicy withJitter(double value) {
        return new RetryPolicy(maxRetries, firstPause, maxPause, value, budget);
    }

    /** The same but for {@link #budget()}. */
    public RetryPolicy withBudget(Duration value) {
        return new RetryPolicy(maxRetries, firstPause, maxPause, jitter, value);
    }

    /**
     * The pause before a retry of which the server said nothing.
     *
     * @param retry which one, from 0
     * @param random from 0 to below 1
     */
    Duration pause(int retry, double random) {
        double first = TimeUnit.NANOSECONDS.convert(firstPause);
        double nanos = Math.min(first * Math.pow(2, retry), (double) TimeUnit.NANOSECONDS.convert(maxPause));
        return Duration.ofNanos((long) (nanos * (1 - jitter * random)));
    }
}
