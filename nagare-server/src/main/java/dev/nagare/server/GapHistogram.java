package dev.nagare.server;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * A histogram of short times that is added to once for every token. The library's own allocates 40 bytes for each value
 * until its loop has been compiled, and again wherever that is not inlined; this one adds to two counters.
 */
final class GapHistogram implements Collector {
    private final String name;
    private final String help;
    private final String label;
    private final double[] upperBounds;
    private final long[] upperNanos;
    private final Map<String, Data> byLabel = new ConcurrentHashMap<>();

    /**
     * A histogram with one label.
     *
     * @param upperBounds of the buckets in seconds, ascending; one more follows without a bound
     */
    GapHistogram(String name, String help, String label, double[] upperBounds) {
        this.name = name;
        this.help = help;
        this.label = label;
        this.upperBounds = new double[upperBounds.length + 1];
        this.upperNanos = new long[upperBounds.length];
        for (int i = 0; i < upperBounds.length; i++) {
            this.upperBounds[i] = upperBounds[i];
            this.upperNanos[i] = Math.round(upperBounds[i] * 1e9);
        }
        this.upperBounds[upperBounds.length] = Double.POSITIVE_INFINITY;
    }

    /** Who adds under this label. */
    ChunkListener of(String value) {
        return byLabel.computeIfAbsent(value, _ -> new Data(upperNanos));
    }

    @Override
    public HistogramSnapshot collect() {
        HistogramSnapshot.Builder snapshot =
                HistogramSnapshot.builder().name(name).help(help);
        byLabel.forEach((value, data) -> snapshot.dataPoint(HistogramDataPointSnapshot.builder()
                .labels(Labels.of(label, value))
                .classicHistogramBuckets(ClassicHistogramBuckets.of(upperBounds, data.counts()))
                .sum(data.seconds())
                .build()));
        return snapshot.build();
    }

    private static final class Data implements ChunkListener {
        private final long[] upperNanos;
        private final LongAdder[] counts;
        private final LongAdder sum = new LongAdder();

        Data(long[] upperNanos) {
            this.upperNanos = upperNanos;
            this.counts = new LongAdder[upperNanos.length + 1];
            for (int i = 0; i < counts.length; i++) {
                counts[i] = new LongAdder();
            }
        }

        @Override
        public void chunk(long nanos) {
            int bucket = 0;
            // Most gaps are short, so that a search from below ends sooner than a binary one.
            while (bucket < upperNanos.length && nanos > upperNanos[bucket]) {
                bucket++;
            }
            counts[bucket].increment();
            sum.add(nanos);
        }

        long[] counts() {
            long[] now = new long[counts.length];
            for (int i = 0; i < now.length; i++) {
                now[i] = counts[i].sum();
            }
            return now;
        }

        double seconds() {
            return (double) sum.sum() * 1e-9;
        }
    }
}
