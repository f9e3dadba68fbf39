package dev.nagare.local.tokenizer;

import java.util.Arrays;

/** A binary heap of numbers, smallest first; a piece of a megabyte would otherwise box a million of them. */
final class LongHeap {
    private long[] items = new long[64];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    void add(long item) {
        if (size == items.length) {
            items = Arrays.copyOf(items, 2 * size);
        }
        int hole = size++;
        while (hole > 0 && items[(hole - 1) / 2] > item) {
            items[hole] = items[(hole - 1) / 2];
            hole = (hole - 1) / 2;
        }
        items[hole] = item;
    }

    /** Removes the smallest item. */
    long remove() {
        long smallest = items[0];
        long item = items[--size];
        int hole = 0;
        for (int child = 1; child < size; child = 2 * hole + 1) {
            if (child + 1 < size && items[child + 1] < items[child]) {
                child++;
            }
            if (items[child] >= item) {
                break;
            }
            items[hole] = items[child];
            hole = child;
        }
        items[hole] = item;
        return smallest;
    }
}
