package dev.nagare.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nagare.wire.Usage;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GapHistogramTest {
    private static final long MICRO = 1_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aQuantileIsOffByAnEighthAtMost(long seed) {
        Random random = new Random(seed);
        long[] gaps = new long[1_000];
        GapRecorder recorder = new GapRecorder();
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = (long) Math.exp(Math.log(2 * MICRO) + random.nextDouble() * Math.log(1e8));
            recorder.add(gaps[i]);
        }
        Arrays.sort(gaps);
        GapHistogram histogram = recorder.snapshot();
        for (double share : new double[] {0, 0.01, 0.1, 0.5, 0.9, 0.99, 1}) {
            long exact = gaps[(int) Math.max(0, Math.ceil(share * gaps.length) - 1)];
            assertThat((double) histogram.quantile(share).orElseThrow().toNanos())
                    .as("seed %d, share %s", seed, share)
                    .isBetween(exact * 0.875, exact * 1.125);
        }
        assertThat(histogram.min()).isEqualTo(Duration.ofNanos(gaps[0]));
        assertThat(histogram.max()).isEqualTo(Duration.ofNanos(gaps[gaps.length - 1]));
        assertThat(histogram.count()).isEqualTo(gaps.length);
    }

    @Test
    void bucketsFollowOneAnotherWithoutAHole() {
        int last = 0;
        for (long nanos = 0; nanos < 200 * MICRO; nanos += 7) {
            int bucket = GapHistogram.bucket(nanos);
            assertThat(bucket - last).isBetween(0, 1);
            last = bucket;
        }
        assertThat(GapHistogram.bucket(Long.MAX_VALUE / 1_000)).isEqualTo(GapHistogram.BUCKETS - 1);
    }

    @Test
    void whatArrivedTogetherHasNoGap() {
        GapRecorder recorder = new GapRecorder();
        recorder.add(0);
        assertThat(recorder.snapshot().quantile(0.5)).contains(Duration.ZERO);
    }

    @Test
    void withoutGapsThereIsNothingToTell() {
        GapHistogram none = new GapRecorder().snapshot();
        assertThat(none.quantile(0.5)).isEmpty();
        assertThat(none.mean()).isEmpty();
        assertThat(none).hasToString("no gaps");
    }

    @Test
    void aShareIsAShare() {
        assertThatThrownBy(() -> GapHistogram.EMPTY.quantile(1.1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> GapHistogram.EMPTY.quantile(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void oneStreamsRecordIsSmall() {
        // An object's head, the array's head, and an int for each bucket.
        assertThat(16 + 48 + 16 + 4 * GapHistogram.BUCKETS).isLessThan(1_024);
    }

    @Test
    void theNamesAreThoseOfTheConventions() {
        TimingRecorder recorder = new TimingRecorder();
        recorder.chunk(Duration.ofMillis(100).toNanos(), false);
        recorder.chunk(Duration.ofMillis(200).toNanos(), true);
        recorder.chunk(Duration.ofMillis(250).toNanos(), true);
        recorder.chunk(Duration.ofMillis(350).toNanos(), true);
        recorder.end(Duration.ofMillis(400).toNanos());
        StreamTiming timing = recorder.snapshot(Duration.ofMillis(90));
        assertThat(timing.metrics())
                .containsEntry("gen_ai.client.operation.duration", 0.4)
                .containsEntry("gen_ai.client.operation.time_to_first_chunk", 0.1)
                .containsEntry("gen_ai.client.operation.time_per_output_chunk", 0.075)
                .hasSize(3);
        assertThat(timing.tokensPerSecond(Usage.of(5, 31)).orElseThrow()).isEqualTo(200);
        assertThat(timing.tokensPerSecond(Usage.of(5, 1))).isEmpty();
        assertThat(timing.timePerContentChunk()).contains(Duration.ofMillis(75));
    }

    @Test
    void whatHasNotComeHasNoMetric() {
        assertThat(new TimingRecorder().snapshot(null).metrics()).isEmpty();
    }
}
