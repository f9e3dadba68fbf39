package dev.nagare.local.text;

/**
 * Decodes UTF-8 that comes in pieces of any size.
 *
 * <p>What is not yet a whole character is kept until it is one. Bytes that can no longer become one are replaced by
 * U+FFFD, one for each maximal part of a character, as the
 * <a href="https://encoding.spec.whatwg.org/#utf-8-decoder">WHATWG decoder</a> does, whose names are used below. The
 * JDK's decoder agrees but for the bytes of surrogates.
 */
public final class Utf8Assembler {
    private static final char REPLACEMENT = '\uFFFD';
    private static final int LOWER = 0x80;
    private static final int UPPER = 0xBF;

    private int codePoint;
    private int needed;
    private int seen;
    private int lower = LOWER;
    private int upper = UPPER;

    /** Appends the characters that these bytes complete. */
    public void push(byte[] bytes, StringBuilder out) {
        for (byte b : bytes) {
            push(b & 0xFF, out);
        }
    }

    /** Whether bytes of a character that is not yet whole are kept. */
    public boolean isPending() {
        return needed > 0;
    }

    /** Ends the input: an unfinished character becomes U+FFFD. */
    public void finish(StringBuilder out) {
        if (needed > 0) {
            out.append(REPLACEMENT);
            reset();
        }
    }

    private void push(int b, StringBuilder out) {
        if (needed == 0) {
            begin(b, out);
        } else if (b < lower || b > upper) {
            out.append(REPLACEMENT);
            reset();
            begin(b, out);
        } else {
            lower = LOWER;
            upper = UPPER;
            codePoint = codePoint << 6 | (b & 0x3F);
            if (++seen == needed) {
                out.appendCodePoint(codePoint);
                reset();
            }
        }
    }

    private void begin(int b, StringBuilder out) {
        if (b <= 0x7F) {
            out.append((char) b);
        } else if (b >= 0xC2 && b <= 0xDF) {
            needed = 1;
            codePoint = b & 0x1F;
        } else if (b >= 0xE0 && b <= 0xEF) {
            needed = 2;
            codePoint = b & 0x0F;
            lower = b == 0xE0 ? 0xA0 : LOWER;
            upper = b == 0xED ? 0x9F : UPPER;
        } else if (b >= 0xF0 && b <= 0xF4) {
            needed = 3;
            codePoint = b & 0x07;
            lower = b == 0xF0 ? 0x90 : LOWER;
            upper = b == 0xF4 ? 0x8F : UPPER;
        } else {
            out.append(REPLACEMENT);
        }
    }

    private void reset() {
        codePoint = 0;
        needed = 0;
        seen = 0;
        lower = LOWER;
        upper = UPPER;
    }
}
