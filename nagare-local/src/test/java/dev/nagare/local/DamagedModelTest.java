package dev.nagare.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.engine.GenerationEnd;
import dev.nagare.local.Answers.Text;
import dev.nagare.local.gguf.GgmlType;
import dev.nagare.local.model.RandomModel;
import dev.nagare.local.tokenizer.SmallVocabulary;
import dev.nagare.wire.CompletionRequest;
import dev.nagare.wire.Prompt;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However the file of a whole model is damaged, it is refused in one line, or it answers something. */
class DamagedModelTest {
    private static final long ALLOWED_BYTES = 16 << 20;
    private static final byte[] VALID = valid();

    @TempDir
    Path folder;

    private static byte[] valid() {
        SmallVocabulary words = new SmallVocabulary();
        words.merge("a", "b");
        words.merge("ab", "c");
        int end = words.control("<|im_end|>");
        words.writer().u32("tokenizer.ggml.eos_token_id", end);
        words.writer().string("tokenizer.chat_template", "<|im_start|><|im_sep|>");
        return new RandomModel(GgmlType.Q8_0, 1, 2, 1, 16, 32, words.size(), 64, true, 10_000, false, 1)
                .writer(words.write())
                .bytes();
    }

    @Test
    void theUndamagedModelAnswers() throws IOException {
        assertThat(loads(VALID)).isTrue();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void flippedBitsAreRefusedOrAnswered(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        int refused = 0;
        for (int i = 0; i < 60; i++) {
            byte[] damaged = VALID.clone();
            // Most of the structure is in the first part; weights may be anything.
            int most = i % 4 == 0 ? damaged.length : 6_000;
            for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
                damaged[random.nextInt(most)] ^= (byte) (1 << random.nextInt(8));
            }
            refused += loads(damaged) ? 0 : 1;
        }
        assertThat(refused).isPositive();
    }

    @Test
    void cutFilesAreRefused() throws IOException {
        for (int length = 0; length < VALID.length - 32; length += 997) {
            assertThat(loads(Arrays.copyOf(VALID, length)))
                    .as("%d bytes", length)
                    .isFalse();
        }
    }

    /** Loads the bytes and asks them something; false if they were refused. */
    private boolean loads(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("damaged.gguf"), bytes);
        long before = allocated();
        try (LocalEngine engine = LocalEngine.builder().model(file).threads(1).build()) {
            assertThat(allocated() - before).isLessThan(ALLOWED_BYTES);
            Text answer = Text.of(
                    engine,
                    CompletionRequest.builder()
                            .model("damaged")
                            .prompt(Prompt.of("abc"))
                            .maxTokens(2)
                            .build());
            assertThat(answer.end()).isInstanceOfAny(GenerationEnd.Completed.class, GenerationEnd.Failed.class);
            return true;
        } catch (ModelException e) {
            assertThat(allocated() - before).isLessThan(ALLOWED_BYTES);
            assertThat(e.getMessage())
                    .contains("damaged.gguf")
                    .doesNotContain("\n", "\r")
                    .hasSizeLessThan(600);
            return false;
        }
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
