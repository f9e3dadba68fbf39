package dev.nagare.local;

import dev.nagare.local.sampling.TokenProbabilities;
import dev.nagare.local.text.Utf8Assembler;
import java.util.ArrayList;
import java.util.List;

/**
 * The log probabilities of a prompt's tokens. The answers to a prompt share them, and each is shown the same logits: the
 * first to come writes them down. The scheduler's thread only.
 */
final class PromptScores {
    private final Plan.PromptTokens prompt;
    private final TokenTexts texts;
    private final int top;
    /** Those of the second token, the third and so on: nothing comes before the first. */
    private final List<TokenProbabilities> known = new ArrayList<>();

    /**
     * Scores of which none is known.
     *
     * @param top how many of the most likely tokens to name at each place
     */
    PromptScores(Plan.PromptTokens prompt, TokenTexts texts, int top) {
        this.prompt = prompt;
        this.texts = texts;
        this.top = top;
    }

    /** Takes the logits for a position, unless they are known. */
    void add(float[] logits, int offset, int position) {
        if (position == known.size() + 1) {
            int token = prompt.tokens()[position];
            known.add(TokenProbabilities.of(logits, offset, texts.vocabularySize(), token, top));
        }
    }

    /** The tokens that the prompt's text is made of; the first of them has no probabilities. */
    List<TokenScore> tokens() {
        List<TokenScore> tokens = new ArrayList<>();
        Utf8Assembler assembler = new Utf8Assembler();
        StringBuilder decoded = new StringBuilder();
        for (int i = prompt.added(); i < prompt.count(); i++) {
            int token = prompt.tokens()[i];
            tokens.add(new TokenScore(token, decoded.length(), i == prompt.added() ? null : known.get(i - 1)));
            assembler.push(texts.bytes(token), decoded);
        }
        return tokens;
    }
}
