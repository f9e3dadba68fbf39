package dev.nagare.guard;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Finds where in a text the tokens stand that come beside it, piece by piece.
 *
 * <p>Tokens spell the text one after the other, but not always piece by piece: a server may hold the last characters of a
 * token back, and a token may be only a part of a character. So a token is placed where the text that no token has spelled
 * yet begins with it, or else where the piece does that it came with. One for which there is not enough text waits. One that
 * says something else is left out: no rule and no judge has seen its text. One thread at a time.
 *
 * @param <T> the type of token
 */
final class TokenPlaces<T> {
    /** How many chars of text wait for their tokens, and how many tokens for their text; older ones wait in vain. */
    private static final int REACH = 256;

    /**
     * A token that spells a part of the text.
     *
     * @param start where the character begins that it begins in
     * @param end where the character ends that it ends in
     * @param <T> the type of token
     */
    record Placed<T>(T token, long start, long end) {}

    private final TokenForm<T> form;
    private final Deque<T> early = new ArrayDeque<>();

    /** The text that no token has spelled, from the character in which the last one ended. */
    private final StringBuilder text = new StringBuilder();

    private long start;

    /** How many bytes of the first character are spelled. */
    private int spelled;

    TokenPlaces(TokenForm<T> form) {
        this.form = form;
    }

    /** Where the text begins in which tokens may still be placed. */
    long start() {
        return start;
    }

    /** Takes the next piece and the tokens beside it; returns those that now have their place, in order. */
    List<Placed<T>> add(String piece, List<T> tokens) {
        int fresh = text.length();
        text.append(piece);
        early.addAll(tokens);
        List<Placed<T>> placed = early.isEmpty() ? List.of() : place(fresh);
        while (early.size() > REACH) {
            early.remove();
        }
        if (text.length() > REACH) {
            spelled = 0;
            drop(text.length() - REACH);
        }
        return placed;
    }

    private List<Placed<T>> place(int fresh) {
        Spelled unread = new Spelled(text);
        int at = spelled;
        int piece = Math.max(at, unread.byteAt(fresh));
        List<Placed<T>> placed = new ArrayList<>();
        while (!early.isEmpty()) {
            List<byte[]> readings = form.readings(early.element());
            int from = at;
            int length = unread.length(readings, from);
            if (length == Spelled.ANOTHER) {
                from = Math.max(at, piece);
                length = unread.length(readings, from);
            }
            if (length == Spelled.UNFINISHED) {
                break;
            }
            T token = early.remove();
            if (length >= 0) {
                at = from + length;
                placed.add(new Placed<>(token, start + unread.startOf(from), start + unread.endOf(from, length)));
            }
        }
        int first = unread.startOf(at);
        spelled = at - unread.byteAt(first);
        drop(first);
        return placed;
    }

    private void drop(int chars) {
        text.delete(0, chars);
        start += chars;
    }

    /** A text in UTF-8, and which byte belongs to which char; half a character at its end does not count yet. */
    private static final class Spelled {
        static final int ANOTHER = -1;
        static final int UNFINISHED = -2;

        private final byte[] bytes;
        private final int chars;

        /** For each char its first byte, and one more. */
        private final int[] byteOf;

        Spelled(CharSequence text) {
            int length = text.length();
            chars = length > 0 && Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
            bytes = text.subSequence(0, chars).toString().getBytes(StandardCharsets.UTF_8);
            byteOf = new int[length + 1];
            int at = 0;
            for (int i = 0; i < chars; i++) {
                byteOf[i] = at;
                boolean isPair = Character.isHighSurrogate(text.charAt(i))
                        && i + 1 < chars
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (isPair) {
                    byteOf[++i] = at;
                    at += 4;
                } else {
                    at += width(text.charAt(i));
                }
            }
            for (int i = chars; i <= length; i++) {
                byteOf[i] = bytes.length;
            }
        }

        /** How many bytes the encoder makes of a char; of half a character one. */
        private static int width(char c) {
            if (c < 0x80 || Character.isSurrogate(c)) {
                return 1;
            }
            return c < 0x800 ? 2 : 3;
        }

        int byteAt(int character) {
            return byteOf[character];
        }

        /** The char in which a byte stands. */
        int startOf(int position) {
            int character = 0;
            while (character < chars && byteOf[character + 1] <= position) {
                character++;
            }
            boolean isLowSurrogate = character > 0 && character < chars && byteOf[character] == byteOf[character - 1];
            return isLowSurrogate ? character - 1 : character;
        }

        /** The char after the one in which the last of some bytes stands. */
        int endOf(int from, int length) {
            if (length == 0) {
                return startOf(from);
            }
            int character = startOf(from + length - 1) + 1;
            while (character < chars && byteOf[character] < from + length) {
                character++;
            }
            return character;
        }

        /** How long the reading is that stands at a place. */
        int length(List<byte[]> readings, int from) {
            int best = ANOTHER;
            for (byte[] reading : readings) {
                int common = Math.min(reading.length, bytes.length - from);
                boolean fits = Arrays.equals(reading, 0, common, bytes, from, from + common);
                if (fits && common == reading.length) {
                    return common;
                }
                best = fits ? UNFINISHED : best;
            }
            return best;
        }
    }
}
