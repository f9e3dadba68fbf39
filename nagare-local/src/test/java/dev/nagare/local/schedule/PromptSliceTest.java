package dev.nagare.local.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much of a prompt a step takes, on machines and models that are numbers only. */
class PromptSliceTest {
    private static final int MOST = 64;
    private static final Duration TARGET = Duration.ofMillis(75);
    private static final long LONGEST = Duration.ofMillis(150).toNanos();

    @ParameterizedTest(name = "{0} parameters at {1} multiply-adds a second")
    @CsvSource({
        "1500000, 0.5e9",
        "1500000, 5e9",
        "100000000, 1e9",
        "100000000, 20e9",
        "1000000000, 0.5e9",
        "1000000000, 50e9",
        "8000000000, 100e9"
    })
    void noStepIsLongerThanAStreamMayStandStill(long parameters, double speed) {
        PromptSlice slice = new PromptSlice(MOST, TARGET, parameters);
        double rowNanos = 1e9 * parameters / speed;
        boolean fewestFit = 4 * rowNanos <= LONGEST;
        int rows = 0;
        for (int step = 0; step < 200; step++) {
            rows = slice.rows();
            slice.planned(rows);
            // A later token looks back at more: its row costs up to a quarter more in the end.
            long nanos = (long) (rows * rowNanos * (1 + step / 800.0));
            assertThat(rows).isBetween(4, MOST);
            if (fewestFit) {
                assertThat(nanos).as("step %d of %d rows", step, rows).isLessThanOrEqualTo(LONGEST);
            } else {
                assertThat(step == 0 || rows == 4)
                        .as("step %d of %d rows", step, rows)
                        .isTrue();
            }
            slice.took(nanos);
        }
        double possible = Math.min(MOST, TARGET.toNanos() / rowNanos);
        assertThat((double) rows).isGreaterThanOrEqualTo(Math.min(possible / 3, MOST));
    }

    @ParameterizedTest(name = "at most {0} rows")
    @CsvSource({"1", "2", "3"})
    void aSmallerBoundHolds(int most) {
        PromptSlice slice = new PromptSlice(most, TARGET, 1);
        slice.planned(most);
        slice.took(1);
        assertThat(slice.rows()).isEqualTo(most);
        slice.took(Long.MAX_VALUE);
        assertThat(slice.rows()).isEqualTo(most);
    }
}
