package dev.nagare.local.schedule;

import java.time.Duration;

/**
 * How many prompt tokens the next step takes, so that a step lasts about as long as wanted: sequences that generate are
 * held up no longer, and a cancelled prompt is gone soon. Begins with a guess from the model's size and follows what was
 * measured. The size never changes a result.
 */
final class PromptSlice {
    /** Below this a large model gains nothing: its weights are read once for all rows of a step. */
    private static final int FEWEST = 4;
    /** Multiply-adds a second of one core on cold scalar kernels, with which every model begins. */
    private static final double SLOW = 0.5e9;

    private final int most;
    private final long target;
    private int rows;
    private int planned;

    /**
     * A first guess.
     *
     * @param most the most rows
     * @param target how long a step may take
     * @param parameters the multiply-adds of one row
     */
    PromptSlice(int most, Duration target, long parameters) {
        this.most = most;
        this.target = target.toNanos();
        rows = clamp(SLOW * this.target / 1e9 / parameters);
    }

    /** The rows of the next step. */
    int rows() {
        return rows;
    }

    /** Says how many were taken; 0 when no prompt was waiting. */
    void planned(int count) {
        planned = count;
    }

    /** Says how long the step took. */
    void took(long nanos) {
        if (planned == 0) {
            return;
        }
        if (nanos > target) {
            rows = clamp((double) rows * target / nanos);
        } else if (planned == rows && nanos < target / 2) {
            rows = clamp(2.0 * rows);
        }
    }

    private int clamp(double wanted) {
        return (int) Math.max(Math.min(FEWEST, most), Math.min(most, wanted));
    }
}
