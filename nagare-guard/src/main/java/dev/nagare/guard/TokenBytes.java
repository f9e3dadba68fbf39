package dev.nagare.guard;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The bytes of tokens as servers write them: a token may hold a part of a character only, which is no text by itself. */
final class TokenBytes {
    private static final Pattern ESCAPED = Pattern.compile("bytes:((?:\\\\x[0-9a-fA-F]{2})+)");

    private TokenBytes() {}

    /** The bytes as text, with U+FFFD for what is no character by itself. */
    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /**
     * Whether a text says no more than bytes do: it is their text, or has for what is no character U+FFFD, as most servers
     * write it, or {@code \xe6}, as the original does, or ends before it, as llama.cpp's does.
     */
    static boolean say(byte[] bytes, String text) {
        String replaced = text(bytes);
        if (replaced.equals(text)) {
            return true;
        }
        return replaced.indexOf('\uFFFD') >= 0
                && (escaped(bytes).equals(text) || beginning(bytes).equals(text));
    }

    private static String escaped(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        StringBuilder text = new StringBuilder();
        while (true) {
            CoderResult result = decode(decoder, in, text);
            if (!result.isError()) {
                return text.toString();
            }
            for (int i = 0; i < result.length(); i++) {
                text.append(String.format(Locale.ROOT, "\\x%02x", in.get() & 0xFF));
            }
        }
    }

    private static String beginning(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        decode(StandardCharsets.UTF_8.newDecoder(), ByteBuffer.wrap(bytes), text);
        return text.toString();
    }

    private static CoderResult decode(CharsetDecoder decoder, ByteBuffer in, StringBuilder text) {
        CharBuffer out = CharBuffer.allocate(in.remaining() + 1);
        CoderResult result = decoder.decode(in, out, true);
        text.append(out.flip());
        decoder.reset();
        return result;
    }

    /** The bytes of a token that is written {@code bytes:\xe6\x97}, as the older endpoint does; null for any other. */
    static byte @Nullable [] ofEscaped(String token) {
        Matcher matcher = ESCAPED.matcher(token);
        if (!matcher.matches()) {
            return null;
        }
        String escapes = matcher.group(1);
        byte[] bytes = new byte[escapes.length() / 4];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(escapes, 4 * i + 2, 4 * i + 4, 16);
        }
        return bytes;
    }
}
