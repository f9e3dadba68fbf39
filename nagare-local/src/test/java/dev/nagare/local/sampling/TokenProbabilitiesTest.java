package dev.nagare.local.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenProbabilitiesTest {
    @Test
    void theyAreTheLogarithmOfTheSoftmax() {
        float[] logits = {99, 0, (float) Math.log(3), 99};
        TokenProbabilities probabilities = TokenProbabilities.of(logits, 1, 2, 0, 5);
        assertThat(Math.exp(probabilities.logProbability())).isCloseTo(0.25, within(1e-7));
        assertThat(probabilities.token()).isZero();
        assertThat(probabilities.topCount()).isEqualTo(2);
        assertThat(probabilities.topToken(0)).isEqualTo(1);
        assertThat(Math.exp(probabilities.topLogProbability(0))).isCloseTo(0.75, within(1e-7));
        assertThat(probabilities.topLogProbability(1)).isEqualTo(probabilities.logProbability());
    }

    @Test
    void noneMayBeAskedFor() {
        assertThat(TokenProbabilities.of(new float[] {1, 2}, 0, 2, 1, 0).topCount())
                .isZero();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void theMostLikelyComeInOrder(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 200; round++) {
            float[] logits = new float[random.nextInt(1, 60)];
            for (int i = 0; i < logits.length; i++) {
                logits[i] = random.nextInt(12);
            }
            int top = random.nextInt(21);
            int[] expected = IntStream.range(0, logits.length)
                    .boxed()
                    .sorted(Comparator.<Integer>comparingDouble(i -> -logits[i]).thenComparing(i -> i))
                    .limit(top)
                    .mapToInt(Integer::intValue)
                    .toArray();
            TokenProbabilities probabilities = TokenProbabilities.of(logits, 0, logits.length, 0, top);
            int[] actual = IntStream.range(0, probabilities.topCount())
                    .map(probabilities::topToken)
                    .toArray();
            assertThat(actual).isEqualTo(expected);
        }
    }
}
