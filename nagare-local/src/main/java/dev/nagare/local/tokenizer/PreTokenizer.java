package dev.nagare.local.tokenizer;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The ways to cut text before bytes merge, by the names of {@code tokenizer.ggml.pre}.
 *
 * <p>Some cut in several rounds, each within the pieces of the one before. The last round's pieces are what counts.
 */
@SuppressWarnings("ImmutableEnumChecker") // names and rounds are never changed
enum PreTokenizer {
    /** {@code o200k_base}. */
    GPT_4O(false, List.of("gpt-4o", "llama4"), new O200kSplitter()),

    /** Llama 3; a piece that is a token as a whole is that token, whatever the merges say. */
    LLAMA_BPE(true, List.of("llama-bpe", "llama3", "llama-v3"), new WordSplitter(3)),

    /** Qwen 2 and 2.5. */
    QWEN2(false, List.of("qwen2", "deepseek-r1-qwen"), new WordSplitter(1)),

    /** GPT-2. */
    GPT_2(false, List.of("gpt-2"), new Gpt2Splitter()),

    /** SmolLM: each number stands alone. */
    SMOLLM(
            false,
            List.of("smollm"),
            (text, from, to) -> text.isNumber(from) ? from + 1 : endOfOthers(text, from, to),
            new Gpt2Splitter()),

    /** What llama.cpp takes when a file names nothing. */
    DEFAULT(
            false,
            List.of("default"),
            PreTokenizer::endOfPunctuation,
            new Gpt2Splitter(),
            (text, from, to) -> text.isNumber(from)
                    ? Splitter.endOfNumbers(text, from, to, Integer.MAX_VALUE)
                    : endOfOthers(text, from, to),
            PreTokenizer::endOfThreeDigits);

    /** Takes the pieces of a text in order. */
    @FunctionalInterface
    interface PieceSink {
        /** Takes the piece from one position up to another. */
        void piece(int from, int to);
    }

    private final boolean wholePiecesFirst;
    private final List<String> names;
    private final Splitter[] rounds;

    PreTokenizer(boolean wholePiecesFirst, List<String> names, Splitter... rounds) {
        this.wholePiecesFirst = wholePiecesFirst;
        this.names = names;
        this.rounds = rounds;
    }

    /** Whether a piece that is a token is that token even if the merges would not lead to it. */
    boolean takesWholePiecesFirst() {
        return wholePiecesFirst;
    }

    /** Gives a text's pieces to the sink; together they are the whole text. */
    void split(Text text, PieceSink sink) {
        split(text, 0, text.length(), 0, sink);
    }

    private void split(Text text, int from, int to, int round, PieceSink sink) {
        if (round == rounds.length) {
            sink.piece(from, to);
            return;
        }
        for (int start = from; start < to; ) {
            int end = rounds[round].end(text, start, to);
            split(text, start, end, round + 1, sink);
            start = end;
        }
    }

    /** The pre-tokenizer of this name, or null. */
    static @Nullable PreTokenizer of(String name) {
        for (PreTokenizer candidate : values()) {
            if (candidate.names.contains(name)) {
                return candidate;
            }
        }
        return null;
    }

    /** All names, for a message. */
    static String knownNames() {
        return Arrays.stream(values()).flatMap(each -> each.names.stream()).collect(Collectors.joining(", "));
    }

    private static int endOfOthers(Text text, int from, int to) {
        int end = from;
        while (end < to && !text.isNumber(end)) {
            end++;
        }
        return end;
    }

    /** {@code [\p{P}\$\+<=>\^~\|]+}, and what lies between. */
    private static int endOfPunctuation(Text text, int from, int to) {
        boolean punctuation = isPunctuation(text, from);
        int end = from + 1;
        while (end < to && isPunctuation(text, end) == punctuation) {
            end++;
        }
        return end;
    }

    private static boolean isPunctuation(Text text, int index) {
        return text.kind(index) == Text.PUNCTUATION || "$+<=>^~|".indexOf(text.point(index)) >= 0;
    }

    /** {@code [0-9][0-9][0-9]}, and what lies between. */
    private static int endOfThreeDigits(Text text, int from, int to) {
        if (hasThreeDigits(text, from, to)) {
            return from + 3;
        }
        int end = from + 1;
        while (end < to && !hasThreeDigits(text, end, to)) {
            end++;
        }
        return end;
    }

    private static boolean hasThreeDigits(Text text, int from, int to) {
        return to - from >= 3
                && isDigit(text.point(from))
                && isDigit(text.point(from + 1))
                && isDigit(text.point(from + 2));
    }

    private static boolean isDigit(int point) {
        return point >= '0' && point <= '9';
    }
}
