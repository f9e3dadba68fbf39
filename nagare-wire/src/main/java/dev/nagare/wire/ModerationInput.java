package dev.nagare.wire;

import java.util.List;

/** What is to be judged: one text, several, or one input of several parts. */
public sealed interface ModerationInput permits ModerationInput.Text, ModerationInput.Texts, ModerationInput.Parts {
    /** One text. */
    static ModerationInput of(String text) {
        return new Text(text);
    }

    /** Several texts, each judged by itself. */
    static ModerationInput of(List<String> texts) {
        return new Texts(texts);
    }

    /**
     * One text.
     *
     * @param text the text
     */
    record Text(String text) implements ModerationInput {}

    /**
     * Several texts, each judged by itself.
     *
     * @param texts the texts in order
     */
    record Texts(List<String> texts) implements ModerationInput {
        /** Copies the texts. */
        public Texts {
            texts = List.copyOf(texts);
        }
    }

    /**
     * One input of several parts, judged as a whole.
     *
     * @param parts the parts in order: those of type {@code text} and {@code image_url}
     */
    record Parts(List<ContentPart> parts) implements ModerationInput {
        /** Copies the parts. */
        public Parts {
            parts = List.copyOf(parts);
        }
    }
}
