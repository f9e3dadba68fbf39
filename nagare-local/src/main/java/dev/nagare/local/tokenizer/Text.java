package dev.nagare.local.tokenizer;

/**
 * A text as code points and their kinds, so that the splitters look each one up once. Lone surrogates become U+FFFD, as
 * they would in any UTF-8.
 */
final class Text {
    /** Lu, Lt. */
    static final int UPPER = 1;
    /** Ll. */
    static final int LOWER = 2;
    /** Lm, Lo: letters without case. */
    static final int CASELESS = 3;
    /** M. */
    static final int MARK = 4;
    /** N. */
    static final int NUMBER = 5;
    /** White_Space, but for the line ends. */
    static final int SPACE = 6;
    /** Carriage return and line feed. */
    static final int NEWLINE = 7;
    /** P. */
    static final int PUNCTUATION = 8;
    /** Everything else. */
    static final int OTHER = 9;

    private static final int REPLACEMENT = 0xFFFD;
    private static final byte[] ASCII = new byte[128];

    static {
        for (int point = 0; point < ASCII.length; point++) {
            ASCII[point] = (byte) classify(point);
        }
    }

    private final int[] points;
    private final byte[] kinds;

    Text(CharSequence text) {
        points = text.codePoints().map(Text::scalar).toArray();
        kinds = new byte[points.length];
        for (int i = 0; i < points.length; i++) {
            int point = points[i];
            kinds[i] = point < ASCII.length ? ASCII[point] : (byte) classify(point);
        }
    }

    private static int scalar(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? REPLACEMENT : point;
    }

    /** The number of code points. */
    int length() {
        return points.length;
    }

    int point(int index) {
        return points[index];
    }

    int kind(int index) {
        return kinds[index];
    }

    boolean isLetter(int index) {
        return kinds[index] <= CASELESS;
    }

    boolean isNumber(int index) {
        return kinds[index] == NUMBER;
    }

    boolean isWhitespace(int index) {
        int kind = kinds[index];
        return kind == SPACE || kind == NEWLINE;
    }

    /** {@code [^\s\p{L}\p{N}]}. */
    boolean isSymbol(int index) {
        int kind = kinds[index];
        return kind == MARK || kind >= PUNCTUATION;
    }

    private static int classify(int point) {
        return switch (Character.getType(point)) {
            case Character.UPPERCASE_LETTER, Character.TITLECASE_LETTER -> UPPER;
            case Character.LOWERCASE_LETTER -> LOWER;
            case Character.MODIFIER_LETTER, Character.OTHER_LETTER -> CASELESS;
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> MARK;
            case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> NUMBER;
            case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> SPACE;
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> PUNCTUATION;
            case Character.CONTROL -> control(point);
            default -> OTHER;
        };
    }

    private static int control(int point) {
        return switch (point) {
            case '\r', '\n' -> NEWLINE;
            case '\t', 0x0B, '\f', 0x85 -> SPACE;
            default -> OTHER;
        };
    }
}
