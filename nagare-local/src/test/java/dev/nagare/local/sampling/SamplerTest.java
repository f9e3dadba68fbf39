package dev.nagare.local.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamplerTest {
    private static final float[] LOGITS = {1, 3, 2, -1, 0.5f, 2.5f};

    private static SamplingOptions options(double temperature, double topP, long seed) {
        return new SamplingOptions(temperature, topP, 0, 0, Map.of(), seed, 0);
    }

    private static Sampler sampler(SamplingOptions options) {
        return new Sampler(options, new Scratch(LOGITS.length));
    }

    private static double[] probabilities(float[] logits, double temperature) {
        double[] probabilities = new double[logits.length];
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            probabilities[i] = Math.exp(logits[i] / temperature);
            sum += probabilities[i];
        }
        for (int i = 0; i < logits.length; i++) {
            probabilities[i] /= sum;
        }
        return probabilities;
    }

    /** Pearson's statistic of what was counted against what was expected. */
    private static double chiSquare(int[] counts, double[] expected, int samples) {
        double sum = 0;
        for (int i = 0; i < counts.length; i++) {
            if (expected[i] > 0) {
                double difference = counts[i] - expected[i] * samples;
                sum += difference * difference / (expected[i] * samples);
            } else {
                assertThat(counts[i]).isZero();
            }
        }
        return sum;
    }

    private static int[] count(SamplingOptions options, int samples) {
        Sampler sampler = sampler(options);
        int[] counts = new int[LOGITS.length];
        for (int i = 0; i < samples; i++) {
            counts[sampler.next(LOGITS, 0)]++;
        }
        return counts;
    }

    @Test
    void temperatureZeroTakesTheFirstOfTheMostLikely() {
        Sampler sampler = new Sampler(SamplingOptions.greedy(), new Scratch(4));
        assertThat(sampler.next(new float[] {0, 5, 5, 1}, 0)).isEqualTo(1);
        assertThat(sampler.next(new float[] {9, 9, 9, 1, 2, 3, 0}, 3)).isEqualTo(2);
        assertThat(sampler.next(new float[] {Float.NaN, Float.NEGATIVE_INFINITY, -7, Float.NaN}, 0))
                .isEqualTo(2);
    }

    @Test
    void logitsThatAreNoNumbersAreRefused() {
        Sampler sampler = new Sampler(SamplingOptions.greedy(), new Scratch(2));
        assertThatThrownBy(() -> sampler.next(new float[] {Float.NaN, Float.NaN}, 0))
                .isInstanceOf(IllegalStateException.class);
        Sampler sampling = new Sampler(options(1, 0.9, 1), new Scratch(3));
        assertThat(sampling.next(new float[] {0, Float.POSITIVE_INFINITY, 1}, 0))
                .isEqualTo(1);
    }

    @ParameterizedTest(name = "temperature {0}")
    @ValueSource(doubles = {0.3, 0.7, 1, 2})
    void tokensComeAsOftenAsTheirProbability(double temperature) {
        int[] counts = count(options(temperature, 1, 42), 20_000);
        // 20.5 is the 0.999 quantile of the chi-square distribution with 5 degrees of freedom
        assertThat(chiSquare(counts, probabilities(LOGITS, temperature), 20_000))
                .isLessThan(20.5);
    }

    @ParameterizedTest(name = "top_p {0}")
    @ValueSource(doubles = {0, 0.3, 0.5, 0.8, 0.95, 0.9999})
    void topPKeepsTheFewestTokensThatReachIt(double topP) {
        double[] probabilities = probabilities(LOGITS, 1);
        List<Integer> order = new ArrayList<>(List.of(1, 5, 2, 0, 4, 3));
        double[] expected = new double[LOGITS.length];
        double sum = 0;
        for (int token : order) {
            expected[token] = probabilities[token];
            sum += probabilities[token];
            if (sum >= topP) {
                break;
            }
        }
        for (int i = 0; i < expected.length; i++) {
            expected[i] /= sum;
        }
        assertThat(chiSquare(count(options(1, topP, 7), 20_000), expected, 20_000))
                .isLessThan(20.5);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void topPAgreesWithSortingOnLargeVocabularies(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int size = 1_000;
        float[] logits = new float[size];
        for (int i = 0; i < size; i++) {
            logits[i] = (float) (random.nextInt(40) / 4.0);
        }
        double[] probabilities = probabilities(logits, 1);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            order.add(i);
        }
        order.sort((a, b) -> logits[a] != logits[b] ? Float.compare(logits[b], logits[a]) : Integer.compare(a, b));
        double sum = 0;
        int kept = 0;
        while (sum < 0.6) {
            sum += probabilities[order.get(kept++)];
        }
        Sampler sampler = new Sampler(options(1, 0.6, seed), new Scratch(size));
        for (int i = 0; i < 2_000; i++) {
            assertThat(order.indexOf(sampler.next(logits, 0))).isLessThanOrEqualTo(kept);
        }
    }

    @Test
    void theSameSeedGivesTheSameTokensForEver() {
        Sampler sampler = sampler(options(1, 1, 42));
        Sampler top = sampler(options(0.8, 0.9, 42));
        StringBuilder tokens = new StringBuilder();
        for (int i = 0; i < 24; i++) {
            tokens.append(sampler.next(LOGITS, 0)).append(top.next(LOGITS, 0));
        }
        assertThat(tokens).hasToString("251111015211111155115552521101521111112511112511");
    }

    @Test
    void streamsOfOneSeedDiffer() {
        SamplingOptions first = new SamplingOptions(1, 1, 0, 0, Map.of(), 5, 0);
        SamplingOptions second = new SamplingOptions(1, 1, 0, 0, Map.of(), 5, 1);
        Sampler a = sampler(first);
        Sampler b = sampler(second);
        Sampler again = sampler(first);
        int different = 0;
        for (int i = 0; i < 100; i++) {
            int token = a.next(LOGITS, 0);
            assertThat(again.next(LOGITS, 0)).isEqualTo(token);
            different += b.next(LOGITS, 0) == token ? 0 : 1;
        }
        assertThat(different).isGreaterThan(30);
    }

    @Test
    void biasMovesTokensAndIgnoresOnesThatDoNotExist() {
        Map<Integer, Float> bias = Map.of(3, 100f, 99, 100f, -1, 100f);
        assertThat(sampler(new SamplingOptions(0, 1, 0, 0, bias, 0, 0)).next(LOGITS, 0))
                .isEqualTo(3);
        assertThat(LOGITS[3]).isEqualTo(-1);
    }

    @Test
    void penaltiesGrowWithWhatWasGenerated() {
        Sampler presence = sampler(new SamplingOptions(0, 1, 0, 1, Map.of(), 0, 0));
        assertThat(List.of(presence.next(LOGITS, 0), presence.next(LOGITS, 0), presence.next(LOGITS, 0)))
                .containsExactly(1, 5, 1);
        Sampler frequency = sampler(new SamplingOptions(0, 1, 0.4, 0, Map.of(), 0, 0));
        List<Integer> tokens = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            tokens.add(frequency.next(LOGITS, 0));
        }
        assertThat(tokens).containsExactly(1, 1, 5, 1, 5, 2);
    }

    @Test
    void theExponentialIsThatOfTheJdk() {
        for (double x = 0; x > -750; x -= 0.0137) {
            double expected = x < -700 ? 0 : Math.exp(x);
            assertThat(Math.abs(Exponential.exp(x) - expected)).isLessThanOrEqualTo(1e-15 * expected);
        }
        assertThat(Exponential.exp(0)).isEqualTo(1);
        assertThat(Exponential.exp(Double.NaN)).isZero();
        assertThat(Exponential.exp(Double.NEGATIVE_INFINITY)).isZero();
    }
}
