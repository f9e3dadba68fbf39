package dev.nagare.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {
    @ParameterizedTest
    @CsvSource({
        "61,-1", "c3a9,-1", "e6b581,-1", "f09f9880,-1", "f48fbfbf,-1", "eda080,0", "edbfbf,0", "c0af,0", "c1bf,0",
        "e08080,0", "e09fbf,0", "f08fbfbf,0", "f4908080,0", "f5808080,0", "ff,0", "80,0", "61c3,1", "61e6b5,1",
        "61f09f98,1", "c328,0", "e6b528,0", "f09f9828,0", "610061,1"
    })
    void findsTheFirstInvalidByte(String hex, int at) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThat(Utf8.firstInvalid(bytes, 0, bytes.length)).isEqualTo(at);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {21, 22, 23})
    void agreesWithTheJdkOnRandomBytes(long seed) {
        Random random = new Random(seed);
        byte[] leads = {0x41, (byte) 0xC2, (byte) 0xE0, (byte) 0xE6, (byte) 0xED, (byte) 0xF0, (byte) 0xF4, (byte) 0x80
        };
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(6)];
            for (int k = 0; k < bytes.length; k++) {
                bytes[k] = random.nextInt(3) == 0
                        ? leads[random.nextInt(leads.length)]
                        : (byte) (0x80 | random.nextInt(0x40));
            }
            assertThat(Utf8.firstInvalid(bytes, 0, bytes.length) < 0)
                    .as(HexFormat.of().formatHex(bytes))
                    .isEqualTo(isValid(bytes));
        }
    }

    @Test
    void onlyTheRangeIsLookedAt() {
        assertThat(Utf8.firstInvalid(new byte[] {-1, 'a', -1}, 1, 1)).isEqualTo(-1);
    }

    @Test
    void loneSurrogatesAreMended() {
        assertThat(Utf8.withoutLoneSurrogates("plain 😀")).isEqualTo("plain 😀");
        assertThat(Utf8.withoutLoneSurrogates("\ud83d")).isEqualTo("\ufffd");
        assertThat(Utf8.withoutLoneSurrogates("a\ude00\ud83d😀\ud83d")).isEqualTo("a\ufffd\ufffd😀\ufffd");
    }

    private static boolean isValid(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
