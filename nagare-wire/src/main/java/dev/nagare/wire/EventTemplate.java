package dev.nagare.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Recognises a JSON text that differs from an earlier one only within one string, and perhaps within the padding that
 * hides the length of that string.
 *
 * <p>The idea: a stream's chunks are, byte for byte, the same but for their text. If a parser has read one of them, has
 * found one text under one name, and that name occurs once in its bytes, then any bytes with the same begin and end and
 * a valid string between them say the same but for that text. So nothing needs to be parsed, only compared. Names are
 * found by their quotation marks, which cannot mislead as long as no backslash occurs outside the string: learning
 * refuses such texts, and reading those whose string needs more than the plain escapes.
 */
final class EventTemplate {
    private static final byte[] PADDING = SplitTemplate.ascii("\"obfuscation\"");

    /** Longer texts are not worth keeping. */
    private static final int MAX_FIXED_BYTES = 4_096;

    private final byte[] before;
    private final byte[] after;
    private final byte @Nullable [] afterPadding;
    private @Nullable String padding;

    private EventTemplate(byte[] before, byte[] after, byte @Nullable [] afterPadding) {
        this.before = before;
        this.after = after;
        this.afterPadding = afterPadding;
    }

    /**
     * A template made from a JSON text that a parser has accepted.
     *
     * @param quotedName the name of the string that varies, with its quotation marks; the parser has found a text there
     * @param padded whether the parser has found a text under {@code obfuscation}
     * @return null when the text is not simple enough to be sure
     */
    static @Nullable EventTemplate learn(byte[] json, int offset, int length, byte[] quotedName, boolean padded) {
        int end = offset + length;
        int from = stringUnder(json, offset, end, quotedName);
        int to = from < 0 ? -1 : closingQuote(json, from, end);
        if (to < 0 || hasBackslash(json, offset, from) || hasBackslash(json, to, end)) {
            return null;
        }
        if (contains(json, to, end, quotedName) || length - (to - from) > MAX_FIXED_BYTES) {
            return null;
        }
        byte[] before = Arrays.copyOfRange(json, offset, from);
        if (!padded) {
            return new EventTemplate(before, Arrays.copyOfRange(json, to, end), null);
        }
        int paddingFrom = stringUnder(json, to, end, PADDING);
        int paddingTo = paddingFrom < 0 ? -1 : closingQuote(json, paddingFrom, end);
        if (paddingTo < 0 || contains(json, offset, from, PADDING) || contains(json, paddingTo, end, PADDING)) {
            return null;
        }
        return new EventTemplate(
                before, Arrays.copyOfRange(json, to, paddingFrom), Arrays.copyOfRange(json, paddingTo, end));
    }

    /** The text between the known bytes; null when these bytes are not of this form, or only a parser can tell. */
    @Nullable
    String match(byte[] json, int offset, int length) {
        int end = offset + length;
        int from = offset + before.length;
        if (length < before.length + after.length || !Arrays.equals(json, offset, from, before, 0, before.length)) {
            return null;
        }
        int to = closingQuote(json, from, end);
        int afterTo = to + after.length;
        if (to < 0 || afterTo > end || !Arrays.equals(json, to, afterTo, after, 0, after.length)) {
            return null;
        }
        if (afterPadding == null) {
            return afterTo == end ? text(json, from, to) : null;
        }
        int paddingTo = closingQuote(json, afterTo, end);
        if (paddingTo < 0 || !Arrays.equals(json, paddingTo, end, afterPadding, 0, afterPadding.length)) {
            return null;
        }
        padding = text(json, afterTo, paddingTo);
        return padding == null ? null : text(json, from, to);
    }

    /** The padding of the text that matched last; null when this form has none. */
    @Nullable
    String padding() {
        return padding;
    }

    /** Where the string behind the first of these names begins, within its quotation marks; -1 when there is none. */
    private static int stringUnder(byte[] json, int from, int end, byte[] quotedName) {
        int at = indexOf(json, from, end, quotedName);
        if (at < 0) {
            return -1;
        }
        at = skipSpace(json, at + quotedName.length, end);
        if (at == end || json[at] != ':') {
            return -1;
        }
        at = skipSpace(json, at + 1, end);
        return at < end && json[at] == '"' ? at + 1 : -1;
    }

    private static int skipSpace(byte[] json, int at, int end) {
        while (at < end && (json[at] == ' ' || json[at] == '\t' || json[at] == '\n' || json[at] == '\r')) {
            at++;
        }
        return at;
    }

    private static int closingQuote(byte[] json, int from, int end) {
        for (int at = from; at < end; at++) {
            byte b = json[at];
            if (b == '"') {
                return at;
            }
            if (b == '\\') {
                at++;
            }
        }
        return -1;
    }

    /** The text that these bytes say within a JSON string; null when they are wrong, or not simple. */
    private static @Nullable String text(byte[] json, int from, int to) {
        boolean ascii = true;
        for (int at = from; at < to; at++) {
            byte b = json[at];
            if (b == '\\') {
                return unescaped(json, from, to);
            }
            if (b < ' ') {
                if (b >= 0) {
                    return null;
                }
                ascii = false;
            }
        }
        if (ascii) {
            return new String(json, from, to - from, StandardCharsets.ISO_8859_1);
        }
        return Utf8.firstInvalid(json, from, to - from) < 0
                ? new String(json, from, to - from, StandardCharsets.UTF_8)
                : null;
    }

    private static @Nullable String unescaped(byte[] json, int from, int to) {
        byte[] plain = new byte[to - from];
        int size = 0;
        for (int at = from; at < to; at++) {
            byte b = json[at];
            if (b >= 0 && b < ' ') {
                return null;
            }
            if (b == '\\') {
                // The closing quotation mark was found, so a byte follows.
                b = escape(json[++at]);
                if (b == 0) {
                    return null;
                }
            }
            plain[size++] = b;
        }
        return Utf8.firstInvalid(plain, 0, size) < 0 ? new String(plain, 0, size, StandardCharsets.UTF_8) : null;
    }

    /** What an escape of one letter stands for; 0 for one of several letters or none. */
    private static byte escape(byte letter) {
        return switch (letter) {
            case '"', '\\', '/' -> letter;
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'f' -> '\f';
            default -> 0;
        };
    }

    private static boolean hasBackslash(byte[] json, int from, int to) {
        for (int at = from; at < to; at++) {
            if (json[at] == '\\') {
                return true;
            }
        }
        return false;
    }

    private static boolean contains(byte[] json, int from, int to, byte[] wanted) {
        return indexOf(json, from, to, wanted) >= 0;
    }

    private static int indexOf(byte[] json, int from, int to, byte[] wanted) {
        for (int at = from; at + wanted.length <= to; at++) {
            if (json[at] == wanted[0] && Arrays.equals(json, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        return -1;
    }
}
