package dev.nagare.guard;

import java.util.ArrayList;
import java.util.List;

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
    private static final SymbolSet NOT_NEW_LINE = SymbolSet.anyOf("\n\r").negated();

    private final RegexText text;
    private final RegexView view;
    private final RegexCharacters characters;
    private int depth;

    private RegexParser(String rule, String pattern, boolean ignoreCase, Folding view, PolicyWork work) {
        this.text = new RegexText(rule, pattern);
        this.view = new RegexView(rule, ignoreCase, view, work);
        this.characters = new RegexCharacters(text, this.view);
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
        if (parser.text.length() > MOST_CHARACTERS) {
            throw new PolicyException(
                    rule,
                    "the pattern is too long: it may have at most " + MOST_CHARACTERS
                            + " characters; make several rules" + " of it");
        }
        Regex regex = parser.either();
        if (!parser.text.isAtEnd()) {
            throw parser.text.problem("there is a ')' without its '('");
        }
        if (regex.shortest() == 0) {
            throw new PolicyException(rule, "the pattern matches the empty text; make some part of it required");
        }
        return regex;
    }

    private Regex either() {
        List<Regex> options = new ArrayList<>();
        do {
            options.add(sequence());
        } while (text.take('|'));
        return Regex.either(options);
    }

    private Regex sequence() {
        List<Regex> parts = new ArrayList<>();
        while (!text.isAtEnd() && text.peek() != '|' && text.peek() != ')') {
            parts.add(repeated());
        }
        return Regex.sequence(parts);
    }

    private Regex repeated() {
        int from = text.at();
        Regex part = atom();
        int counts = 0;
        while (!text.isAtEnd()) {
            int symbol = text.peek();
            if (symbol == '*' || symbol == '+') {
                String repeated = text.since(from);
                throw text.problem("'" + PolicyException.shown(repeated + Character.toString(symbol))
                        + "' has no bound, so text could be held back without end; write "
                        + PolicyException.shown(repeated) + "{" + (symbol == '*' ? 0 : 1)
                        + ",N} with the longest N that you want to find");
            } else if (text.take('?')) {
                part = Regex.repeat(part, 0, 1);
            } else if (text.take('{')) {
                part = counted(part, from);
            } else {
                break;
            }
            if (++counts > 1) {
                throw text.problem(
                        "there is a count of a count; write it as one, or put what comes before into a group");
            }
            if (text.peek() == '?') {
                throw text.problem("a lazy '?' after a count changes nothing here: every match counts; leave it out");
            }
        }
        return part;
    }

    private Regex counted(Regex part, int from) {
        int least = number();
        int most = least;
        if (text.take(',')) {
            if (text.peek() == '}') {
                throw text.problem("'" + PolicyException.shown(text.since(from))
                        + "}' has no upper bound, so text could be held" + " back without end; write {" + least
                        + ",N} with the longest N that you want to find");
            }
            most = number();
        }
        if (!text.take('}')) {
            throw text.problem("a count is not closed; write {n} or {m,n}, or \\{ for the character");
        }
        if (most < least) {
            throw text.problem("a count of {" + least + "," + most + "} ends before it begins");
        }
        if (most > MOST_REPEATS) {
            throw text.problem("a count of " + most + " is too large; the largest is " + MOST_REPEATS);
        }
        return Regex.repeat(part, least, most);
    }

    private int number() {
        int from = text.at();
        int value = 0;
        while (text.peek() >= '0' && text.peek() <= '9' && text.at() - from < 6) {
            value = value * 10 + text.next() - '0';
        }
        if (text.at() == from) {
            throw text.problem("a count needs a number; write {n} or {m,n}, or \\{ for the character");
        }
        return value;
    }

    private Regex atom() {
        int symbol = text.next();
        return switch (symbol) {
            case '(' -> group();
            case '[' -> characters.inBrackets();
            case '.' -> new Regex.One(NOT_NEW_LINE);
            case '\\' -> characters.afterBackslash();
            case '^', '$' ->
                throw text.problem("'" + Character.toString(symbol)
                        + "' is not supported: a stream has no lines to stand at; leave it out, or say whether the"
                        + " pattern must be a whole word");
            case '*', '+', '?', '{' -> throw text.problem("there is nothing before this to repeat");
            default -> view.literal(characters.whole(symbol));
        };
    }

    private Regex group() {
        if (text.peek(1) != RegexText.END && text.take('?') && !text.take(':')) {
            throw text.problem("only (…) and (?:…) are supported groups");
        }
        if (++depth > DEEPEST) {
            throw text.problem("groups are nested deeper than " + DEEPEST);
        }
        Regex inner = either();
        depth--;
        if (!text.take(')')) {
            throw text.problem("a '(' is not closed");
        }
        return inner;
    }
}
