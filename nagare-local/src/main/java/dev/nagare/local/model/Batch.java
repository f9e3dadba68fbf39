package dev.nagare.local.model;

import java.util.Arrays;

/**
 * The rows of one step: a token at a position of some sequence, each.
 *
 * <p>Rows of one sequence come in ascending positions without a gap after what its cache holds. Reused from step to step;
 * not for several threads at once.
 */
public final class Batch {
    private static final CachePages NO_PAGES = index -> new float[0];

    private int[] tokens = new int[16];
    private int[] positions = new int[16];
    private CachePages[] caches = new CachePages[16];
    private int[] logitsRows = new int[16];
    private int count;
    private int wanted;

    /** Removes all rows. */
    public void clear() {
        Arrays.fill(caches, 0, count, NO_PAGES);
        count = 0;
        wanted = 0;
    }

    /**
     * Adds a row.
     *
     * @param cache the sequence's pages, enough of them for this position
     * @param logits whether the logits after this token are wanted
     * @return the number that {@link Transformer} gives the row's logits, or -1 when they are not wanted
     */
    public int add(int token, int position, CachePages cache, boolean logits) {
        if (count == tokens.length) {
            tokens = Arrays.copyOf(tokens, 2 * count);
            positions = Arrays.copyOf(positions, 2 * count);
            caches = Arrays.copyOf(caches, 2 * count);
            logitsRows = Arrays.copyOf(logitsRows, 2 * count);
        }
        tokens[count] = token;
        positions[count] = position;
        caches[count] = cache;
        if (logits) {
            logitsRows[wanted++] = count;
        }
        count++;
        return logits ? wanted - 1 : -1;
    }

    /** How many rows there are. */
    public int count() {
        return count;
    }

    /** How many rows want logits. */
    public int wanted() {
        return wanted;
    }

    int token(int row) {
        return tokens[row];
    }

    int position(int row) {
        return positions[row];
    }

    CachePages cache(int row) {
        return caches[row];
    }

    /** The row that a number of logits belongs to. */
    int logitsRow(int number) {
        return logitsRows[number];
    }
}
