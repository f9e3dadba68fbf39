package dev.nagare.guard;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads bounded regular patterns: characters, {@code .}, classes, {@code \d \w \s \D \W \S}, {@code \\uXXXX}, groups,
 * {@code |}, {@code ?}, {@code {n}}, {@code {m,n}}. What has no bound is refused with what to write instead.
 */
final class RegexParser {
    /** The most characters of a pattern. */
    static final int MOST_CHARACTERS = 10_000;

    /** The most times that a part may be repeated. */
    static final int MOST_REPEATS = 1_000;

    private static final int DEEPEST = 50;
    private static final SymbolSet WORD = SymbolSet.ALPHANUMERIC.or(SymbolSet.of('_'));
    private static final SymbolSet SPACE = SymbolSet.anyOf(" \t\n\r\f\u000B");
    private static final SymbolSet NOT_NEW_LINE = SymbolSet.anyOf("\n\r").negated();
    private static final String META = "\\.[]{}()|?*+^$/-";

    private final String rule;
    private final int[] pattern;
    private final RegexView view;
    private int at;
    private int depth;

    private RegexParser(String rule, String pattern, boolean ignoreCase, Folding view, PolicyWork work) {
        this.rule = rule;
        this.pattern = pattern.codePoints().toArray();
        this.view = new RegexView(rule, ignoreCase, view, work);
    }

    /**
     * Reads a pattern.
     *
     * @param rule the rule's name, for messages
     * @param view how the text will be seen; the pattern is seen the same way
     * @param work the work of the whole policy
     * @throws PolicyException when it is malformed, unbounded or empty
     */
    static Regex parse(String rule, String pattern, boolean ignoreCase, Folding view, PolicyWork work) {
        RegexParser parser = new RegexParser(rule, pattern, ignoreCase, view, work);
        if (parser.pattern.length > MOST_CHARACTERS) {
            throw new PolicyException(
                    rule,
                    "the pattern is too long: it may have at most " + MOST_CHARACTERS
                            + " characters; make several rules" + " of it");
        }
        parser.refuseHalves();
        Regex regex = parser.either();
        if (parser.at < parser.pattern.length) {
            throw parser.problem("there is a ')' without its '('");
        }
        if (regex.shortest() == 0) {
            throw new PolicyException(rule, "the pattern matches the empty text; make some part of it required");
        }
        return regex;
    }

    private void refuseHalves() {
        for (int i = 0; i < pattern.length; i++) {
            if (isHalf(pattern[i])) {
                at = i + 1;
                throw half();
            }
        }
    }

    private Regex either() {
        List<Regex> options = new ArrayList<>();
        do {
            options.add(sequence());
        } while (take('|'));
        return Regex.either(options);
    }

    private Regex sequence() {
        List<Regex> parts = new ArrayList<>();
        while (at < pattern.length && pattern[at] != '|' && pattern[at] != ')') {
            parts.add(repeated());
        }
        return Regex.sequence(parts);
    }

    private Regex repeated() {
        int from = at;
        Regex part = atom();
        int counts = 0;
        while (at < pattern.length) {
            int symbol = pattern[at];
            if (symbol == '*' || symbol == '+') {
                String repeated = text(from, at);
                throw problem("'" + PolicyException.shown(repeated + Character.toString(symbol))
                        + "' has no bound, so text could be held back without end; write "
                        + PolicyException.shown(repeated) + "{" + (symbol == '*' ? 0 : 1)
                        + ",N} with the longest N that you want to find");
            } else if (take('?')) {
                part = Regex.repeat(part, 0, 1);
            } else if (take('{')) {
                part = counted(part, from);
            } else {
                break;
            }
            if (++counts > 1) {
                throw problem("there is a count of a count; write it as one, or put what comes before into a group");
            }
            if (at < pattern.length && pattern[at] == '?') {
                throw problem("a lazy '?' after a count changes nothing here: every match counts; leave it out");
            }
        }
        return part;
    }

    private Regex counted(Regex part, int from) {
        int least = number();
        int most = least;
        if (take(',')) {
            if (at < pattern.length && pattern[at] == '}') {
                throw problem("'" + PolicyException.shown(text(from, at))
                        + "}' has no upper bound, so text could be held" + " back without end; write {" + least
                        + ",N} with the longest N that you want to find");
            }
            most = number();
        }
        if (!take('}')) {
            throw problem("a count is not closed; write {n} or {m,n}, or \\{ for the character");
        }
        if (most < least) {
            throw problem("a count of {" + least + "," + most + "} ends before it begins");
        }
        if (most > MOST_REPEATS) {
            throw problem("a count of " + most + " is too large; the largest is " + MOST_REPEATS);
        }
        return Regex.repeat(part, least, most);
    }

    private int number() {
        int from = at;
        int value = 0;
        while (at < pattern.length && pattern[at] >= '0' && pattern[at] <= '9' && at - from < 6) {
            value = value * 10 + pattern[at++] - '0';
        }
        if (at == from) {
            throw problem("a count needs a number; write {n} or {m,n}, or \\{ for the character");
        }
        return value;
    }

    private Regex atom() {
        int symbol = pattern[at++];
        return switch (symbol) {
            case '(' -> group();
            case '[' -> characterClass();
            case '.' -> new Regex.One(NOT_NEW_LINE);
            case '\\' -> escape();
            case '^', '$' ->
                throw problem("'" + Character.toString(symbol)
                        + "' is not supported: a stream has no lines to stand at; leave it out, or say whether the"
                        + " pattern must be a whole word");
            case '*', '+', '?', '{' -> throw problem("there is nothing before this to repeat");
            default -> view.literal(symbol);
        };
    }

    private Regex group() {
        if (at + 1 < pattern.length && pattern[at] == '?') {
            if (pattern[at + 1] != ':') {
                throw problem("only (…) and (?:…) are supported groups");
            }
            at += 2;
        }
        if (++depth > DEEPEST) {
            throw problem("groups are nested deeper than " + DEEPEST);
        }
        Regex inner = either();
        depth--;
        if (!take(')')) {
            throw problem("a '(' is not closed");
        }
        return inner;
    }

    private Regex escape() {
        if (at == pattern.length) {
            throw problem("the pattern ends with a single backslash");
        }
        if (pattern[at] == 'b' || pattern[at] == 'B') {
            throw problem("\\" + Character.toString(pattern[at])
                    + " is not supported inside a pattern; say whether the pattern must be a whole word");
        }
        if (pattern[at] >= '1' && pattern[at] <= '9') {
            throw problem("a back reference is not regular; write the text out");
        }
        SymbolSet set = shorthand();
        return set != null ? view.one(set) : view.literal(escaped());
    }

    private @Nullable SymbolSet shorthand() {
        SymbolSet set = switch (pattern[at]) {
            case 'd' -> SymbolSet.DIGITS;
            case 'D' -> SymbolSet.DIGITS.negated();
            case 'w' -> WORD;
            case 'W' -> WORD.negated();
            case 's' -> SPACE;
            case 'S' -> SPACE.negated();
            default -> null;
        };
        if (set != null) {
            at++;
        }
        return set;
    }

    private int escaped() {
        int symbol = pattern[at++];
        return switch (symbol) {
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 'u' -> character();
            default -> {
                if (META.indexOf(symbol) < 0 && Character.isLetterOrDigit(symbol)) {
                    throw problem("\\" + Character.toString(symbol) + " is not supported");
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
        if (isFirstHalf && at + 1 < pattern.length && pattern[at] == '\\' && pattern[at + 1] == 'u') {
            at += 2;
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
        return problem("this is half of a character; write both halves, as in \\uD83D\\uDE00, or the character");
    }

    private int digits() {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = at < pattern.length ? pattern[at++] : -1;
            if (!HexFormat.isHexDigit(digit)) {
                throw problem("\\u needs four hexadecimal digits");
            }
            value = value << 4 | HexFormat.fromHexDigit(digit);
        }
        return value;
    }

    /** Refuses what other languages mean something by and what would be characters here. */
    private void refuseForeign(int first) {
        if (at == pattern.length) {
            return;
        }
        if (first == '[') {
            throw problem("a '[' in a class is not supported, as in [a-z[0-9]] or [[:alpha:]]; write the characters"
                    + " that you mean, as [a-z0-9], or \\[ for the character");
        }
        if (first == '&' && pattern[at] == '&') {
            throw problem("'&&' in a class is not supported; write the characters that are left, or \\& for the"
                    + " character");
        }
    }

    private Regex characterClass() {
        boolean negated = take('^');
        BitSet set = new BitSet();
        boolean first = true;
        while (first || (at < pattern.length && pattern[at] != ']')) {
            if (at >= pattern.length) {
                break;
            }
            first = false;
            SymbolSet shorthand = null;
            int low = pattern[at++];
            if (low == '[' || low == '&') {
                refuseForeign(low);
            }
            if (low == '\\') {
                if (at == pattern.length) {
                    break;
                }
                shorthand = shorthand();
                low = shorthand == null ? escaped() : low;
            }
            if (shorthand != null) {
                shorthand.addTo(set);
            } else if (at + 1 < pattern.length && pattern[at] == '-' && pattern[at + 1] != ']') {
                at++;
                int high = pattern[at++];
                if (high == '[') {
                    refuseForeign(high);
                }
                if (high == '\\' && at < pattern.length) {
                    high = escaped();
                }
                if (high < low) {
                    throw problem("a range in [...] ends before it begins");
                }
                set.set(low, high + 1);
            } else {
                set.set(low);
            }
        }
        if (!take(']')) {
            throw problem("a '[' is not closed");
        }
        return view.members(SymbolSet.of(set), negated);
    }

    private boolean take(int symbol) {
        if (at < pattern.length && pattern[at] == symbol) {
            at++;
            return true;
        }
        return false;
    }

    private String text(int from, int to) {
        return new String(pattern, from, to - from);
    }

    private PolicyException problem(String reason) {
        return new PolicyException(rule, "at character " + Math.max(at, 1) + " of the pattern: " + reason);
    }
}
