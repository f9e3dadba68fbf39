package dev.nagare.local.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a file is damaged, it is read or refused: no other exception, no allocation beyond its own size. */
class GgufDamageTest {
    private static final long ALLOWED_BYTES = 1 << 20;

    private static final byte[] VALID = new GgufWriter()
            .string("general.architecture", "llama")
            .u32("llama.block_count", 1)
            .f32("llama.rope.freq_base", 10_000f)
            .bool("tokenizer.ggml.add_bos_token", true)
            .strings("tokenizer.ggml.tokens", List.of("a", "b", "ab"))
            .floats("scores", 1f, 2f)
            .ints("types", 1, 2, 3)
            .floats("norm", new float[] {1, 2, 3}, 3)
            .tensor("weight", GgmlType.Q8_0, new byte[68], 32, 2)
            .bytes();

    @Test
    void everyTruncationIsReadOrRefused() {
        assertThat(readAll(VALID)).isTrue();
        for (int length = 0; length < VALID.length; length++) {
            readAll(Arrays.copyOf(VALID, length));
        }
        assertThat(readAll(Arrays.copyOf(VALID, VALID.length - 100))).isFalse();
    }

    @Test
    void everyFlippedBitIsReadOrRefused() {
        int refused = 0;
        for (int bit = 0; bit < 8 * VALID.length; bit++) {
            byte[] damaged = VALID.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            refused += readAll(damaged) ? 0 : 1;
        }
        assertThat(refused).isGreaterThan(500);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void randomBytesAreReadOrRefused(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 2_000; i++) {
            byte[] damaged = VALID.clone();
            for (int j = random.nextInt(1, 12); j > 0; j--) {
                damaged[random.nextInt(8, damaged.length)] = (byte) random.nextInt(-3, 4);
            }
            readAll(damaged);
        }
    }

    /** Reads everything there is; false if the file was refused with the one exception it may be refused with. */
    private static boolean readAll(byte[] bytes) {
        long before = allocated();
        boolean read;
        try (GgufFile file = GgufFile.of("damaged.gguf", bytes)) {
            for (GgufTensor tensor : file.tensors().values()) {
                assertThat(tensor.data().toArray(ValueLayout.JAVA_BYTE).length).isLessThanOrEqualTo(bytes.length);
            }
            for (String key : file.keys()) {
                readValue(file, key);
            }
            read = true;
        } catch (GgufException e) {
            read = false;
        }
        assertThat(allocated() - before).isLessThan(ALLOWED_BYTES);
        return read;
    }

    private static void readValue(GgufFile file, String key) {
        List<Runnable> accessors = List.of(
                () -> file.string(key),
                () -> file.u32(key),
                () -> file.f32(key),
                () -> file.bool(key, false),
                () -> file.strings(key),
                () -> file.ints(key),
                () -> file.floats(key));
        for (Runnable accessor : accessors) {
            try {
                accessor.run();
            } catch (GgufException e) {
                assertThat(e).hasMessageStartingWith("damaged.gguf: metadata ");
            }
        }
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
