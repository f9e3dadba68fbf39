package dev.nagare.local.tokenizer;

import java.util.HashMap;
import java.util.Map;

/** Finds the tokens that are matched as whole texts, before anything is cut: a trie over their characters. */
final class SpecialTokens {
    private static final int LENGTH_LIMIT = 256;

    private static final class Node {
        private final Map<Character, Node> children = new HashMap<>();
        private int token = -1;
    }

    /**
     * An occurrence.
     *
     * @param token the token
     * @param from where its text begins
     * @param to where its text ends
     */
    record Match(int token, int from, int to) {}

    private final Node root = new Node();

    /** Adds a token; an empty text, or one longer than any real one, is never found. */
    void add(String text, int token) {
        if (text.isEmpty() || text.length() > LENGTH_LIMIT) {
            return;
        }
        Node node = root;
        for (int i = 0; i < text.length(); i++) {
            node = node.children.computeIfAbsent(text.charAt(i), key -> new Node());
        }
        node.token = token;
    }

    /** The first occurrence at or after a position, of several there the longest; a match at the end with token -1 if none. */
    Match find(String text, int from) {
        int length = text.length();
        for (int start = from; !root.children.isEmpty() && start < length; start++) {
            Node node = root.children.get(text.charAt(start));
            int end = start;
            int token = -1;
            for (int i = start + 1; node != null; i++) {
                if (node.token >= 0) {
                    token = node.token;
                    end = i;
                }
                node = i < length ? node.children.get(text.charAt(i)) : null;
            }
            if (token >= 0) {
                return new Match(token, start, end);
            }
        }
        return new Match(-1, length, length);
    }
}
