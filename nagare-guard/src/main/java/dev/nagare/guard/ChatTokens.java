package dev.nagare.guard;

import dev.nagare.wire.JsonObject;
import dev.nagare.wire.Logprobs;
import dev.nagare.wire.TokenLogprob;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The tokens of a chat: their text, and often their bytes. */
final class ChatTokens implements TokenForm<TokenLogprob> {
    static final ChatTokens FORM = new ChatTokens();

    private ChatTokens() {}

    /** Whether there is a token that says something. */
    static boolean areIn(@Nullable Logprobs logprobs) {
        return logprobs != null
                && !(of(logprobs.content()).isEmpty() && of(logprobs.refusal()).isEmpty());
    }

    /** The tokens of a list that may be missing. */
    static List<TokenLogprob> of(@Nullable List<TokenLogprob> tokens) {
        return tokens == null ? List.of() : tokens;
    }

    @Override
    public List<byte[]> readings(TokenLogprob token) {
        List<Integer> values = token.bytes();
        if (values == null) {
            return List.of(token.token().getBytes(StandardCharsets.UTF_8));
        }
        byte[] bytes = new byte[values.size()];
        for (int i = 0; i < bytes.length; i++) {
            int value = values.get(i);
            if (value < 0 || value > 0xFF) {
                return List.of();
            }
            bytes[i] = (byte) value;
        }
        return TokenBytes.say(bytes, token.token()) ? List.of(bytes) : List.of();
    }

    @Override
    public TokenLogprob keeping(TokenLogprob token, Predicate<String> allowed, UnaryOperator<JsonObject> known) {
        List<TokenLogprob> others = token.topLogprobs();
        List<TokenLogprob> kept = null;
        if (others != null) {
            kept = new ArrayList<>(others.size());
            for (TokenLogprob other : others) {
                if (saySame(other, token) || isAllowed(other, allowed)) {
                    kept.add(keeping(other, allowed, known));
                }
            }
        }
        TokenLogprob seen =
                new TokenLogprob(token.token(), token.logprob(), token.bytes(), kept, known.apply(token.additional()));
        return seen.equals(token) ? token : seen;
    }

    private boolean saySame(TokenLogprob one, TokenLogprob other) {
        List<byte[]> first = readings(one);
        List<byte[]> second = readings(other);
        return !first.isEmpty() && !second.isEmpty() && Arrays.equals(first.get(0), second.get(0));
    }

    private boolean isAllowed(TokenLogprob other, Predicate<String> allowed) {
        List<byte[]> readings = readings(other);
        return !readings.isEmpty() && allowed.test(TokenBytes.text(readings.get(0)));
    }
}
