package dev.nagare.local.math;

import java.util.Arrays;
import java.util.Random;
import java.util.function.LongSupplier;

/**
 * A race between two kernel sets on small matrices of every type, with every number of rows that takes another path.
 *
 * <p>Running it is what makes the JIT compiler compile the second set.
 */
final class WarmUp {
    private static final int ROWS = 2 * Matrix.PANEL;
    private static final int COLUMNS = 5 * Matrix.BLOCK;
    private static final int MOST_INPUTS = 8;
    /** Wins in a row that count: by then the compiled code is there to stay. */
    private static final int WINS = 20;

    private static final long MOST_NANOS = 60_000_000_000L;

    private final Matrix[] matrices;
    private final float[] x = new float[MOST_INPUTS * COLUMNS];
    private final float[] out = new float[MOST_INPUTS * ROWS];
    private final Kernels first;
    private final Kernels second;
    private final LongSupplier clock;

    /**
     * A race.
     *
     * @param second the set that is to win
     * @param clock gives nanoseconds
     */
    WarmUp(Kernels first, Kernels second, LongSupplier clock) {
        this.first = first;
        this.second = second;
        this.clock = clock;
        Random random = new Random(1);
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextFloat();
        }
        matrices = new Matrix[] {
            new Q8Matrix(ROWS, COLUMNS, (row, into) -> random.nextBytes(into)),
            new F32Matrix(ROWS, COLUMNS - 1, (row, into) -> System.arraycopy(x, row, into, 0, into.length)),
            new HalfMatrix(ROWS, COLUMNS - 1, false, (row, into) -> Arrays.fill(into, (short) row)),
            new HalfMatrix(ROWS, COLUMNS - 1, true, (row, into) -> Arrays.fill(into, (short) row)),
        };
    }

    /** Runs until the second set has won several times in a row, which is true, or the time is up. */
    boolean isWon() {
        long start = clock.getAsLong();
        int wins = 0;
        while (wins < WINS && clock.getAsLong() - start < MOST_NANOS) {
            wins = time(second) < time(first) ? wins + 1 : 0;
        }
        return wins == WINS;
    }

    private long time(Kernels kernels) {
        long start = clock.getAsLong();
        for (Matrix matrix : matrices) {
            for (int count = 1; count <= MOST_INPUTS; count++) {
                Rows in = new Rows(x, 0, COLUMNS, count);
                kernels.multiply(matrix, in, new Rows(out, 0, ROWS, count), 0, matrix.panels());
            }
        }
        return clock.getAsLong() - start;
    }
}
