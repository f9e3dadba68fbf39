package dev.nagare.wire;

import java.nio.charset.StandardCharsets;

/** Texts as bytes and back, for tests. */
final class Texts {
    private Texts() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
