package dev.nagare.local.chat;

import dev.nagare.local.tokenizer.TokenBuffer;
import dev.nagare.local.tokenizer.Tokenizer;
import java.util.OptionalInt;

/**
 * The tokens of a framed conversation.
 *
 * <p>Marks of the framing become control tokens by their number; everything else is text and stays text, whatever it
 * says. Text between two marks is tokenized as a whole, as it would be in one long string.
 */
final class PromptTokens {
    private final Tokenizer tokenizer;
    private final TokenBuffer tokens = new TokenBuffer();
    private final StringBuilder text = new StringBuilder();

    PromptTokens(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
        if (tokenizer.addsBeginning()) {
            tokenizer.beginning().ifPresent(tokens::add);
        }
    }

    /** Adds a mark: the control token of this text, or the text itself where the vocabulary has no such token. */
    PromptTokens mark(String mark) {
        OptionalInt special = tokenizer.special(mark);
        if (special.isPresent()) {
            flush();
            tokens.add(special.getAsInt());
        } else {
            text.append(mark);
        }
        return this;
    }

    /** Adds the token that ends a text, or this mark where the file names none. */
    PromptTokens end(String mark) {
        if (tokenizer.end().isPresent()) {
            flush();
            tokens.add(tokenizer.end().getAsInt());
            return this;
        }
        return mark(mark);
    }

    PromptTokens text(String more) {
        text.append(more);
        return this;
    }

    int[] toArray() {
        flush();
        return tokens.toArray();
    }

    private void flush() {
        tokenizer.encode(text.toString(), false, tokens);
        text.setLength(0);
    }
}
