package dev.nagare.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A JSON text in two parts, between which the inside of one string belongs. */
final class SplitTemplate {
    private final byte[] before;
    private final byte[] after;

    /**
     * Splits a JSON text.
     *
     * @param json the text, with an empty string at the place in question
     * @param mark what comes before that place, with the quotation mark that opens the string; since quotation marks
     *     within strings are escaped, it cannot be found in a string
     */
    SplitTemplate(byte[] json, byte[] mark) {
        int at = indexOf(json, mark);
        before = Arrays.copyOf(json, at + mark.length);
        after = Arrays.copyOfRange(json, before.length, json.length);
    }

    /** Appends the text with this string in its place. */
    void write(String inside, Utf8Buffer out) {
        out.append(before).appendEscaped(inside).append(after);
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static int indexOf(byte[] bytes, byte[] mark) {
        for (int at = 0; at + mark.length <= bytes.length; at++) {
            if (Arrays.equals(bytes, at, at + mark.length, mark, 0, mark.length)) {
                return at;
            }
        }
        throw new IllegalStateException("the codec wrote no " + new String(mark, StandardCharsets.US_ASCII));
    }
}
