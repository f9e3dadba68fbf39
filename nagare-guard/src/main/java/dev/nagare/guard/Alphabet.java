package dev.nagare.guard;

import java.util.HashMap;
import java.util.Map;

/**
 * Numbers the symbols that occur in phrases: 0 is any other symbol, 1 the place where a word begins or ends, 2 the place
 * where a letter ends that could have gone on, which is only asked for where a phrase ends.
 */
final class Alphabet {
    static final char OTHER = 0;
    static final char BREAK = 1;
    static final char LETTER_END = 2;

    private static final int ASCII = 0x80;

    private final char[] ascii = new char[ASCII];
    private final Map<Integer, Character> building = new HashMap<>();
    private int[] keys = new int[0];
    private char[] values = new char[0];
    private int mask;
    private int size = LETTER_END + 1;

    /** The number of a symbol, new if it has none yet; 0 when there are too many to number. */
    char add(int symbol) {
        int unified = unified(symbol);
        char known = unified < ASCII ? ascii[unified] : building.getOrDefault(unified, OTHER);
        if (known != OTHER || size > Character.MAX_VALUE) {
            return known;
        }
        char number = (char) size++;
        if (unified < ASCII) {
            ascii[unified] = number;
        } else {
            building.put(unified, number);
        }
        return number;
    }

    /** Makes {@link #of} fast; nothing is added afterwards. */
    void freeze() {
        int capacity = Integer.highestOneBit(Math.max(1, building.size()) * 4 - 1);
        keys = new int[capacity];
        values = new char[capacity];
        mask = capacity - 1;
        building.forEach((symbol, number) -> {
            int slot = hash(symbol) & mask;
            while (values[slot] != OTHER) {
                slot = (slot + 1) & mask;
            }
            keys[slot] = symbol;
            values[slot] = number;
        });
        building.clear();
        for (int symbol = 0; symbol < ASCII; symbol++) {
            ascii[symbol] = ascii[unified(symbol)];
        }
    }

    /** The number of a symbol. */
    char of(int symbol) {
        if (symbol < ASCII) {
            return ascii[symbol];
        }
        int unified = unified(symbol);
        if (unified < ASCII) {
            return ascii[unified];
        }
        for (int slot = hash(unified) & mask; values[slot] != OTHER; slot = (slot + 1) & mask) {
            if (keys[slot] == unified) {
                return values[slot];
            }
        }
        return OTHER;
    }

    /** Whether a number stands for a character of the text, and not for a place. */
    static boolean hasRoom(char number) {
        return number != BREAK && number != LETTER_END;
    }

    /** One more than the largest number. */
    int size() {
        return size;
    }

    /** About how many bytes this holds. */
    long bytes() {
        return 2L * ASCII + 6L * keys.length;
    }

    /** A space in a phrase stands for any one white-space character. */
    private static int unified(int symbol) {
        return Character.isWhitespace(symbol) || Character.isSpaceChar(symbol) ? ' ' : symbol;
    }

    private static int hash(int symbol) {
        int mixed = symbol * 0x9E3779B9;
        return mixed ^ mixed >>> 15;
    }
}
