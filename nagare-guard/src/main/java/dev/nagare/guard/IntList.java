package dev.nagare.guard;

import java.util.Arrays;

/** A growing list of numbers. */
final class IntList {
    private int[] values = new int[16];
    private int size;

    void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    int get(int index) {
        return values[index];
    }

    int removeLast() {
        return values[--size];
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    int[] toArray() {
        return Arrays.copyOf(values, size);
    }

    char[] toChars() {
        char[] chars = new char[size];
        for (int i = 0; i < size; i++) {
            chars[i] = (char) values[i];
        }
        return chars;
    }
}
