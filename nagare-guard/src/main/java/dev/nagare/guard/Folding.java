package dev.nagare.guard;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How text is seen by rules: each code point becomes no, one or several symbols, whatever stands beside it.
 *
 * <p>Because no code point looks at its neighbours, the symbols of two texts one after the other are the symbols of the
 * joined text, which is what lets a stream be matched piece by piece. Folding what is folded changes nothing. The tables
 * are files in this package, written from Unicode's data by {@code FoldingTables} among the tests.
 */
final class Folding {
    private static final int PAGE_BITS = 8;
    private static final int PAGE = 1 << PAGE_BITS;
    private static final int[] UNCHANGED = new int[0];

    private static final int FIRST_SYLLABLE = 0xAC00;

    /**
     * For words: letters taken apart from their marks, case, width, compatibility forms, the marks of Latin, Greek and Cyrillic
     * letters, Latin look-alikes from other scripts, digits of every script; typographic apostrophes and dashes; invisible
     * characters vanish. No ASCII character changes but by case.
     */
    static final Folding WORDS = load("folding.txt").withSyllables();

    /** For numbers, keys and addresses: width, spaces, digits of every script; invisible characters vanish. */
    static final Folding PLAIN = load("plain.txt");

    private final int[][] pages = new int[(Character.MAX_CODE_POINT >> PAGE_BITS) + 1][];
    private final List<int[]> sequences = new ArrayList<>();

    private Folding() {
        Arrays.fill(pages, UNCHANGED);
        sequences.add(new int[0]);
    }

    /** The symbol of a code point, or a negative number when it has not exactly one: see {@link #sequence}. */
    int symbol(int codePoint) {
        int[] page = pages[codePoint >> PAGE_BITS];
        return page.length == 0 ? codePoint : page[codePoint & (PAGE - 1)];
    }

    /** The symbols for a negative result of {@link #symbol}; none for an erased code point. Not to be changed. */
    int[] sequence(int symbol) {
        return sequences.get(-1 - symbol);
    }

    /** The symbols of a whole text. */
    int[] symbols(CharSequence text) {
        return text.codePoints()
                .flatMap(point -> {
                    int symbol = symbol(point);
                    return symbol >= 0 ? IntStream.of(symbol) : Arrays.stream(sequence(symbol));
                })
                .toArray();
    }

    /** The folded text. */
    String fold(CharSequence text) {
        int[] symbols = symbols(text);
        return new String(symbols, 0, symbols.length);
    }

    /** What stands in the text for {@link Edges}, given the same of what stands before it, or -1. */
    int seen(int before, int symbol) {
        if (this == WORDS) {
            return Letters.seen(before, symbol);
        }
        return symbol == '.' && SymbolSet.DIGITS.contains(before) ? Edges.DECIMAL_POINT : symbol;
    }

    private void put(int codePoint, int[] result) {
        int index = codePoint >> PAGE_BITS;
        if (pages[index].length == 0) {
            int[] page = new int[PAGE];
            for (int i = 0; i < PAGE; i++) {
                page[i] = index << PAGE_BITS | i;
            }
            pages[index] = page;
        }
        int symbol;
        if (result.length == 1) {
            symbol = result[0];
        } else if (result.length == 0) {
            symbol = -1;
        } else {
            sequences.add(result);
            symbol = -sequences.size();
        }
        pages[index][codePoint & (PAGE - 1)] = symbol;
    }

    private static Folding load(String name) {
        Folding folding = new Folding();
        for (Tables.Row row : Tables.read(name)) {
            for (int point = row.first(); point <= row.last(); point++) {
                folding.put(point, row.symbols());
            }
        }
        return folding;
    }

    /** Takes Korean syllables apart. */
    private Folding withSyllables() {
        int syllable = FIRST_SYLLABLE;
        for (int lead = Letters.LEADS; lead < Letters.LEADS + Letters.LEAD_COUNT; lead++) {
            for (int vowel = Letters.VOWELS; vowel < Letters.VOWELS + Letters.VOWEL_COUNT; vowel++) {
                put(syllable++, new int[] {lead, vowel});
                for (int trail = Letters.TRAILS; trail < Letters.TRAILS + Letters.TRAIL_COUNT; trail++) {
                    put(syllable++, new int[] {lead, vowel, trail});
                }
            }
        }
        return this;
    }
}
