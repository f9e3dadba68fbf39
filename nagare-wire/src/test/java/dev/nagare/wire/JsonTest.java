package dev.nagare.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "[]",
                "{}",
                "\"\"",
                "-0",
                "1.50",
                "1E+400",
                "[1,[2,{\"a\":[]}]]",
                "{\"b\":1,\"a\":null}",
                "123456789012345678901234567890"
            })
    void whatIsReadIsWrittenTheSame(String json) {
        assertThat(Json.write(Json.parse(json))).isEqualTo(json);
    }

    @Test
    void whiteSpaceAndEscapesAreNormalised() {
        assertThat(Json.write(Json.parse(" { \"a\\u0062\" : [ 1 , \"\\/\\u00e9\\ud83d\\ude00\" ] } ")))
                .isEqualTo("{\"ab\":[1,\"/é😀\"]}");
    }

    @Test
    void ofMembersWithOneNameTheLastCounts() {
        assertThat(Json.parse("{\"a\":1,\"b\":2,\"a\":3}")).isEqualTo(Json.parse("{\"a\":3,\"b\":2}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[",
                "\"",
                "tru",
                "nul",
                "01",
                "1.",
                "+1",
                ".5",
                "NaN",
                "Infinity",
                "[1,]",
                "{\"a\":1,}",
                "{a:1}",
                "{'a':1}",
                "[1 2]",
                "{} {}",
                "1 2",
                "\"\t\"",
                "\"\\x\"",
                "\"\\u12\"",
                "// c\n1",
                "[1]x",
                "-"
            })
    void whatIsNoJsonIsRefused(String text) {
        assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(MalformedJsonException.class);
    }

    @Test
    void theMessageSaysWhereAndQuotesNothing() {
        assertThatThrownBy(() -> Json.parse("{\"secret\": swordfish}"))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageContaining("at byte")
                .hasMessageNotContaining("sword")
                .hasMessageNotContaining("secret");
    }

    @Test
    void onlyUtf8IsRead() {
        assertThatThrownBy(() -> Json.parse(new byte[] {'"', (byte) 0xC0, (byte) 0xAF, '"'}))
                .hasMessageContaining("not valid UTF-8 at byte 1");
        assertThatThrownBy(() -> Json.parse(new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'}))
                .isInstanceOf(MalformedJsonException.class);
        for (var charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16)) {
            assertThatThrownBy(() -> Json.parse("{\"a\":1}".getBytes(charset)))
                    .isInstanceOf(MalformedJsonException.class);
        }
    }

    @Test
    void aSurrogateWithoutPartnerBecomesTheReplacementCharacter() {
        assertThat(Json.parse("\"a\\ud83d\"")).isEqualTo(new JsonString("a\ufffd"));
        assertThat(Json.parse("\"\\ude00\\ud83d\\ude00\"")).isEqualTo(new JsonString("\ufffd😀"));
        assertThat(Json.parse("{\"\\ud83d\\ude00\":1}")).isEqualTo(Json.parse("{\"😀\":1}"));
        assertThatThrownBy(() -> Json.parse("{\"\\ude00\":1}")).isInstanceOf(MalformedJsonException.class);
    }

    @Test
    void depthIsBounded() {
        assertThat(Json.parse("[".repeat(64) + "]".repeat(64))).isInstanceOf(JsonArray.class);
        assertThatThrownBy(() -> Json.parse("[".repeat(65) + "]".repeat(65)))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageContaining("64");
        assertThatThrownBy(() -> Json.parse("{\"a\":".repeat(1_000_000))).isInstanceOf(MalformedJsonException.class);
    }

    @Test
    void stringsAreBounded() {
        byte[] longer = new byte[Json.MAX_STRING + 3];
        Arrays.fill(longer, (byte) 'x');
        longer[0] = '"';
        longer[longer.length - 1] = '"';
        assertThatThrownBy(() -> Json.parse(longer))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageContaining("breaks a limit");
    }

    @Test
    void lengthsAreBounded() {
        assertThatThrownBy(() -> Json.parse("1".repeat(101))).isInstanceOf(MalformedJsonException.class);
        assertThatThrownBy(() -> Json.parse("{\"" + "n".repeat(1001) + "\":1}"))
                .isInstanceOf(MalformedJsonException.class);
        byte[] many = new byte[1 << 22];
        Arrays.fill(many, (byte) ',');
        for (int i = 1; i < many.length; i += 2) {
            many[i] = '0';
        }
        many[0] = '[';
        many[many.length - 1] = ']';
        many[many.length - 2] = '0';
        many[many.length - 3] = ' ';
        assertThatThrownBy(() -> Json.parseRequest(many)).isInstanceOf(MalformedJsonException.class);
    }

    @Test
    void onlyTheRangeIsRead() {
        assertThat(Json.parse(Texts.bytes("xx[1]yy"), 2, 3)).isEqualTo(Json.parse("[1]"));
    }

    @ParameterizedTest
    @CsvSource({
        "0.0,0.0",
        "-0.0,-0.0",
        "1,1.0",
        "-2.5,-2.5",
        "100,100.0",
        "0.1,0.1",
        "1e-4,0.0001",
        "2.0458236e-5,0.000020458236",
        "1e-5,0.00001",
        "5.3193703e-6,5.3193703e-6",
        "-3.1281633e-7,-3.1281633e-7",
        "1e-300,1e-300",
        "1e7,10000000.0",
        "123456789012345,123456789012345.0",
        "1e15,1000000000000000.0",
        "1e16,1e16",
        "1.5e300,1.5e300",
        "2e-3,0.002",
        "4.9e-324,4.9e-324",
        "2.2250738585072014E-308,2.2250738585072014e-308",
        "2e23,2e23",
        "-9999,-9999.0"
    })
    void numbersAreWrittenAsTheOriginalWritesThem(double value, String written) {
        assertThat(JsonOutput.format(value)).isEqualTo(written);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {91, 92, 93})
    void anyNumberReadsBackTheSame(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            double value = i % 2 == 0
                    ? Double.longBitsToDouble(random.nextLong())
                    : random.nextGaussian() * Math.pow(10, random.nextInt(24) - 12);
            if (Double.isFinite(value)) {
                String written = JsonOutput.format(value);
                assertThat(Double.parseDouble(written)).isEqualTo(value);
                assertThat(Json.parse(written)).isEqualTo(new JsonNumber(written));
            }
        }
        assertThatThrownBy(() -> JsonOutput.format(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void valuesCannotBeChangedFromOutside() {
        JsonObject object = (JsonObject) Json.parse("{\"a\":null,\"b\":[1]}");
        assertThatThrownBy(() -> object.members().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThat(object.isNull("a")).isTrue();
        assertThat(object.isNull("b")).isFalse();
        assertThat(object.member("c")).isNull();
        assertThat(JsonObject.nulls("x", "y")).isEqualTo(Json.parse("{\"x\":null,\"y\":null}"));
        assertThat(JsonObject.EMPTY.isEmpty()).isTrue();
    }
}
