package dev.nagare.local.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import dev.nagare.local.gguf.GgufFile;
import dev.nagare.local.gguf.GgufWriter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole of {@code o200k_base}, written as a GGUF file, against JTokkit, which reads it in its own form. */
class O200kTest {
    private static Tokenizer tokenizer;
    private static Encoding reference;

    @BeforeAll
    static void load() throws IOException {
        List<String> tokens = tokens();
        GgufWriter writer = new GgufWriter()
                .string("tokenizer.ggml.model", "gpt2")
                .string("tokenizer.ggml.pre", "gpt-4o")
                .strings("tokenizer.ggml.tokens", tokens)
                .strings("tokenizer.ggml.merges", merges(tokens));
        tokenizer = Tokenizer.of(GgufFile.of("o200k.gguf", writer.bytes()));
        reference = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
    }

    private static List<String> tokens() throws IOException {
        List<String> tokens = new ArrayList<>();
        try (InputStream resource = Encoding.class.getResourceAsStream("/com/knuddels/jtokkit/o200k_base.tiktoken");
                BufferedReader lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int space = line.indexOf(' ');
                assertThat(Integer.parseInt(line.substring(space + 1))).isEqualTo(tokens.size());
                StringBuilder token = new StringBuilder();
                for (byte b : Base64.getDecoder().decode(line.substring(0, space))) {
                    token.append(ByteAlphabet.character(b & 0xFF));
                }
                tokens.add(token.toString());
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return tokens;
    }

    /** The one pair that makes each token: what is left when its bytes are joined by the earlier ranks only. */
    private static List<String> merges(List<String> tokens) {
        Map<String, Integer> ranks = HashMap.newHashMap(tokens.size());
        for (int rank = 0; rank < tokens.size(); rank++) {
            ranks.put(tokens.get(rank), rank);
        }
        List<String> merges = new ArrayList<>();
        for (int rank = 0; rank < tokens.size(); rank++) {
            if (tokens.get(rank).length() > 1) {
                merges.add(String.join(" ", parts(tokens.get(rank), ranks, rank)));
            }
        }
        return merges;
    }

    private static List<String> parts(String token, Map<String, Integer> ranks, int below) {
        List<String> parts = new ArrayList<>(List.of(token.split("")));
        while (parts.size() > 2) {
            int best = below;
            int at = -1;
            for (int i = 0; i + 1 < parts.size(); i++) {
                int rank = ranks.getOrDefault(parts.get(i) + parts.get(i + 1), below);
                if (rank < best) {
                    best = rank;
                    at = i;
                }
            }
            assertThat(at).as("a pair in " + token).isNotNegative();
            parts.set(at, parts.get(at) + parts.remove(at + 1));
        }
        return parts;
    }

    private static void assertSame(String text) {
        int[] expected = reference.encodeOrdinary(text).toArray();
        assertThat(tokenizer.encode(text, false)).as("<%s>", text).isEqualTo(expected);
        assertThat(tokenizer.decode(expected)).isEqualTo(text);
    }

    @Test
    void knownTextsHaveTheirNumberOfTokens() {
        assertThat(tokenizer.encode("What's 1+1? Answer in one word.", false)).hasSize(11);
        assertThat(tokenizer.encode(
                        "Count to 100, with a comma between each number and no newlines. E.g., 1, 2, 3, ...", false))
                .hasSize(29);
        StringBuilder count = new StringBuilder("1");
        for (int i = 2; i <= 100; i++) {
            count.append(", ").append(i);
        }
        assertThat(tokenizer.encode(count.toString(), false)).hasSize(298);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "Hello, world! The quick brown fox jumps over the lazy dog.",
                "I'm sure they've said we'll see it's what he'd do; DON'T, SHE'S, y'all'd've.",
                "public static void main(String[] args) {\n\tfor (int i = 0; i < 10; i++) {\n\t\tfoo_bar(i);\n\t}\n}\n",
                "def f(x):\r\n    return {k: v for k, v in x.items() if k != '__class__'}  # comment\r\n\r\n",
                "https://example.org/a//b/c?d=e&f=%20#g/\n/\n//\n",
                "1 12 123 1234 12345 3.14159 1,000,000 0xDEADBEEF ½ Ⅳ ５６７ ٣٤٥",
                "日本語のトークン化は、空白がないので難しい。東京都に行きました。「流れ」",
                "中文分词测试，你好世界。한국어 텍스트 토큰화 테스트입니다.",
                "Привет, мир! Ελληνικά ΚΑΙ ΠΕΖΑ Ünïcödé ÀÉÎÕÜ àéîõü ǅungla",
                "नमस्ते दुनिया हिन्दी में लिखा สวัสดีชาวโลก שלום עולם مرحبا بالعالم",
                "😀😃 👩‍👩‍👧‍👦 🇯🇵🇫🇷 👍🏽 ❤️ e\u0301 a\u0308\u0323",
                "   leading, trailing   \n\n\n   \t\t mixed \u00a0\u3000\u2009 spaces \n",
                "{\"a\":[1,2,{\"b\":null}],\"c\":\"\\u00e9\\n\"}",
                "CamelCaseXMLHttpRequestURLs iPhone eBay McDonald O'Neill",
                "<|im_start|>system<|im_sep|>You are...<|im_end|><|endoftext|>"
            })
    void textsHaveTheSameTokens(String text) {
        assertSame(text);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {21, 22, 23, 24})
    void randomTextsHaveTheSameTokens(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 400; i++) {
            assertSame(RandomTexts.of(random, 60));
            assertSame(RandomTexts.ofAnything(random, 40));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {31, 32})
    void randomTokensGluedTogetherHaveTheSameTokens(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 300; i++) {
            int[] tokens =
                    random.ints(random.nextInt(1, 30), 0, tokenizer.size()).toArray();
            assertSame(tokenizer.decode(tokens));
        }
    }

    @Test
    void aLongPieceIsNotQuadratic() {
        String text = "ab".repeat(1 << 19);
        assertThat(tokenizer.decode(tokenizer.encode(text, false))).isEqualTo(text);
    }
}
