package dev.nagare.guard;

import dev.nagare.wire.CompletionLogprobs;
import dev.nagare.wire.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The tokens of the older endpoint: what four lists say of each. */
final class CompletionTokens implements TokenForm<CompletionTokens.Token> {
    static final CompletionTokens FORM = new CompletionTokens();

    /**
     * A token.
     *
     * @param text its text, or its bytes as {@code bytes:\xe6}
     * @param offset where it begins, as the server counts; null where the server does not say
     * @param logprob the logarithm of its probability
     * @param alternatives what might have come, with the token itself
     */
    record Token(
            String text,
            @Nullable Integer offset,
            @Nullable Double logprob,
            @Nullable Map<String, Double> alternatives) {
        /** The token where a text before it has become longer by so many characters. */
        Token shifted(long by) {
            return offset == null || by == 0 ? this : new Token(text, (int) (offset + by), logprob, alternatives);
        }
    }

    private CompletionTokens() {}

    /** The tokens of lists, which some servers give with different lengths; what belongs to no token is left out. */
    static List<Token> of(@Nullable CompletionLogprobs logprobs) {
        if (logprobs == null) {
            return List.of();
        }
        List<Token> tokens = new ArrayList<>();
        List<@Nullable Double> values = logprobs.tokenLogprobs();
        List<@Nullable Map<String, Double>> top = logprobs.topLogprobs();
        for (int i = 0; i < logprobs.tokens().size(); i++) {
            tokens.add(new Token(
                    logprobs.tokens().get(i),
                    i < logprobs.textOffset().size() ? logprobs.textOffset().get(i) : null,
                    i < values.size() ? values.get(i) : null,
                    top != null && i < top.size() ? top.get(i) : null));
        }
        return tokens;
    }

    /** The lists of tokens, with that of the alternatives or without, and with further members. */
    static CompletionLogprobs join(List<Token> tokens, boolean hasAlternatives, JsonObject additional) {
        List<Integer> offsets = new ArrayList<>();
        List<@Nullable Double> values = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        List<@Nullable Map<String, Double>> top = new ArrayList<>();
        for (Token token : tokens) {
            if (token.offset() != null) {
                offsets.add(token.offset());
            }
            values.add(token.logprob());
            texts.add(token.text());
            top.add(token.alternatives());
        }
        return CompletionLogprobs.of(offsets, values, texts, hasAlternatives ? top : null)
                .withAdditional(additional);
    }

    @Override
    public List<byte[]> readings(Token token) {
        return readings(token.text());
    }

    private static List<byte[]> readings(String text) {
        byte[] plain = text.getBytes(StandardCharsets.UTF_8);
        byte[] escaped = TokenBytes.ofEscaped(text);
        return escaped == null ? List.of(plain) : List.of(plain, escaped);
    }

    @Override
    public Token keeping(Token token, Predicate<String> allowed, UnaryOperator<JsonObject> known) {
        Map<String, Double> others = token.alternatives();
        if (others == null) {
            return token;
        }
        Map<String, Double> kept = new LinkedHashMap<>();
        others.forEach((text, logprob) -> {
            boolean isAllowed = text.equals(token.text())
                    || readings(text).stream().allMatch(reading -> allowed.test(TokenBytes.text(reading)));
            if (isAllowed) {
                kept.put(text, logprob);
            }
        });
        return kept.size() == others.size() ? token : new Token(token.text(), token.offset(), token.logprob(), kept);
    }
}
