package dev.nagare.local.tokenizer;

import java.util.Arrays;

/** A growing list of tokens; belongs to one thread. */
public final class TokenBuffer {
    private int[] tokens = new int[64];
    private int size;

    /** Appends a token. */
    public void add(int token) {
        if (size == tokens.length) {
            tokens = Arrays.copyOf(tokens, 2 * size);
        }
        tokens[size++] = token;
    }

    /** The number of tokens. */
    public int size() {
        return size;
    }

    /** A copy of the tokens. */
    public int[] toArray() {
        return Arrays.copyOf(tokens, size);
    }
}
