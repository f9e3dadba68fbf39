package dev.nagare.local.math;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.local.gguf.GgmlType;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AdaptiveKernelsTest {
    private static final long WORTH_IT = 1_000_000;
    private static final Matrix MATRIX =
            RandomMatrix.of(GgmlType.F32, 64, 64, 1).packed();
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();

    private static void work(Kernels kernels) {
        Rows x = RandomMatrix.inputs(8, 64, 1);
        kernels.multiply(MATRIX, x, new Rows(new float[8 * 64], 0, 64, 8), 0, 2);
    }

    /** Runs the kernels until they ask for the race. */
    private static void workMuch(Kernels kernels) {
        for (long done = 0; done <= WORTH_IT; done += 64 * 64 * 8) {
            work(kernels);
        }
    }

    @Test
    void littleWorkStartsNothing() {
        AdaptiveKernels kernels =
                new AdaptiveKernels(new ScalarKernels(), WORTH_IT, VectorKernels::new, (one, two) -> true, tasks::add);
        work(kernels);
        assertThat(tasks).isEmpty();
        assertThat(kernels.name()).isEqualTo("scalar");
    }

    @Test
    void muchWorkChangesOnce() {
        AdaptiveKernels kernels =
                new AdaptiveKernels(new ScalarKernels(), WORTH_IT, VectorKernels::new, (one, two) -> true, tasks::add);
        workMuch(kernels);
        workMuch(kernels);
        assertThat(tasks).hasSize(1);
        assertThat(kernels.name()).isEqualTo("scalar");
        tasks.remove().run();
        assertThat(kernels.name()).startsWith("vector-");
        workMuch(kernels);
        assertThat(tasks).isEmpty();
    }

    @Test
    void theLoserIsNotTaken() {
        AdaptiveKernels kernels =
                new AdaptiveKernels(new ScalarKernels(), WORTH_IT, VectorKernels::new, (one, two) -> false, tasks::add);
        workMuch(kernels);
        tasks.remove().run();
        assertThat(kernels.name()).isEqualTo("scalar");
    }

    @Test
    void kernelsThatDoNotLoadAreNotTaken() {
        AdaptiveKernels kernels = new AdaptiveKernels(
                new ScalarKernels(),
                WORTH_IT,
                () -> {
                    throw new NoClassDefFoundError("jdk/incubator/vector/Vector");
                },
                (one, two) -> true,
                tasks::add);
        workMuch(kernels);
        tasks.remove().run();
        assertThat(kernels.name()).isEqualTo("scalar");
    }

    @Test
    void aRaceIsWonByManyWinsInARow() {
        // For each round: the look at the limit, then start and end of the second set, then of the first.
        Iterator<Long> times = LongStream.iterate(0, i -> i + 1)
                .map(i -> {
                    long round = (i - 1) / 5;
                    long second = round == 7 ? 9 : 2; // loses the eighth round
                    return round * 100 + (i == 0 ? 0 : new long[] {0, 0, second, 50, 55}[(int) ((i - 1) % 5)]);
                })
                .iterator();
        assertThat(new WarmUp(new ScalarKernels(), new ScalarKernels(), times::next).isWon())
                .isTrue();
        assertThat(times.next()).isEqualTo(28 * 100);
    }

    @Test
    void aRaceThatNobodyWinsEnds() {
        Iterator<Long> times = LongStream.iterate(0, i -> i + 1_000_000_000L).iterator();
        assertThat(new WarmUp(new ScalarKernels(), new ScalarKernels(), times::next).isWon())
                .isFalse();
    }
}
