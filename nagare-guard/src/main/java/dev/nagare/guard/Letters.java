package dev.nagare.guard;

import java.text.Normalizer;
import java.util.Arrays;

/**
 * What is one letter: what Unicode composes to one character, as か and its voicing mark to が, or the parts of a Korean
 * syllable. Where a phrase ends, the letter must end too: か is not found in が.
 *
 * <p>Characters of which Unicode makes no letter may be seen as symbols of which it does: ㅂㅏ as ᄇ and ᅡ, ゛ as a voicing
 * mark. So it is asked of the characters whether they are one letter, and a phrase is rather found than not.
 */
final class Letters {
    /** Parts of Korean syllables (The Unicode Standard, 3.12): leading consonants, vowels, trailing consonants. */
    static final int LEADS = 0x1100;

    static final int LEAD_COUNT = 19;
    static final int VOWELS = 0x1161;
    static final int VOWEL_COUNT = 21;
    static final int TRAILS = 0x11A8;
    static final int TRAIL_COUNT = 27;

    /** The marks of kana. */
    static final int VOICED_MARK = 0x3099;

    static final int SEMI_VOICED_MARK = 0x309A;

    private static final int FIRST_SYLLABLE = 0xAC00;
    private static final int SYLLABLES = LEAD_COUNT * VOWEL_COUNT * (TRAIL_COUNT + 1);
    private static final int HALF_WIDTH_KATAKANA = 0xFF66;
    private static final int HALF_WIDTH_VOICED_MARK = 0xFF9E;
    private static final int HALF_WIDTH_SEMI_VOICED_MARK = 0xFF9F;

    private static final int VOICED_HIRAGANA = 0x304C;
    private static final int VOICED_KATAKANA = 0x30AC;

    /** The symbols that may go on, ascending, and for each those that it may go on with. */
    private static final int[] BEFORE;

    private static final int[][] AFTER;

    static {
        var rows = Tables.read("letters.txt");
        BEFORE = rows.stream().mapToInt(Tables.Row::first).toArray();
        AFTER = rows.stream().map(Tables.Row::symbols).toArray(int[][]::new);
    }

    private Letters() {}

    /** Whether a symbol and the one after it may be one letter. */
    static boolean mayGrow(int symbol) {
        return symbol >= BEFORE[0]
                && (isIn(symbol, LEADS, LEAD_COUNT)
                        || isIn(symbol, VOWELS, VOWEL_COUNT)
                        || Arrays.binarySearch(BEFORE, symbol) >= 0);
    }

    /**
     * Whether two characters side by side are one letter, or the second is a part of the letter that the first ends with.
     *
     * @param before the first character, or -1 when there is none or something invisible stands between
     * @param last its last symbol
     * @param after the second character
     * @param first its first symbol
     */
    static boolean areOneLetter(int before, int last, int after, int first) {
        if (before < 0 || !compose(last, first)) {
            return false;
        }
        if (after == HALF_WIDTH_VOICED_MARK || after == HALF_WIDTH_SEMI_VOICED_MARK) {
            return before >= HALF_WIDTH_KATAKANA && before < HALF_WIDTH_VOICED_MARK;
        }
        return isMadeOfItsSymbols(before) && isMadeOfItsSymbols(after);
    }

    /** Whether Unicode says that a character is its symbols, and not only that it is like them. */
    private static boolean isMadeOfItsSymbols(int codePoint) {
        if (Folding.WORDS.symbol(codePoint) == codePoint || isIn(codePoint, FIRST_SYLLABLE, SYLLABLES)) {
            return true;
        }
        String text = Character.toString(codePoint);
        return Normalizer.normalize(text, Normalizer.Form.NFD).equals(Folding.WORDS.fold(text));
    }

    /** Whether two symbols of one character, one after the other, belong to one letter. */
    static boolean compose(int before, int after) {
        if (after < BEFORE[0]) {
            return false;
        }
        if (isIn(before, LEADS, LEAD_COUNT)) {
            return isIn(after, VOWELS, VOWEL_COUNT);
        }
        if (isIn(before, VOWELS, VOWEL_COUNT)) {
            return isIn(after, TRAILS, TRAIL_COUNT);
        }
        int at = Arrays.binarySearch(BEFORE, before);
        return at >= 0 && Arrays.binarySearch(AFTER[at], after) >= 0;
    }

    /** Whether a symbol is a voicing mark of kana. */
    static boolean isKanaMark(int symbol) {
        return symbol == VOICED_MARK || symbol == SEMI_VOICED_MARK;
    }

    private static boolean isIn(int symbol, int first, int count) {
        return symbol >= first && symbol < first + count;
    }

    /**
     * What stands in the text for whoever looks at words: the symbol, but for a voicing mark after kana a letter of the kana
     * before it, whose kind of word it shares.
     *
     * @param before the same of what stands before it, or -1
     */
    static int seen(int before, int symbol) {
        if (!isKanaMark(symbol) || before < 0) {
            return symbol;
        }
        return switch (WordBreaks.kind(before)) {
            case WordBreaks.ALONE -> VOICED_HIRAGANA;
            case WordBreaks.KATAKANA -> VOICED_KATAKANA;
            default -> symbol;
        };
    }
}
