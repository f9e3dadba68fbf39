package dev.nagare.client;

import org.jspecify.annotations.Nullable;

/** Counts the times between arrivals in buckets whose width grows with the time; under 600 bytes. Not for several threads. */
final class GapRecorder {
    private int @Nullable [] counts;
    private long count;
    private long sum;
    private long min = Long.MAX_VALUE;
    private long max;

    void add(long nanos) {
        long gap = Math.max(0, nanos);
        int[] all = counts;
        if (all == null) {
            all = new int[GapHistogram.BUCKETS];
            counts = all;
        }
        all[GapHistogram.bucket(gap)]++;
        count++;
        sum += gap;
        min = Math.min(min, gap);
        max = Math.max(max, gap);
    }

    GapHistogram snapshot() {
        int[] all = counts;
        return all == null ? GapHistogram.EMPTY : new GapHistogram(all.clone(), count, sum, min, max);
    }
}
