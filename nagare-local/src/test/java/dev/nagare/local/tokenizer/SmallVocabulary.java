package dev.nagare.local.tokenizer;

import dev.nagare.local.gguf.GgufFile;
import dev.nagare.local.gguf.GgufWriter;
import java.util.ArrayList;
import java.util.List;

/** A vocabulary of the 256 bytes and a few merges and special tokens, for tests. */
public final class SmallVocabulary {
    private final List<String> tokens = new ArrayList<>();
    private final List<Integer> types = new ArrayList<>();
    private final List<String> merges = new ArrayList<>();
    private final GgufWriter writer = new GgufWriter().string("tokenizer.ggml.model", "gpt2");
    private String pre = "gpt-4o";

    public SmallVocabulary() {
        for (int b = 0; b < 256; b++) {
            token(String.valueOf(ByteAlphabet.character(b)), Vocabulary.NORMAL);
        }
    }

    /** Adds a token and returns its number. */
    public int token(String text, int type) {
        tokens.add(text);
        types.add(type);
        return tokens.size() - 1;
    }

    /** Adds a control token and returns its number. */
    public int control(String text) {
        return token(text, Vocabulary.CONTROL);
    }

    /** Adds the token made of two others and returns its number. */
    public int merge(String left, String right) {
        merges.add(left + " " + right);
        return token(left + right, Vocabulary.NORMAL);
    }

    SmallVocabulary pre(String name) {
        pre = name;
        return this;
    }

    SmallVocabulary rawMerge(String line) {
        merges.add(line);
        return this;
    }

    /** The writer, for further metadata. */
    public GgufWriter writer() {
        return writer;
    }

    public int size() {
        return tokens.size();
    }

    /** Writes the tokenizer's metadata; once. */
    public GgufWriter write() {
        return writer.string("tokenizer.ggml.pre", pre)
                .strings("tokenizer.ggml.tokens", tokens)
                .ints(
                        "tokenizer.ggml.token_type",
                        types.stream().mapToInt(Integer::intValue).toArray())
                .strings("tokenizer.ggml.merges", merges);
    }

    Tokenizer tokenizer() {
        return Tokenizer.of(GgufFile.of("small.gguf", write().bytes()));
    }
}
