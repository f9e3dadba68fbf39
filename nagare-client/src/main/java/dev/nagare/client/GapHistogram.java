package dev.nagare.client;

import java.time.Duration;
import java.util.Optional;

/**
 * The times between one chunk that says something and the next, as they arrived.
 *
 * <p>The buckets begin at a microsecond and end at half an hour; each is at most a quarter as wide as where it begins, so
 * a quantile is off by an eighth at most. What is shorter or longer counts in the first or the last. Chunks that came in
 * one piece of the network have a gap of zero. Immutable.
 */
public final class GapHistogram {
    /** Four for each doubling from a microsecond on, and one below. */
    static final int BUCKETS = 1 + 4 * 31;

    static final GapHistogram EMPTY = new GapHistogram(new int[BUCKETS], 0, 0, 0, 0);

    private final int[] counts;
    private final long count;
    private final long sum;
    private final long min;
    private final long max;

    GapHistogram(int[] counts, long count, long sum, long min, long max) {
        this.counts = counts;
        this.count = count;
        this.sum = sum;
        this.min = min;
        this.max = max;
    }

    /** The bucket of a time in nanoseconds. */
    static int bucket(long nanos) {
        long micros = nanos / 1_000;
        if (micros == 0) {
            return 0;
        }
        int octave = 63 - Long.numberOfLeadingZeros(micros);
        // The two bits below the highest one; of the nanoseconds, since there are fewer than two below a few
        // microseconds.
        long begin = 1_000L << octave;
        int quarter = (int) ((nanos - begin) * 4 / begin);
        return Math.min(BUCKETS - 1, 1 + octave * 4 + quarter);
    }

    /** How many gaps there were: one less than chunks. */
    public long count() {
        return count;
    }

    /** The shortest gap; zero when there was none. */
    public Duration min() {
        return Duration.ofNanos(min);
    }

    /** The longest gap; zero when there was none. */
    public Duration max() {
        return Duration.ofNanos(max);
    }

    /** The mean gap; empty when there was none. */
    public Optional<Duration> mean() {
        return count == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(sum / count));
    }

    /**
     * The time that this share of the gaps did not exceed, such as 0.5 for the median; empty when there was none.
     *
     * @throws IllegalArgumentException when the share is not from 0 to 1
     */
    public Optional<Duration> quantile(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("a share is from 0 to 1, not " + share);
        }
        if (count == 0) {
            return Optional.empty();
        }
        long rank = Math.max(1, (long) Math.ceil(share * count));
        long seen = 0;
        int bucket = -1;
        while (seen < rank) {
            seen += counts[++bucket];
        }
        return Optional.of(Duration.ofNanos(Math.max(min, Math.min(max, middle(bucket)))));
    }

    private static long middle(int bucket) {
        if (bucket == 0) {
            return 0;
        }
        long octave = 1_000L << ((bucket - 1) / 4);
        return octave + octave * (2 * ((bucket - 1) % 4) + 1) / 8;
    }

    /** The count, the median, the 99th percentile and the longest, in milliseconds. */
    @Override
    public String toString() {
        return count == 0
                ? "no gaps"
                : count + " gaps, median " + millis(quantile(0.5).orElseThrow()) + " ms, p99 "
                        + millis(quantile(0.99).orElseThrow()) + " ms, longest "
                        + millis(Duration.ofNanos(max)) + " ms";
    }

    private static double millis(Duration time) {
        return Math.round(time.toNanos() / 10_000.0) / 100.0;
    }
}
