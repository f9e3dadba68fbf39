package dev.nagare.wire;

import java.util.List;

/** What the older endpoint continues: one text, several, one list of tokens, or several. */
public sealed interface Prompt permits Prompt.Text, Prompt.Texts, Prompt.Tokens, Prompt.TokenLists {
    /** One text. */
    static Prompt of(String text) {
        return new Text(text);
    }

    /**
     * One text.
     *
     * @param text the text
     */
    record Text(String text) implements Prompt {}

    /**
     * Several texts, each answered by itself.
     *
     * @param texts the texts in order
     */
    record Texts(List<String> texts) implements Prompt {
        /** Copies the texts. */
        public Texts {
            texts = List.copyOf(texts);
        }
    }

    /**
     * One list of tokens.
     *
     * @param tokens the model's own token ids
     */
    record Tokens(List<Integer> tokens) implements Prompt {
        /** Copies the tokens. */
        public Tokens {
            tokens = List.copyOf(tokens);
        }
    }

    /**
     * Several lists of tokens, each answered by itself.
     *
     * @param lists the lists in order
     */
    record TokenLists(List<List<Integer>> lists) implements Prompt {
        /** Copies the lists. */
        public TokenLists {
            lists = lists.stream().map(List::copyOf).toList();
        }
    }
}
