package dev.nagare.wire;

import java.util.Random;

/** Texts that break careless code: quotation marks, escapes, control characters, every length of UTF-8. */
final class RandomTexts {
    private static final String[] PIECES = {
        "a",
        " word",
        "\"",
        "\\",
        "\n",
        "\r",
        "\t",
        "\b",
        "\f",
        "\u0000",
        "\u001f",
        "\u007f",
        "/",
        "é",
        "ß",
        "\u07ff",
        "\u0800",
        "流れ",
        "\ufffd",
        "\uffff",
        "😀",
        "𝄞",
        "\udbff\udfff",
        "\u2028",
        "data: ",
        "[DONE]",
        "\"content\"",
        "\"text\":\"",
        "{",
        "}]",
        ",",
        ":",
        "\\u0041",
        "\\\"",
        "null"
    };

    private RandomTexts() {}

    static String next(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    /** As {@link #next}, but perhaps with surrogates that have no partner. */
    static String nextHostile(Random random) {
        StringBuilder text = new StringBuilder(next(random));
        for (int i = random.nextInt(3); i > 0; i--) {
            text.insert(random.nextInt(text.length() + 1), random.nextBoolean() ? '\ud83d' : '\ude00');
        }
        return text.toString();
    }
}
