package dev.nagare.local.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8AssemblerTest {
    /** Bytes that begin, continue, overdo or break characters. */
    private static final int[] AWKWARD = {
        0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xED, 0xEE, 0xEF,
        0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF
    };

    private static String assemble(byte[] bytes, int pieceLength) {
        Utf8Assembler assembler = new Utf8Assembler();
        StringBuilder out = new StringBuilder();
        for (int from = 0; from < bytes.length; from += pieceLength) {
            assembler.push(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + pieceLength)), out);
        }
        assembler.finish(out);
        assertThat(assembler.isPending()).isFalse();
        return out.toString();
    }

    /** The JDK replaces the three bytes of a surrogate by one character, the WHATWG decoder each of them. */
    private static boolean holdsSurrogate(byte[] bytes) {
        for (int i = 0; i + 1 < bytes.length; i++) {
            if (bytes[i] == (byte) 0xED && (bytes[i + 1] & 0xE0) == 0xA0) {
                return true;
            }
        }
        return false;
    }

    private static void assertAsTheJdk(byte[] bytes) {
        if (holdsSurrogate(bytes)) {
            return;
        }
        String expected = new String(bytes, StandardCharsets.UTF_8);
        for (int pieceLength : new int[] {1, 2, 3, 7, Math.max(1, bytes.length)}) {
            assertThat(assemble(bytes, pieceLength)).as(Arrays.toString(bytes)).isEqualTo(expected);
        }
    }

    @Test
    void everyShortSequenceOfAwkwardBytesIsDecodedAsTheJdkDoes() {
        for (int a : AWKWARD) {
            for (int b : AWKWARD) {
                for (int c : AWKWARD) {
                    assertAsTheJdk(new byte[] {(byte) a, (byte) b, (byte) c, (byte) 0x80});
                }
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void randomBytesAreDecodedAsTheJdkDoes(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = new byte[random.nextInt(20)];
            for (int j = 0; j < bytes.length; j++) {
                bytes[j] = (byte) AWKWARD[random.nextInt(AWKWARD.length)];
            }
            assertAsTheJdk(bytes);
        }
    }

    @Test
    void eachByteOfASurrogateIsReplaced() {
        byte[] bytes = {'a', (byte) 0xED, (byte) 0xA0, (byte) 0x80, 'b', (byte) 0xED, (byte) 0xBF};
        for (int pieceLength : new int[] {1, 2, 3, 7}) {
            assertThat(assemble(bytes, pieceLength)).isEqualTo("a\ufffd\ufffd\ufffdb\ufffd\ufffd");
        }
    }

    @Test
    void aCharacterComesWithItsLastByteAndNotBefore() {
        Utf8Assembler assembler = new Utf8Assembler();
        StringBuilder out = new StringBuilder();
        byte[] bytes = "a😀".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 4; i++) {
            assembler.push(new byte[] {bytes[i]}, out);
            assertThat(out).hasToString("a");
            assertThat(assembler.isPending()).isEqualTo(i > 0);
        }
        assembler.push(new byte[] {bytes[4]}, out);
        assertThat(out).hasToString("a😀");
        assertThat(assembler.isPending()).isFalse();
    }
}
