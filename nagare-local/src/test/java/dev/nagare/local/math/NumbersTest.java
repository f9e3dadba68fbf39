package dev.nagare.local.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class NumbersTest {
    @Test
    void exponentialsAreWithinTwoUnits() {
        for (float x = -87; x <= 88; x += 0.0137f) {
            double exact = Math.exp(x);
            assertThat((double) Numbers.exp(x)).as("exp(%s)", x).isCloseTo(exact, within(2 * exact * 0x1p-23));
        }
    }

    @Test
    void exponentialsAreClamped() {
        assertThat(Numbers.exp(Float.NEGATIVE_INFINITY))
                .isEqualTo(Numbers.exp(-87))
                .isPositive();
        assertThat(Numbers.exp(1000)).isEqualTo(Numbers.exp(88)).isFinite();
        assertThat(Numbers.exp(0)).isEqualTo(1);
        assertThat(Numbers.exp(Float.NaN)).isNaN();
    }

    @Test
    void softmaxSumsToOneWhateverTheScores() {
        Random random = new Random(1);
        for (int size : new int[] {1, 2, 31, 100, 1000}) {
            float[] scores = new float[size + 2];
            for (int i = 0; i < scores.length; i++) {
                scores[i] = (float) (random.nextGaussian() * 300);
            }
            float before = scores[0];
            float after = scores[size + 1];
            double[] expected = softmax(scores, size, 0.125);
            Numbers.softmax(scores, 1, size, 0.125f);
            for (int i = 0; i < size; i++) {
                assertThat((double) scores[1 + i]).isCloseTo(expected[i], within(1e-5));
            }
            assertThat(scores[0]).isEqualTo(before);
            assertThat(scores[size + 1]).isEqualTo(after);
        }
    }

    private static double[] softmax(float[] scores, int size, double scale) {
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < size; i++) {
            highest = Math.max(highest, scores[1 + i] * scale);
        }
        double[] out = new double[size];
        double sum = 0;
        for (int i = 0; i < size; i++) {
            out[i] = Math.exp(scores[1 + i] * scale - highest);
            sum += out[i];
        }
        for (int i = 0; i < size; i++) {
            out[i] /= sum;
        }
        return out;
    }

    @Test
    void aNormDividesByTheRootMeanSquare() {
        float[] x = {9, 3, -4, 0, 5, 9};
        float[] out = new float[5];
        Numbers.rmsNorm(x, 1, 4, new float[] {1, 2, 1, 0.5f}, 0, out, 1);
        float root = (float) Math.sqrt(50 / 4.0);
        assertThat(out).containsExactly(new float[] {0, 3 / root, -8 / root, 0, 2.5f / root}, within(1e-6f));
    }

    @Test
    void aGateLetsThroughWhatIsPositive() {
        float[] gate = {7, 2, -2, 50, -200};
        Numbers.swiGlu(gate, 1, new float[] {3, 5, 2, 2}, 0, 4);
        assertThat(gate)
                .containsExactly(
                        new float[] {7, (float) (6 / (1 + Math.exp(-2))), (float) (-10 / (1 + Math.exp(2))), 100, 0},
                        within(1e-5f));
    }
}
