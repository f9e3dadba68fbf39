package dev.nagare.client;

import java.util.Optional;

/** What a server may put into our messages and numbers. */
final class ServerText {
    private static final int MAX_MESSAGE = 1_000;

    private ServerText() {}

    /** The text on one line and of bounded length. */
    static String bounded(String text) {
        return bounded(text, MAX_MESSAGE);
    }

    /** The text on one line and of at most this length. */
    static String bounded(String text, int max) {
        int length = Math.min(text.length(), max);
        StringBuilder out = new StringBuilder(length + 1);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            out.append(Character.isISOControl(c) ? ' ' : c);
        }
        return length < text.length() ? out.append('…').toString() : out.toString();
    }

    /** A number of at most nine digits; empty for anything else. */
    static Optional<Long> parse(String text) {
        String digits = text.strip();
        boolean fits =
                !digits.isEmpty() && digits.length() <= 9 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return fits ? Optional.of(Long.parseLong(digits)) : Optional.empty();
    }
}
