package dev.nagare.local.tokenizer;

import java.util.SplittableRandom;

/** Texts that put the rules of the splitters next to each other: case, marks, digits, spaces, line ends, contractions. */
final class RandomTexts {
    private static final String[] SNIPPETS = {
        "a",
        "b",
        "z",
        "A",
        "B",
        "Z",
        "é",
        "É",
        "ß",
        "ſ",
        "ǅ",
        "ʰ",
        "ª",
        "日",
        "本",
        "ひ",
        "カ",
        "ー",
        "한",
        "א",
        "ا",
        "ा",
        "\u0301",
        "\u0308",
        "\u20dd",
        "\u093f",
        "0",
        "1",
        "9",
        "５",
        "½",
        "Ⅳ",
        "٣",
        " ",
        " ",
        "  ",
        "\t",
        "\n",
        "\r",
        "\r\n",
        "\u00a0",
        "\u3000",
        "\u0085",
        "\u2028",
        "\u200b",
        "'",
        "'s",
        "'S",
        "'ſ",
        "'re",
        "'LL",
        "'x",
        "'v",
        ".",
        ",",
        "!",
        "/",
        "//",
        "-",
        "_",
        "$",
        "+",
        "<",
        "=",
        ">",
        "^",
        "~",
        "|",
        "`",
        "(",
        "😀",
        "👩‍👩‍👧",
        "🇯🇵",
        "\u0000",
        "\ufffd",
        "\ud83c\udffb",
        "\ue000",
        "\u0378",
        "the",
        "Hello",
        "iPhone",
        "XMLHttp",
        "foo_bar",
        "12345"
    };

    private RandomTexts() {}

    /** A text of up to {@code limit} snippets. */
    static String of(SplittableRandom random, int limit) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(limit + 1); i > 0; i--) {
            text.append(SNIPPETS[random.nextInt(SNIPPETS.length)]);
        }
        return text.toString();
    }

    /** A text of any code points that are no surrogates. */
    static String ofAnything(SplittableRandom random, int limit) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(limit + 1); i > 0; i--) {
            int bits = random.nextInt(5, 21);
            int point = random.nextInt(1 << bits);
            boolean surrogate = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
            text.appendCodePoint(surrogate ? 'x' : point);
        }
        return text.toString();
    }
}
