package dev.nagare.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8BufferTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"plain|plain", "\"|\\\"", "\\|\\\\", "/|/", "<&>|<&>", "é流😀|é流😀"})
    void escapesOnlyWhatItMust(String text, String escaped) {
        assertThat(new Utf8Buffer().appendEscaped(text)).hasToString(escaped);
    }

    @Test
    void controlCharactersAreEscapedInTheShortestForm() {
        assertThat(new Utf8Buffer().appendEscaped("\n\r\t\b\f\u0000\u001f\u007f"))
                .hasToString("\\n\\r\\t\\b\\f\\u0000\\u001f\u007f");
    }

    @Test
    void aLoneSurrogateBecomesTheReplacementCharacter() {
        assertThat(new Utf8Buffer().appendEscaped("a\ud83db\ude00\ud83d")).hasToString("a\ufffdb\ufffd\ufffd");
        assertThat(new Utf8Buffer().appendEscaped("\ude00\ud83d\ude00")).hasToString("\ufffd😀");
    }

    @ParameterizedTest
    @ValueSource(ints = {254, 255, 256, 257, 511, 512, 5000})
    void aSurrogatePairIsNeverTornWhereverItLies(int before) {
        String text = "x".repeat(before) + "😀".repeat(300) + "\u0001";
        assertThat(new Utf8Buffer(16).appendEscaped(text))
                .hasToString("x".repeat(before) + "😀".repeat(300) + "\\u0001");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13, 14})
    void whatIsEscapedReadsBackTheSame(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            String text = RandomTexts.next(random);
            Utf8Buffer out =
                    new Utf8Buffer(0).append((byte) '"').appendEscaped(text).append((byte) '"');
            assertThat(Json.parse(out.toByteArray())).isEqualTo(new JsonString(text));
        }
    }

    @Test
    void growsAndIsUsedAgain() {
        Utf8Buffer out = new Utf8Buffer(0);
        for (int i = 0; i < 1000; i++) {
            out.appendAscii("0123456789");
        }
        assertThat(out.length()).isEqualTo(10_000);
        assertThat(out.toString()).isEqualTo("0123456789".repeat(1000));
        assertThat(out.view().remaining()).isEqualTo(10_000);
        out.clear();
        assertThat(out.toByteArray()).isEmpty();
        out.append("ab".getBytes(StandardCharsets.UTF_8), 1, 1);
        assertThat(out).hasToString("b");
    }

    @Test
    void aLargeTextDoesNotHoldItsRoomForEver() {
        Utf8Buffer out = new Utf8Buffer();
        out.appendAscii("x".repeat(1 << 20));
        out.clear();
        assertThat(out.array().length).isLessThanOrEqualTo(1 << 16);
    }

    @Test
    void theBoundHolds() {
        Utf8Buffer out = new Utf8Buffer(16, 64);
        out.appendAscii("x".repeat(64));
        assertThatThrownBy(() -> out.append((byte) 'y'))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("64");
        assertThat(out.length()).isEqualTo(64);
        assertThatThrownBy(() -> new Utf8Buffer(0, 3)).isInstanceOf(IllegalArgumentException.class);
    }
}
