package dev.nagare.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.Normalizer2;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FoldingTest {
    private static final long SEED = Long.getLong("nagare.guard.seed", System.nanoTime());
    private static final Normalizer2 NFC = Normalizer2.getNFCInstance();
    private static final Normalizer2 NFD = Normalizer2.getNFDInstance();

    @Test
    void theTablesAreWhatTheGeneratorWrites() throws IOException {
        assertThat(FoldingTables.folding()).isEqualTo(Files.readString(FoldingTables.RESOURCES.resolve("folding.txt")));
        assertThat(FoldingTables.plain()).isEqualTo(Files.readString(FoldingTables.RESOURCES.resolve("plain.txt")));
        assertThat(FoldingTables.letters()).isEqualTo(Files.readString(FoldingTables.RESOURCES.resolve("letters.txt")));
        for (int syllable = 0xAC00; syllable <= 0xD7A3; syllable++) {
            assertThat(Folding.WORDS.symbols(Character.toString(syllable)))
                    .as("U+%X", syllable)
                    .isEqualTo(FoldingTables.foldFully(syllable));
        }
    }

    /** There is no exception: what Unicode says is the same character is seen the same. */
    @Test
    void aCharacterIsSeenAsItsPartsAreForEveryScalarValue() {
        List<String> different = new ArrayList<>();
        for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
            String text = Character.toString(point);
            String whole = Folding.WORDS.fold(text);
            boolean isSame = Character.isBmpCodePoint(point) && Character.isSurrogate((char) point);
            isSame |= whole.equals(Folding.WORDS.fold(NFC.normalize(text)))
                    && whole.equals(Folding.WORDS.fold(NFD.normalize(text)));
            if (!isSame) {
                different.add(Integer.toHexString(point));
            }
        }
        assertThat(different).isEmpty();
    }

    /**
     * Texts too, but for those in which Unicode composes a letter with a mark across another that is kept: the marks come in
     * another order then. Of the marks in everyday use these are Arabic's hamza and madda over a vowelled letter.
     */
    @Test
    void aTextIsSeenAsItsPartsAreUnlessAMarkStandsBetween() {
        Random random = new Random(SEED);
        int[] marked = IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(point ->
                        !NFD.isNormalized(Character.toString(point)) || UCharacter.getCombiningClass(point) > 0)
                .toArray();
        int across = 0;
        for (int i = 0; i < 300_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int part = 1 + random.nextInt(5); part > 0; part--) {
                int point = random.nextInt(4) == 0 ? random.nextInt(0x3100) : marked[random.nextInt(marked.length)];
                text.appendCodePoint(random.nextInt(6) == 0 ? 0x3099 : point);
            }
            String parts = NFD.normalize(text);
            String whole = NFC.normalize(parts);
            if (composesAcrossAMark(whole)) {
                across++;
            } else if (!Folding.WORDS.fold(whole).equals(Folding.WORDS.fold(parts))) {
                assertThat(Folding.WORDS.fold(whole))
                        .as(
                                "seed %d, %s",
                                SEED,
                                text.codePoints().mapToObj(Integer::toHexString).toList())
                        .isEqualTo(Folding.WORDS.fold(parts));
            }
        }
        assertThat(across).isBetween(1, 30_000);
    }

    /** Whether the parts of some character are not in Unicode's order when they stand where the character stands. */
    private static boolean composesAcrossAMark(String whole) {
        String apart = whole.codePoints()
                .mapToObj(point -> NFD.normalize(Character.toString(point)))
                .collect(Collectors.joining());
        return !NFD.normalize(apart).equals(apart);
    }

    /** The exception, which is one because no code point looks at its neighbours: this fails when it is gone. */
    @Test
    void anArabicHamzaOverAVowelledLetterIsSeenInTheOrderInWhichItIsWritten() {
        String whole = "\u0623\u064E\u0646\u062A\u064E";
        String parts = NFD.normalize(whole);
        assertThat(parts).isEqualTo("\u0627\u064E\u0654\u0646\u062A\u064E");
        assertThat(Folding.WORDS.fold(parts)).isEqualTo(parts);
        assertThat(Folding.WORDS.fold(whole)).isEqualTo("\u0627\u0654\u064E\u0646\u062A\u064E");
    }

    @Test
    void symbolsThatAreOneLetterAreThoseThatUnicodeComposes() {
        Set<List<Integer>> expected = new HashSet<>();
        for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
            String text = Character.toString(point);
            String parts = NFD.normalize(text);
            if (NFC.isNormalized(text) && !parts.equals(text)) {
                int[] symbols = Folding.WORDS.symbols(parts);
                for (int i = 1; i < symbols.length; i++) {
                    assertThat(Letters.mayGrow(symbols[i - 1]))
                            .as("U+%X", point)
                            .isTrue();
                    assertThat(Letters.compose(symbols[i - 1], symbols[i]))
                            .as("U+%X", point)
                            .isTrue();
                    expected.add(List.of(symbols[i - 1], symbols[i]));
                }
            }
        }
        int[] befores =
                expected.stream().mapToInt(pair -> pair.get(0)).distinct().toArray();
        int[] afters =
                expected.stream().mapToInt(pair -> pair.get(1)).distinct().toArray();
        for (int before : befores) {
            for (int after : afters) {
                assertThat(Letters.compose(before, after))
                        .as("U+%X U+%X", before, after)
                        .isEqualTo(expected.contains(List.of(before, after)));
            }
        }
        for (int point = 0; point < 0x3100; point++) {
            int before = point;
            assertThat(Letters.mayGrow(point))
                    .as("U+%X", point)
                    .isEqualTo(IntStream.of(befores).anyMatch(each -> each == before));
        }
    }

    @Test
    void foldingTwiceIsFoldingOnceForEveryScalarValue() {
        for (Folding folding : List.of(Folding.WORDS, Folding.PLAIN)) {
            List<String> wrong = new ArrayList<>();
            for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
                String once = folding.fold(Character.toString(point));
                if (!folding.fold(once).equals(once)) {
                    wrong.add(Integer.toHexString(point));
                }
            }
            assertThat(wrong).isEmpty();
        }
    }

    @Test
    void noAsciiCharacterChangesButByCaseAndControlsVanish() {
        for (int point = 0; point < 0x80; point++) {
            String text = Character.toString(point);
            boolean isControl = (point < ' ' && "\t\n\u000B\f\r".indexOf(point) < 0) || point == 0x7F;
            if (isControl) {
                assertThat(Folding.WORDS.fold(text)).as("U+%X", point).isEmpty();
                assertThat(Folding.PLAIN.fold(text)).as("U+%X", point).isEmpty();
                continue;
            }
            assertThat(Folding.WORDS.fold(text)).isEqualTo(text.toLowerCase(java.util.Locale.ROOT));
            assertThat(Folding.PLAIN.fold(text)).isEqualTo(text);
        }
    }

    @Test
    void caseNeverMattersForWords() {
        for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
            if (Character.isUpperCase(point) && Character.toUpperCase(Character.toLowerCase(point)) == point) {
                assertThat(Folding.WORDS.fold(Character.toString(point)))
                        .as("U+%X", point)
                        .isEqualTo(Folding.WORDS.fold(Character.toString(Character.toLowerCase(point))));
            }
        }
    }

    @Test
    void theSymbolsOfJoinedTextAreTheJoinedSymbols() {
        String left = "Straße ";
        String right = "\u0301ﬁn\u200B";
        assertThat(Folding.WORDS.fold(left + right)).isEqualTo(Folding.WORDS.fold(left) + Folding.WORDS.fold(right));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pom", "com", "10", "1l|", "rn m", "cl d", "vv w", "o0", "a\tb\nc", "5s", "8b", "{[(\"'`"})
    void plainEnglishStaysWhatItIs(String text) {
        assertThat(Folding.WORDS.fold(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "がぎぐげごぱぴぷぺぽ",
                "ガギグゲゴヴパピプペポ",
                "か\u3099",
                "力カ口ロ工エ二ニ八ハ卜ト夕タ一ー",
                "मुंबई में क़िला",
                "ป้ายภาษาไทย",
                "\u0628\u0650\u0633\u0652\u0645\u0650 \u0627\u0644\u0644\u0647",
                "\u05E9\u05C1\u05B8\u05DC\u05D5\u05B9\u05DD",
                "한국어 안녕하세요",
                "தமிழ்"
            })
    void otherScriptsKeepTheirMarksAndLetters(String text) {
        assertThat(NFC.normalize(Folding.WORDS.fold(text))).isEqualTo(NFC.normalize(text));
        assertThat(Folding.WORDS.fold(text))
                .hasSize(Folding.WORDS.fold(NFD.normalize(text)).length());
    }

    @ParameterizedTest
    @CsvSource({
        "BOMB,bomb",
        "ｂｏｍｂ,bomb",
        "𝐛𝐨𝐦𝐛,bomb",
        "𝓫𝓸𝓶𝓫,bomb",
        "ⓑⓞⓜⓑ,bomb",
        "bоmb,bomb",
        "ВОМВ,bomb",
        "bοmb,bomb",
        "bómb,bomb",
        "bo\u0301mb,bomb",
        "b\u200Bo\u200Dm\u2060b,bomb",
        "bo\u00ADmb,bomb",
        "bo\uFE0Fmb,bomb",
        "bo\uDB40\uDC61mb,bomb",
        "b\u202Eomb,bomb",
        "pipe\u00A0bomb,pipe bomb",
        "ﬁre,fire",
        "STRASSE,strasse",
        "straße,strasse",
        "２０２６,2026",
        "٢٠٢٦,2026",
        "ｶﾀｶﾅ,カタカナ",
        "b\u0001o\u001Fm\u007Fb,bomb",
        "b\u0085b,b b",
        "b\u2028b,b b",
        "b\u2800omb,bomb",
        "🄱🄾🄼🄱,bomb",
        "🅱🅾🅼🅱,bomb",
        "🅑🅞🅜🅑,bomb",
        "ʙᴏᴍʙ,bomb",
        "bømƀ,bomb",
        "ᾳ,a",
        "don\u2019t,don't",
        "x\u2018y,x'y",
        "don\u201Bt,don't",
        "don\u02BCt,don't",
        "don\u00B4t,don't",
        "don\u1FFDt,don't",
        "don\u2032t,don't",
        "don\u02BBt,don\u02BBt",
        "pipe\u2010bomb,pipe-bomb",
        "pipe\u2011bomb,pipe-bomb",
        "pipe\u2013bomb,pipe-bomb",
        "pipe\u2015bomb,pipe-bomb",
        "\u22125,-5",
        "pipe\u02D7bomb,pipe-bomb",
        "pipe\u2043bomb,pipe-bomb",
        "≠,="
    })
    void whatLooksLikeAWordIsTheWord(String text, String folded) {
        assertThat(Folding.WORDS.fold(text)).isEqualTo(folded);
    }

    @ParameterizedTest
    @CsvSource({
        "がギ,か\u3099キ\u3099",
        "か\u3099ｷﾞ,がギ",
        "ｶﾞｷﾞ,ガギ",
        "か゛は゜,がぱ",
        "㌀,アパート",
        "한국,\u1112\u1161\u11AB\u1100\u116E\u11A8",
        "\uD558\u11AB,한",
        "آب,\u0627\u0653\u0628",
        "क\u093C,\u0958",
        "ΐ,\u03B9\u0308\u0301",
        "Ǆ,D\u017D",
        "ế,e"
    })
    void howALetterIsPutTogetherDoesNotMatter(String one, String other) {
        assertThat(Folding.WORDS.fold(one)).isEqualTo(Folding.WORDS.fold(other));
    }

    @ParameterizedTest
    @CsvSource({
        "41\u00A011\u202F11\u200711\u3000,'41 11 11 11 '",
        "a\u2028b\u0085c,a\u2028b\u0085c",
        "４１１１－١١١١,4111-1111",
        "Ab\u200BС,AbС",
        "é,é",
        "ｋｅｙ＿１,key_1",
        "①,①"
    })
    void numbersAndKeysSeeWidthSpacesAndDigitsOnly(String text, String plain) {
        assertThat(Folding.PLAIN.fold(text)).isEqualTo(plain);
    }
}
