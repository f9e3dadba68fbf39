package dev.nagare.local.tokenizer;

import java.util.Arrays;

/** The merges: which pairs of tokens join, how early, and into what. An open hash table without boxed numbers. */
final class MergeTable {
    /** The rank of a pair that does not join. */
    static final int NONE = Integer.MAX_VALUE;

    private final long[] pairs;
    private final int[] ranks;
    private final int[] results;
    private final int mask;

    /**
     * A table without merges.
     *
     * @param merges how many will be added at most
     */
    MergeTable(int merges) {
        int capacity = Integer.highestOneBit(Math.max(8, merges)) << 2;
        pairs = new long[capacity];
        Arrays.fill(pairs, -1);
        ranks = new int[capacity];
        results = new int[merges];
        mask = capacity - 1;
    }

    /** Adds a merge; of two of the same pair the first counts. */
    void add(int left, int right, int rank, int result) {
        results[rank] = result;
        long pair = pair(left, right);
        int slot = slot(pair);
        if (pairs[slot] != pair) {
            pairs[slot] = pair;
            ranks[slot] = rank;
        }
    }

    /** The rank of the merge of these two tokens, or {@link #NONE}. */
    int rank(int left, int right) {
        long pair = pair(left, right);
        int slot = slot(pair);
        return pairs[slot] == pair ? ranks[slot] : NONE;
    }

    /** What the merge of this rank makes. */
    int result(int rank) {
        return results[rank];
    }

    private int slot(long pair) {
        long hash = pair * 0x9E3779B97F4A7C15L;
        int slot = (int) (hash >>> 32) & mask;
        while (pairs[slot] != pair && pairs[slot] != -1) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private static long pair(int left, int right) {
        return ((long) left << 32) | right;
    }
}
