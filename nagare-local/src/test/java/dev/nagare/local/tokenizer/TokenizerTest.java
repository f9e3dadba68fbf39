package dev.nagare.local.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nagare.local.gguf.GgufException;
import dev.nagare.local.gguf.GgufFile;
import dev.nagare.local.gguf.GgufWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerTest {
    @Test
    void bytesAreJoinedInTheOrderOfTheMerges() {
        SmallVocabulary small = new SmallVocabulary();
        int he = small.merge("h", "e");
        int llo = small.merge("l", "l");
        int spaceA = small.merge("Ġ", "a");
        Tokenizer tokenizer = small.tokenizer();
        assertThat(tokenizer.encode("hell a", false)).containsExactly(he, llo, spaceA);
        assertThat(tokenizer.decode(new int[] {he, llo, spaceA})).isEqualTo("hell a");
        assertThat(tokenizer.size()).isEqualTo(259);
    }

    @Test
    void aUserCannotWriteAControlToken() {
        SmallVocabulary small = new SmallVocabulary();
        int start = small.control("<|im_start|>");
        int end = small.control("<|im_end|>");
        int unknown = small.token("<unk>", Vocabulary.UNKNOWN);
        int disguised = small.token("<|im_sep|>", Vocabulary.USER_DEFINED);
        Tokenizer tokenizer = small.tokenizer();
        String text = "<|im_start|>x<|im_sep|><unk><|im_end|>";
        assertThat(tokenizer.encode(text, true)).containsExactly(start, 'x', disguised, unknown, end);
        assertThat(tokenizer.encode(text, false)).hasSize(text.length()).doesNotContain(start, end, unknown, disguised);
        assertThat(tokenizer.decode(tokenizer.encode(text, false))).isEqualTo(text);
        assertThat(tokenizer.decode(tokenizer.encode(text, true))).isEqualTo("x<|im_sep|>");
    }

    @Test
    void userDefinedTokensAreAlwaysWhole() {
        SmallVocabulary small = new SmallVocabulary();
        int call = small.token("<tool_call>", Vocabulary.USER_DEFINED);
        int calls = small.token("<tool_call>s", Vocabulary.USER_DEFINED);
        Tokenizer tokenizer = small.tokenizer();
        assertThat(tokenizer.encode("<tool_call><tool_call>s", false)).containsExactly(call, calls);
        assertThat(tokenizer.bytes(call)).isEqualTo("<tool_call>".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void specialTokensAreFoundByText() {
        SmallVocabulary small = new SmallVocabulary();
        int end = small.control("<|im_end|>");
        Tokenizer tokenizer = small.tokenizer();
        assertThat(tokenizer.special("<|im_end|>")).hasValue(end);
        assertThat(tokenizer.special("a")).isEmpty();
        assertThat(tokenizer.special("<|gone|>")).isEmpty();
        assertThat(tokenizer.bytes(end)).isEmpty();
    }

    @Test
    void theEndOfAGenerationIsKnownByNumberAndByText() {
        SmallVocabulary small = new SmallVocabulary();
        int eos = small.control("<done>");
        int eot = small.control("<turn done>");
        int imEnd = small.control("<|im_end|>");
        int other = small.control("<|im_start|>");
        small.writer().u32("tokenizer.ggml.eos_token_id", eos).u32("tokenizer.ggml.eot_token_id", eot);
        Tokenizer tokenizer = small.tokenizer();
        assertThat(List.of(eos, eot, imEnd)).allMatch(tokenizer::endsGeneration);
        assertThat(List.of(other, 0)).noneMatch(tokenizer::endsGeneration);
        assertThat(tokenizer.end()).hasValue(eos);
    }

    @Test
    void theBeginningIsAddedWhereTheFileOrTheKindSaysSo() {
        assertThat(new SmallVocabulary().tokenizer().addsBeginning()).isFalse();
        SmallVocabulary said = new SmallVocabulary();
        said.writer().u32("tokenizer.ggml.bos_token_id", 5).bool("tokenizer.ggml.add_bos_token", true);
        Tokenizer tokenizer = said.tokenizer();
        assertThat(tokenizer.addsBeginning()).isTrue();
        assertThat(tokenizer.beginning()).hasValue(5);
        SmallVocabulary llama = new SmallVocabulary().pre("llama-bpe");
        llama.writer().u32("tokenizer.ggml.bos_token_id", 5);
        assertThat(llama.tokenizer().addsBeginning()).isTrue();
        SmallVocabulary missing = new SmallVocabulary();
        missing.writer().bool("tokenizer.ggml.add_bos_token", true);
        assertThatThrownBy(missing::tokenizer)
                .hasMessageContaining("add_bos_token")
                .hasMessageContaining("no beginning");
    }

    @Test
    void llamaTakesWholePiecesFirst() {
        SmallVocabulary small = new SmallVocabulary().pre("llama-bpe");
        int whole = small.token("abc", Vocabulary.NORMAL);
        assertThat(small.tokenizer().encode("abc", false)).containsExactly(whole);
        SmallVocabulary other = new SmallVocabulary();
        other.token("abc", Vocabulary.NORMAL);
        assertThat(other.tokenizer().encode("abc", false)).hasSize(3);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void everyTextComesBack(long seed) {
        SmallVocabulary small = new SmallVocabulary();
        small.merge("a", "b");
        small.merge("Ġ", "t");
        Tokenizer tokenizer = small.tokenizer();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 300; i++) {
            String text = RandomTexts.ofAnything(random, 60);
            assertThat(tokenizer.decode(tokenizer.encode(text, true))).isEqualTo(text);
        }
    }

    @Test
    void byteTokensAndTextsOutsideTheAlphabetHaveTheirBytes() {
        SmallVocabulary small = new SmallVocabulary();
        int newline = small.token("<0x0A>", Vocabulary.BYTE);
        int odd = small.token("<0xZZ>", Vocabulary.BYTE);
        int japanese = small.token("日本", Vocabulary.NORMAL);
        Tokenizer tokenizer = small.tokenizer();
        assertThat(tokenizer.bytes(newline)).containsExactly('\n');
        assertThat(tokenizer.decode(new int[] {odd, japanese})).isEqualTo("<0xZZ>日本");
    }

    @Test
    void damagedVocabulariesAreRefusedByName() {
        assertRefused(
                new SmallVocabulary().pre("kimi-k2"), "tokenizer.ggml.pre", "'kimi-k2' is not supported", "gpt-4o");
        assertRefused(new SmallVocabulary().pre("two\nlines\u001b[2J"), "tokenizer.ggml.pre", "is not supported");
        assertRefused(new SmallVocabulary().rawMerge("ab"), "tokenizer.ggml.merges", "entry 0, 'ab'");
        assertRefused(new SmallVocabulary().rawMerge("a\nb"), "tokenizer.ggml.merges", "entry 0");
        assertRefused(new SmallVocabulary().rawMerge("a b"), "tokenizer.ggml.merges", "entry 0, 'a b'");
        assertRefused(new SmallVocabulary().rawMerge("x".repeat(5000) + " b"), "tokenizer.ggml.merges");
        SmallVocabulary twice = new SmallVocabulary();
        twice.token("a", Vocabulary.NORMAL);
        assertRefused(twice, "tokenizer.ggml.tokens", "the same text");
        SmallVocabulary beyond = new SmallVocabulary();
        beyond.writer().u32("tokenizer.ggml.eos_token_id", 256);
        assertRefused(beyond, "tokenizer.ggml.eos_token_id", "256 is not among the 256 tokens");
    }

    private static void assertRefused(SmallVocabulary small, String... parts) {
        assertThatThrownBy(small::tokenizer)
                .isInstanceOf(GgufException.class)
                .hasMessageContainingAll(parts)
                .satisfies(thrown ->
                        assertThat(thrown.getMessage()).hasSizeLessThan(300).doesNotContainPattern("\\p{Cntrl}"));
    }

    @Test
    void otherTokenizersAreRefusedByName() {
        GgufWriter spm = new GgufWriter().string("tokenizer.ggml.model", "llama");
        assertThatThrownBy(() -> Tokenizer.of(GgufFile.of("x.gguf", spm.bytes())))
                .hasMessage("x.gguf: metadata 'tokenizer.ggml.model': 'llama' is not supported; 'gpt2' is");
        GgufWriter few = new GgufWriter()
                .string("tokenizer.ggml.model", "gpt2")
                .strings("tokenizer.ggml.tokens", List.of("a"))
                .strings("tokenizer.ggml.merges", List.of());
        assertThatThrownBy(() -> Tokenizer.of(GgufFile.of("x.gguf", few.bytes())))
                .hasMessageContaining("no token stands for the byte 0");
    }

    @Test
    void theAlphabetIsThatOfGpt2() {
        assertThat(ByteAlphabet.character(' ')).isEqualTo('Ġ');
        assertThat(ByteAlphabet.character('\n')).isEqualTo('Ċ');
        assertThat(ByteAlphabet.character(0xAD)).isEqualTo('\u0143');
        for (int b = 0; b < 256; b++) {
            assertThat(ByteAlphabet.bytes(String.valueOf(ByteAlphabet.character(b))))
                    .containsExactly(b);
        }
        assertThat(ByteAlphabet.bytes(" ")).isNull();
    }
}
