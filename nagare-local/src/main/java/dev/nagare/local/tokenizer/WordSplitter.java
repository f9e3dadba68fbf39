package dev.nagare.local.tokenizer;

/**
 * The pieces of Llama 3 ({@code llama-bpe}, numbers of up to three digits) and Qwen 2 (single digits).
 *
 * <pre>{@code
 * (?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+
 * }</pre>
 *
 * @param digits how many numbers make a piece at most
 */
record WordSplitter(int digits) implements Splitter {
    @Override
    public int end(Text text, int from, int to) {
        int contraction = Splitter.endOfContraction(text, from, to);
        if (contraction > from) {
            return contraction;
        }
        int start = Splitter.isPrefix(text, from) ? from + 1 : from;
        int word = Splitter.endOfLetters(text, start, to);
        if (word > start) {
            return word;
        }
        if (text.isNumber(from)) {
            return Splitter.endOfNumbers(text, from, to, digits);
        }
        start = text.point(from) == ' ' ? from + 1 : from;
        int end = Splitter.endOfSymbols(text, start, to);
        if (end == start) {
            return Splitter.whitespaceOrLines(text, from, to);
        }
        while (end < to && text.kind(end) == Text.NEWLINE) {
            end++;
        }
        return end;
    }
}
