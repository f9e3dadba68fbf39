package dev.nagare.guard;

import java.util.BitSet;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Reads what stands for characters in a pattern: escapes, {@code \d \w \s} and classes. */
final class RegexCharacters {
    private static final SymbolSet WORD = SymbolSet.ALPHANUMERIC.or(SymbolSet.of('_'));
    private static final SymbolSet SPACE = SymbolSet.anyOf(" \t\n\r\f\u000B");
    private static final String META = "\\.[]{}()|?*+^$/-";

    private final RegexText text;
    private final RegexView view;

    RegexCharacters(RegexText text, RegexView view) {
        this.text = text;
        this.view = view;
    }

    /** What stands for itself; half a character does not. */
    int whole(int symbol) {
        if (isHalf(symbol)) {
            throw half();
        }
        return symbol;
    }

    /** What an escape stands for, of which the backslash has been read. */
    Regex afterBackslash() {
        if (text.isAtEnd()) {
            throw text.problem("the pattern ends with a single backslash");
        }
        if (text.peek() == 'b' || text.peek() == 'B') {
            throw text.problem("\\" + Character.toString(text.peek())
                    + " is not supported inside a pattern; say whether the pattern must be a whole word");
        }
        if (text.peek() >= '1' && text.peek() <= '9') {
            throw text.problem("a back reference is not regular; write the text out");
        }
        SymbolSet set = shorthand();
        return set != null ? view.one(set) : view.literal(escaped());
    }

    private @Nullable SymbolSet shorthand() {
        SymbolSet set = switch (text.peek()) {
            case 'd' -> SymbolSet.DIGITS;
            case 'D' -> SymbolSet.DIGITS.negated();
            case 'w' -> WORD;
            case 'W' -> WORD.negated();
            case 's' -> SPACE;
            case 'S' -> SPACE.negated();
            default -> null;
        };
        if (set != null) {
            text.next();
        }
        return set;
    }

    private int escaped() {
        int symbol = whole(text.next());
        return switch (symbol) {
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 'u' -> character();
            default -> {
                if (META.indexOf(symbol) < 0 && Character.isLetterOrDigit(symbol)) {
                    throw text.problem("\\" + Character.toString(symbol) + " is not supported");
                }
                yield symbol;
            }
        };
    }

    /** The character of an escape whose digits come next, or of two that are its halves. */
    private int character() {
        int first = digits();
        if (!isHalf(first)) {
            return first;
        }
        boolean isFirstHalf = Character.isHighSurrogate((char) first);
        if (isFirstHalf && text.peek(1) == 'u' && text.take('\\')) {
            text.next();
            int second = digits();
            if (second >= Character.MIN_LOW_SURROGATE && second <= Character.MAX_LOW_SURROGATE) {
                return Character.toCodePoint((char) first, (char) second);
            }
        }
        throw half();
    }

    private static boolean isHalf(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    private PolicyException half() {
        return text.problem("this is half of a character; write both halves, as in \\uD83D\\uDE00, or the character");
    }

    private int digits() {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = text.next();
            if (!HexFormat.isHexDigit(digit)) {
                throw text.problem("\\u needs four hexadecimal digits");
            }
            value = value << 4 | HexFormat.fromHexDigit(digit);
        }
        return value;
    }

    /** Refuses what other languages mean something by and what would be characters here. */
    private void refuseForeign(int first) {
        if (text.isAtEnd()) {
            return;
        }
        if (first == '[') {
            throw text.problem(
                    "a '[' in a class is not supported, as in [a-z[0-9]] or [[:alpha:]]; write the characters"
                            + " that you mean, as [a-z0-9], or \\[ for the character");
        }
        if (first == '&' && text.peek() == '&') {
            throw text.problem("'&&' in a class is not supported; write the characters that are left, or \\& for the"
                    + " character");
        }
    }

    /** One of the characters of a class, of which the bracket has been read. */
    Regex inBrackets() {
        boolean negated = text.take('^');
        BitSet set = new BitSet();
        boolean first = true;
        while (!text.isAtEnd() && (first || text.peek() != ']')) {
            first = false;
            SymbolSet shorthand = null;
            int low = whole(text.next());
            if (low == '[' || low == '&') {
                refuseForeign(low);
            }
            if (low == '\\') {
                if (text.isAtEnd()) {
                    break;
                }
                shorthand = shorthand();
                low = shorthand == null ? escaped() : low;
            }
            if (shorthand != null) {
                shorthand.addTo(set);
            } else if (text.peek(1) != RegexText.END && text.peek(1) != ']' && text.take('-')) {
                int high = whole(text.next());
                if (high == '[') {
                    refuseForeign(high);
                }
                if (high == '\\' && !text.isAtEnd()) {
                    high = escaped();
                }
                if (high < low) {
                    throw text.problem("a range in [...] ends before it begins");
                }
                set.set(low, high + 1);
            } else {
                set.set(low);
            }
        }
        if (!text.take(']')) {
            throw text.problem("a '[' is not closed");
        }
        return view.members(SymbolSet.of(set), negated);
    }
}
