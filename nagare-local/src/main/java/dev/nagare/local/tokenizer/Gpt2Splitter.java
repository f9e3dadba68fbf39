package dev.nagare.local.tokenizer;

/**
 * The pieces of GPT-2.
 *
 * <pre>{@code
 * 's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
 * }</pre>
 */
final class Gpt2Splitter implements Splitter {
    @Override
    public int end(Text text, int from, int to) {
        int contraction = endOfSmallContraction(text, from, to);
        if (contraction > from) {
            return contraction;
        }
        int start = text.point(from) == ' ' ? from + 1 : from;
        int end = Splitter.endOfLetters(text, start, to);
        if (end == start) {
            end = Splitter.endOfNumbers(text, start, to, Integer.MAX_VALUE);
        }
        if (end == start) {
            end = Splitter.endOfSymbols(text, start, to);
        }
        return end > start ? end : Splitter.whitespace(text, from, to);
    }

    private static int endOfSmallContraction(Text text, int from, int to) {
        int end = Splitter.endOfContraction(text, from, to);
        for (int i = from + 1; i < end; i++) {
            if (text.point(i) < 'a' || text.point(i) > 'z') {
                return from;
            }
        }
        return end;
    }
}
