package dev.nagare.guard;

import java.lang.Character.UnicodeScript;

/**
 * Where one word ends and the next begins, told from two neighbouring symbols.
 *
 * <p>A run of letters and digits is a word, and so is a run of katakana. In scripts that write no spaces (Han, hiragana,
 * Thai and its neighbours) every character stands alone, so a phrase of them is found wherever it stands.
 */
final class WordBreaks {
    /** Not part of a word. */
    static final byte NONE = 0;

    private static final byte LETTERS = 1;
    static final byte KATAKANA = 2;
    static final byte ALONE = 3;

    private static final int PROLONGED_SOUND = 0x30FC;

    private static final byte[] BASIC_PLANE = new byte[0x10000];

    static {
        for (int symbol = 0; symbol < BASIC_PLANE.length; symbol++) {
            BASIC_PLANE[symbol] = look(symbol);
        }
    }

    private WordBreaks() {}

    /** The kind of a symbol. */
    static byte kind(int symbol) {
        return symbol < BASIC_PLANE.length ? BASIC_PLANE[symbol] : look(symbol);
    }

    /** Whether a word begins or ends between two kinds. */
    static boolean between(byte before, byte after) {
        return before != after || before == ALONE;
    }

    /** Whether it depends on the neighbour whether a word begins or ends at a symbol of this kind. */
    static boolean isOpen(byte kind) {
        return kind == LETTERS || kind == KATAKANA;
    }

    private static byte look(int symbol) {
        if (symbol == PROLONGED_SOUND || symbol == Letters.VOICED_MARK || symbol == Letters.SEMI_VOICED_MARK) {
            return KATAKANA;
        }
        return switch (Character.getType(symbol)) {
            case Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER,
                    Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.LETTER_NUMBER,
                    Character.OTHER_NUMBER -> byScript(UnicodeScript.of(symbol));
            default -> NONE;
        };
    }

    private static byte byScript(UnicodeScript script) {
        return switch (script) {
            case HAN, HIRAGANA, THAI, LAO, KHMER, MYANMAR -> ALONE;
            case KATAKANA -> KATAKANA;
            default -> LETTERS;
        };
    }
}
