package dev.nagare.local.model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nagare.local.ModelException;
import dev.nagare.local.gguf.GgmlType;
import dev.nagare.local.gguf.GgufFile;
import dev.nagare.local.gguf.GgufWriter;
import dev.nagare.local.math.KernelSets;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Models that cannot be run are refused in one line, whatever texts are in the file. */
class WrongModelTest {
    private static final String HOSTILE = "two\nlines\u001b[2J" + "x".repeat(20);

    private static void assertRefused(GgufWriter writer, String... parts) {
        assertThatThrownBy(() -> Transformer.load(GgufFile.of("x.gguf", writer.bytes()), KernelSets.best()))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("x.gguf: ")
                .hasMessageContainingAll(parts)
                .message()
                .doesNotContainPattern("\\p{Cntrl}");
    }

    private static GgufWriter random() {
        return RandomModel.of(GgmlType.F32, 1).writer(new GgufWriter());
    }

    @Test
    void otherArchitecturesAreRefusedByName() {
        assertRefused(
                new GgufWriter().string("general.architecture", "gemma2"),
                "general.architecture is 'gemma2': only the architecture llama can be run");
        assertRefused(new GgufWriter().string("general.architecture", HOSTILE), "two", "lines");
    }

    @Test
    void aMixtureOfExpertsIsRefused() {
        assertRefused(random().u32("llama.expert_count", 8), "llama.expert_count is 8: a mixture of experts");
    }

    @Test
    void aCacheThatNoArrayHoldsIsRefused() {
        assertRefused(
                new GgufWriter()
                        .string("general.architecture", "llama")
                        .u32("llama.context_length", 64)
                        .u32("llama.embedding_length", 4096)
                        .u32("llama.block_count", 1024)
                        .u32("llama.attention.head_count", 2048)
                        .u32("llama.feed_forward_length", 1),
                "llama.block_count is 1024: with 2048 heads of 2 the keys and values of 32 positions");
    }

    @Test
    void scalingThatIsNotKnownIsRefusedByName() {
        assertRefused(random().string("llama.rope.scaling.type", "yarn"), "llama.rope.scaling.type is 'yarn'");
        assertRefused(random().string("llama.rope.scaling.type", HOSTILE), "two", "lines");
    }

    @Test
    void tensorsThatNobodyComputesWithAreRefusedByName() {
        assertRefused(random().floats("blk.0.attn_q.bias", new float[4], 4), "'blk.0.attn_q.bias' F32 [4]");
        assertRefused(random().floats(HOSTILE, new float[4], 4), "two", "lines");
    }

    @Test
    void aNormInBlocksIsRefusedWithTheFilesName() {
        byte[] bytes = random().bytes();
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int name = text.indexOf("blk.1.ffn_norm.weight");
        int type = name + "blk.1.ffn_norm.weight".length() + Integer.BYTES + Long.BYTES;
        bytes[type] = (byte) GgmlType.Q8_0.id();
        assertThatThrownBy(() -> Transformer.load(GgufFile.of("x.gguf", bytes), KernelSets.best()))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("x.gguf: tensor 'blk.1.ffn_norm.weight' Q8_0 [64]");
    }
}
