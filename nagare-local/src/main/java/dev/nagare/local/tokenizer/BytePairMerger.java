package dev.nagare.local.tokenizer;

/**
 * Joins the bytes of one piece: always the pair of the lowest rank, of equal ones the leftmost.
 *
 * <p>The symbols form a linked list; a heap holds the pairs that may join, as rank and position in one number. A pair in
 * the heap is stale when its left symbol is gone or now forms a pair of another rank with its neighbour. So a piece of
 * n bytes costs n log n, however long it is. Belongs to one thread.
 */
final class BytePairMerger {
    private static final int GONE = -1;

    private final MergeTable merges;
    private final LongHeap heap = new LongHeap();
    private int[] tokens = new int[64];
    private int[] previous = new int[64];
    private int[] next = new int[64];

    BytePairMerger(MergeTable merges) {
        this.merges = merges;
    }

    /** Appends the tokens of a piece of which each symbol is a token already. */
    void merge(int[] symbols, int count, TokenBuffer out) {
        start(symbols, count);
        while (!heap.isEmpty()) {
            long entry = heap.remove();
            int rank = (int) (entry >>> 32);
            int left = (int) entry;
            if (tokens[left] != GONE && next[left] < count && rank == rank(left, next[left])) {
                join(left, next[left], rank, count);
            }
        }
        for (int i = 0; i < count; i = next[i]) {
            out.add(tokens[i]);
        }
    }

    private void start(int[] symbols, int count) {
        if (tokens.length < count) {
            tokens = new int[count];
            previous = new int[count];
            next = new int[count];
        }
        for (int i = 0; i < count; i++) {
            tokens[i] = symbols[i];
            previous[i] = i - 1;
            next[i] = i + 1;
        }
        for (int i = 1; i < count; i++) {
            offer(i - 1, i);
        }
    }

    private void join(int left, int right, int rank, int count) {
        tokens[left] = merges.result(rank);
        tokens[right] = GONE;
        next[left] = next[right];
        if (next[left] < count) {
            previous[next[left]] = left;
            offer(left, next[left]);
        }
        if (previous[left] >= 0) {
            offer(previous[left], left);
        }
    }

    private void offer(int left, int right) {
        int rank = rank(left, right);
        if (rank != MergeTable.NONE) {
            heap.add(((long) rank << 32) | left);
        }
    }

    private int rank(int left, int right) {
        return merges.rank(tokens[left], tokens[right]);
    }
}
