package dev.nagare.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FoldingTest {
    @Test
    void theTablesAreWhatTheGeneratorWrites() throws IOException {
        assertThat(FoldingTables.folding()).isEqualTo(Files.readString(FoldingTables.RESOURCES.resolve("folding.txt")));
        assertThat(FoldingTables.plain()).isEqualTo(Files.readString(FoldingTables.RESOURCES.resolve("plain.txt")));
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
    void noAsciiCharacterChangesButByCase() {
        for (int point = 0; point < 0x80; point++) {
            String text = Character.toString(point);
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
        assertThat(Folding.WORDS.fold(text)).isEqualTo(text);
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
        "ｶﾀｶﾅ,カタカナ"
    })
    void whatLooksLikeAWordIsTheWord(String text, String folded) {
        assertThat(Folding.WORDS.fold(text)).isEqualTo(folded);
    }

    @ParameterizedTest
    @CsvSource({"４１１１－١١١١,4111-1111", "Ab\u200BС,AbС", "é,é", "ｋｅｙ＿１,key_1", "①,①"})
    void numbersAndKeysSeeWidthAndDigitsOnly(String text, String plain) {
        assertThat(Folding.PLAIN.fold(text)).isEqualTo(plain);
    }
}
