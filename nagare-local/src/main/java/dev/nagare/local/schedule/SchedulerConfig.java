package dev.nagare.local.schedule;

import java.time.Duration;

/**
 * The bounds of a scheduler.
 *
 * @param contextLength the most positions of a sequence, its prompt and what is generated; cut to the model's own
 * @param mostRunning how many sequences may be computed at once, 1..256
 * @param mostWaiting how many sequences may wait for a place; one more is rejected
 * @param cacheBytes the memory for keys and values of all sequences, running and finished; at least one whole sequence's
 *     is allowed whatever this says
 * @param mostPromptRows how many prompt tokens a step takes at most, 1..256
 * @param stepTarget how long a step may take: prompts are cut into slices so that it does not take longer
 * @param tokenInterval the least time between two tokens of a sequence; zero for as fast as possible
 * @param threads how many threads compute, the scheduler's own among them
 */
public record SchedulerConfig(
        int contextLength,
        int mostRunning,
        int mostWaiting,
        long cacheBytes,
        int mostPromptRows,
        Duration stepTarget,
        Duration tokenInterval,
        int threads) {
    private static final int MOST_ROWS = 256;

    /** Checks the bounds. */
    public SchedulerConfig {
        require(contextLength > 0, "contextLength", contextLength);
        require(mostRunning > 0 && mostRunning <= MOST_ROWS, "mostRunning", mostRunning);
        require(mostWaiting >= 0, "mostWaiting", mostWaiting);
        require(cacheBytes >= 0, "cacheBytes", cacheBytes);
        require(mostPromptRows > 0 && mostPromptRows <= MOST_ROWS, "mostPromptRows", mostPromptRows);
        require(stepTarget.isPositive(), "stepTarget", stepTarget);
        require(!tokenInterval.isNegative(), "tokenInterval", tokenInterval);
        require(threads > 0, "threads", threads);
    }

    /**
     * Bounds for a machine like this one: sequences of up to 8,192 positions, 32 at once, 256 waiting, a quarter of the
     * heap for keys and values, one thread for each core.
     */
    public static SchedulerConfig defaults() {
        return new SchedulerConfig(
                8_192,
                32,
                256,
                Runtime.getRuntime().maxMemory() / 4,
                64,
                Duration.ofMillis(75),
                Duration.ZERO,
                Runtime.getRuntime().availableProcessors());
    }

    /** The most sequences that may be there at once, computed or waiting. */
    public int mostSequences() {
        return mostRunning + mostWaiting;
    }

    /** These bounds with another {@code contextLength}. */
    public SchedulerConfig withContextLength(int length) {
        return new SchedulerConfig(
                length, mostRunning, mostWaiting, cacheBytes, mostPromptRows, stepTarget, tokenInterval, threads);
    }

    /** These bounds with other {@code mostRunning} and {@code mostWaiting}. */
    public SchedulerConfig withSequences(int running, int waiting) {
        return new SchedulerConfig(
                contextLength, running, waiting, cacheBytes, mostPromptRows, stepTarget, tokenInterval, threads);
    }

    /** These bounds with another {@code cacheBytes}. */
    public SchedulerConfig withCacheBytes(long bytes) {
        return new SchedulerConfig(
                contextLength, mostRunning, mostWaiting, bytes, mostPromptRows, stepTarget, tokenInterval, threads);
    }

    /** These bounds with another {@code mostPromptRows}. */
    public SchedulerConfig withMostPromptRows(int rows) {
        return new SchedulerConfig(
                contextLength, mostRunning, mostWaiting, cacheBytes, rows, stepTarget, tokenInterval, threads);
    }

    /** These bounds with another {@code tokenInterval}. */
    public SchedulerConfig withTokenInterval(Duration interval) {
        return new SchedulerConfig(
                contextLength, mostRunning, mostWaiting, cacheBytes, mostPromptRows, stepTarget, interval, threads);
    }

    /** These bounds with another number of threads. */
    public SchedulerConfig withThreads(int count) {
        return new SchedulerConfig(
                contextLength, mostRunning, mostWaiting, cacheBytes, mostPromptRows, stepTarget, tokenInterval, count);
    }

    private static void require(boolean holds, String name, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is out of range: " + value);
        }
    }
}
