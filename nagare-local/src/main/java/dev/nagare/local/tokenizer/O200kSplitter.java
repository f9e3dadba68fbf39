package dev.nagare.local.tokenizer;

/**
 * The pieces of {@code o200k_base} ({@code gpt-4o}): words that begin anew with a capital, numbers of up to three digits,
 * runs of symbols with the line ends and slashes that follow them, line ends with the white space before them.
 *
 * <pre>{@code
 * [^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|
 * [^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|
 * \p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+
 * }</pre>
 *
 * <p>This is the expression of the vocabulary itself. llama.cpp runs an approximation of it that takes every letter
 * beyond ASCII for one without case and no mark for part of a word; the two cut the same text differently only there.
 */
final class O200kSplitter implements Splitter {
    private static final int NONE = -1;

    @Override
    public int end(Text text, int from, int to) {
        int word = endOfWord(text, from, to);
        if (word != NONE) {
            return Splitter.endOfContraction(text, word, to);
        }
        if (text.isNumber(from)) {
            return Splitter.endOfNumbers(text, from, to, 3);
        }
        int start = text.point(from) == ' ' ? from + 1 : from;
        int end = Splitter.endOfSymbols(text, start, to);
        if (end == start) {
            return Splitter.whitespaceOrLines(text, from, to);
        }
        while (end < to && (text.kind(end) == Text.NEWLINE || text.point(end) == '/')) {
            end++;
        }
        return end;
    }

    private static int endOfWord(Text text, int from, int to) {
        boolean prefixed = Splitter.isPrefix(text, from);
        int start = prefixed ? from + 1 : from;
        int lastSmall = NONE;
        int end = start;
        while (end < to && isCapital(text, end)) {
            if (isSmall(text, end)) {
                lastSmall = end;
            }
            end++;
        }
        int small = end;
        while (end < to && isSmall(text, end)) {
            end++;
        }
        if (end > small) {
            return end;
        }
        if (lastSmall != NONE) {
            return lastSmall + 1;
        }
        if (prefixed && text.kind(from) == Text.MARK) {
            return from + 1;
        }
        return end > start ? end : NONE;
    }

    private static boolean isCapital(Text text, int index) {
        int kind = text.kind(index);
        return kind == Text.UPPER || kind == Text.CASELESS || kind == Text.MARK;
    }

    private static boolean isSmall(Text text, int index) {
        int kind = text.kind(index);
        return kind == Text.LOWER || kind == Text.CASELESS || kind == Text.MARK;
    }
}
