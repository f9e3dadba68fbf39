package dev.nagare.local;

import dev.nagare.local.tokenizer.Tokenizer;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How single tokens are written beside their log probabilities. */
final class TokenTexts {
    /** What the original says of a token that cannot come; JSON has no infinity. */
    static final double IMPOSSIBLE = -9999.0;

    private final Tokenizer tokenizer;

    TokenTexts(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    int vocabularySize() {
        return tokenizer.size();
    }

    /** A token's bytes; for a control token those of its name. */
    byte[] bytes(int token) {
        byte[] bytes = tokenizer.bytes(token);
        return bytes.length > 0 ? bytes : tokenizer.mark(token).getBytes(StandardCharsets.UTF_8);
    }

    /** A token's text, with U+FFFD for what is no character by itself. */
    String text(int token) {
        return new String(bytes(token), StandardCharsets.UTF_8);
    }

    /** A token's text, or {@code bytes:\xe6\x97} for one that is no text by itself, as the older endpoint writes it. */
    String legacyText(int token) {
        byte[] bytes = bytes(token);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            StringBuilder text = new StringBuilder("bytes:");
            for (byte b : bytes) {
                text.append(String.format(Locale.ROOT, "\\x%02x", b & 0xFF));
            }
            return text.toString();
        }
    }

    /** What tokens write, one after the other; bytes that are no UTF-8 become U+FFFD. */
    String text(int[] tokens) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int token : tokens) {
            bytes.writeBytes(bytes(token));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** A token's bytes as numbers, 0..255. */
    List<Integer> byteValues(int token) {
        List<Integer> values = new ArrayList<>();
        for (byte b : bytes(token)) {
            values.add(b & 0xFF);
        }
        return values;
    }

    /** A log probability that JSON can say. */
    static double sayable(double logProbability) {
        return Double.isFinite(logProbability) ? Math.max(logProbability, IMPOSSIBLE) : IMPOSSIBLE;
    }
}
