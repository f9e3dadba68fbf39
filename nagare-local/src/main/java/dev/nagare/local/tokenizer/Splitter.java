package dev.nagare.local.tokenizer;

/**
 * Cuts text into the pieces within which bytes may merge.
 *
 * <p>Each implementation is one of the regular expressions with which the vocabularies were trained, written by hand: a
 * backtracking matcher is neither linear nor safe for the stack on a megabyte of one letter. All of them look at each
 * code point a bounded number of times.
 */
@FunctionalInterface
interface Splitter {
    /**
     * The end of the piece that begins at {@code from}.
     *
     * @param text the text
     * @param from where the piece begins, less than {@code to}
     * @param to where the text ends as far as this splitter may see
     * @return a position after {@code from}, at most {@code to}
     */
    int end(Text text, int from, int to);

    /** The end of a run of white space and line ends. */
    static int endOfWhitespace(Text text, int from, int to) {
        int end = from;
        while (end < to && text.isWhitespace(end)) {
            end++;
        }
        return end;
    }

    /** {@code \s+(?!\S)|\s+}: the last space before a word belongs to the word. */
    static int whitespace(Text text, int from, int to) {
        int end = endOfWhitespace(text, from, to);
        return end < to && end > from + 1 ? end - 1 : end;
    }

    /** {@code \s*[\r\n]+|\s+(?!\S)|\s+}. */
    static int whitespaceOrLines(Text text, int from, int to) {
        int end = from;
        int afterNewline = 0;
        while (end < to && text.isWhitespace(end)) {
            end++;
            if (text.kind(end - 1) == Text.NEWLINE) {
                afterNewline = end;
            }
        }
        if (afterNewline > 0) {
            return afterNewline;
        }
        return end < to && end > from + 1 ? end - 1 : end;
    }

    /** The end of a run of letters. */
    static int endOfLetters(Text text, int from, int to) {
        int end = from;
        while (end < to && text.isLetter(end)) {
            end++;
        }
        return end;
    }

    /** The end of a run of at most {@code limit} numbers. */
    static int endOfNumbers(Text text, int from, int to, int limit) {
        int end = from;
        while (end < to && end - from < limit && text.isNumber(end)) {
            end++;
        }
        return end;
    }

    /** The end of a run of what is neither white space nor letter nor number. */
    static int endOfSymbols(Text text, int from, int to) {
        int end = from;
        while (end < to && text.isSymbol(end)) {
            end++;
        }
        return end;
    }

    /** {@code [^\r\n\p{L}\p{N}]}: what may stand before the letters of a word. */
    static boolean isPrefix(Text text, int index) {
        return !text.isLetter(index) && !text.isNumber(index) && text.kind(index) != Text.NEWLINE;
    }

    /** The end of {@code (?i:'s|'t|'re|'ve|'m|'ll|'d)}, or {@code from} where there is none. */
    static int endOfContraction(Text text, int from, int to) {
        if (to - from < 2 || text.point(from) != '\'') {
            return from;
        }
        int first = lower(text.point(from + 1));
        if (first == 's' || first == 't' || first == 'm' || first == 'd') {
            return from + 2;
        }
        int second = to - from < 3 ? 0 : lower(text.point(from + 2));
        boolean two = ((first == 'r' || first == 'v') && second == 'e') || (first == 'l' && second == 'l');
        return two ? from + 3 : from;
    }

    /** The long s is an s where case does not matter, in Unicode as in the regular expressions. */
    private static int lower(int point) {
        return point == 0x17F ? 's' : point >= 'A' && point <= 'Z' ? point + ('a' - 'A') : point;
    }
}
