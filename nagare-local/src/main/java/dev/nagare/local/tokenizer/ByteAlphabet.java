package dev.nagare.local.tokenizer;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The alphabet in which GPT-2 vocabularies write bytes: each of the 256 bytes is one printable character. The printable
 * bytes of Latin-1 stand for themselves, the others are, in order, the characters from U+0100.
 */
final class ByteAlphabet {
    private static final int CHARACTERS = 0x144;

    private static final char[] CHARACTER_OF_BYTE = new char[256];
    private static final short[] BYTE_OF_CHARACTER = new short[CHARACTERS];

    static {
        Arrays.fill(BYTE_OF_CHARACTER, (short) -1);
        char next = 0x100;
        for (int b = 0; b < 256; b++) {
            boolean printable = (b >= 0x21 && b <= 0x7E) || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
            char character = printable ? (char) b : next++;
            CHARACTER_OF_BYTE[b] = character;
            BYTE_OF_CHARACTER[character] = (short) b;
        }
    }

    private ByteAlphabet() {}

    /** The character that stands for a byte, 0..255. */
    static char character(int b) {
        return CHARACTER_OF_BYTE[b];
    }

    /** The bytes that a token's text stands for, or null when it is not written in this alphabet. */
    static byte @Nullable [] bytes(String text) {
        byte[] bytes = new byte[text.length()];
        for (int i = 0; i < bytes.length; i++) {
            char character = text.charAt(i);
            if (character >= CHARACTERS || BYTE_OF_CHARACTER[character] < 0) {
                return null;
            }
            bytes[i] = (byte) BYTE_OF_CHARACTER[character];
        }
        return bytes;
    }
}
