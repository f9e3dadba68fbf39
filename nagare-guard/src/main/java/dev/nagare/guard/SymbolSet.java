package dev.nagare.guard;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** A set of symbols as ranges in ascending order: first and last of each, both in the set. */
final class SymbolSet {
    static final SymbolSet NONE = new SymbolSet(new int[0]);
    static final SymbolSet DIGITS = range('0', '9');
    static final SymbolSet LETTERS = range('A', 'Z').or(range('a', 'z'));
    static final SymbolSet ALPHANUMERIC = DIGITS.or(LETTERS);

    private final int[] ranges;

    /** One bit for each symbol below 64, and for each of the next 64. */
    private final long low;

    private final long high;
    private final int hash;

    private SymbolSet(int[] ranges) {
        this.ranges = ranges;
        long first = 0;
        long second = 0;
        for (int i = 0; i < ranges.length; i += 2) {
            for (int symbol = ranges[i]; symbol <= ranges[i + 1] && symbol < 2 * Long.SIZE; symbol++) {
                if (symbol < Long.SIZE) {
                    first |= 1L << symbol;
                } else {
                    second |= 1L << symbol;
                }
            }
        }
        this.low = first;
        this.high = second;
        this.hash = Arrays.hashCode(ranges);
    }

    /** First and last of each range; not to be changed. */
    int[] ranges() {
        return ranges;
    }

    static SymbolSet of(int symbol) {
        return range(symbol, symbol);
    }

    static SymbolSet range(int first, int last) {
        return new SymbolSet(new int[] {first, last});
    }

    static SymbolSet anyOf(String symbols) {
        SymbolSet set = NONE;
        for (int symbol : symbols.codePoints().toArray()) {
            set = set.or(of(symbol));
        }
        return set;
    }

    SymbolSet or(SymbolSet other) {
        int[][] pairs = new int[(ranges.length + other.ranges.length) / 2][];
        for (int i = 0; i < pairs.length; i++) {
            int[] source = 2 * i < ranges.length ? ranges : other.ranges;
            int at = 2 * i < ranges.length ? 2 * i : 2 * i - ranges.length;
            pairs[i] = new int[] {source[at], source[at + 1]};
        }
        Arrays.sort(pairs, (left, right) -> Integer.compare(left[0], right[0]));
        IntList merged = new IntList();
        int first = -1;
        int last = -2;
        for (int[] pair : pairs) {
            if (pair[0] > last + 1) {
                if (last >= first && first >= 0) {
                    merged.add(first);
                    merged.add(last);
                }
                first = pair[0];
            }
            last = Math.max(last, pair[1]);
        }
        if (first >= 0) {
            merged.add(first);
            merged.add(last);
        }
        return new SymbolSet(merged.toArray());
    }

    SymbolSet negated() {
        IntList rest = new IntList();
        int next = 0;
        for (int i = 0; i < ranges.length; i += 2) {
            if (ranges[i] > next) {
                rest.add(next);
                rest.add(ranges[i] - 1);
            }
            next = ranges[i + 1] + 1;
        }
        if (next <= Character.MAX_CODE_POINT) {
            rest.add(next);
            rest.add(Character.MAX_CODE_POINT);
        }
        return new SymbolSet(rest.toArray());
    }

    /** The set of the bits that are set. */
    static SymbolSet of(BitSet symbols) {
        IntList ranges = new IntList();
        int first = symbols.nextSetBit(0);
        while (first >= 0) {
            int end = symbols.nextClearBit(first);
            ranges.add(first);
            ranges.add(end - 1);
            first = symbols.nextSetBit(end);
        }
        return new SymbolSet(ranges.toArray());
    }

    /** Sets the bits of all symbols. */
    void addTo(BitSet symbols) {
        for (int i = 0; i < ranges.length; i += 2) {
            symbols.set(ranges[i], ranges[i + 1] + 1);
        }
    }

    /** Every symbol of a small set. */
    List<Integer> symbols() {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < ranges.length; i += 2) {
            for (int symbol = ranges[i]; symbol <= ranges[i + 1]; symbol++) {
                all.add(symbol);
            }
        }
        return List.copyOf(all);
    }

    boolean isEmpty() {
        return ranges.length == 0;
    }

    boolean contains(int symbol) {
        if (symbol < 2 * Long.SIZE) {
            return ((symbol < Long.SIZE ? low : high) >>> symbol & 1) != 0;
        }
        return find(symbol);
    }

    private boolean find(int symbol) {
        int at = Arrays.binarySearch(ranges, symbol);
        return at >= 0 || (-at - 1) % 2 == 1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SymbolSet set && Arrays.equals(ranges, set.ranges);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return Arrays.toString(ranges);
    }
}
