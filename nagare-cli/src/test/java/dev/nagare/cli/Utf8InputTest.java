package dev.nagare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8InputTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8_192, 100_000})
    void textIsTheSameHoweverItsBytesCome(int most) throws IOException {
        String text = "aé語😀 ".repeat(3_000);
        assertThat(String.join("", pieces(text.getBytes(StandardCharsets.UTF_8), most)))
                .isEqualTo(text);
    }

    @Test
    void aCharacterIsGivenWhenItsLastByteIsThereAndNotBefore() throws IOException {
        assertThat(pieces("a語b".getBytes(StandardCharsets.UTF_8), 1)).containsExactly("a", "語", "b");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8_192})
    void whatIsNotUtf8IsReplacedAsTheJdkDoesIt(int most) throws IOException {
        long seed = 20_261_125;
        Random random = new Random(seed);
        for (int run = 0; run < 200; run++) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (int i = 0; i < 60; i++) {
                if (random.nextInt(4) == 0) {
                    bytes.write(random.nextInt(256));
                } else {
                    bytes.writeBytes("aé語😀".substring(0, 1 + random.nextInt(2)).getBytes(StandardCharsets.UTF_8));
                }
            }
            assertThat(String.join("", pieces(bytes.toByteArray(), most)))
                    .as("seed %d, run %d", seed, run)
                    .isEqualTo(bytes.toString(StandardCharsets.UTF_8));
        }
    }

    @Test
    void replacementsAreCountedAndAHalfCharacterAtTheEndIsOne() throws IOException {
        Utf8Input input = new Utf8Input(new ByteArrayInputStream(new byte[] {'a', (byte) 0xFF, 'b', (byte) 0xE8}));
        assertThat(input.next()).isEqualTo("a\uFFFDb");
        assertThat(input.next()).isEqualTo("\uFFFD");
        assertThat(input.next()).isNull();
        assertThat(input.replaced()).isEqualTo(2);
    }

    @Test
    void nothingIsNothing() throws IOException {
        assertThat(pieces(new byte[0], 10)).isEmpty();
    }

    private static List<String> pieces(byte[] bytes, int most) throws IOException {
        Utf8Input input = new Utf8Input(inPiecesOf(bytes, most));
        List<String> pieces = new ArrayList<>();
        for (String piece = input.next(); piece != null; piece = input.next()) {
            pieces.add(piece);
        }
        return pieces;
    }

    private static InputStream inPiecesOf(byte[] bytes, int most) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(most, length));
            }
        };
    }
}
