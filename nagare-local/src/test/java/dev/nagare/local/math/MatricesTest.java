package dev.nagare.local.math;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.local.gguf.GgmlType;
import dev.nagare.local.gguf.GgufFile;
import dev.nagare.local.gguf.GgufTensor;
import dev.nagare.local.gguf.GgufWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatricesTest {
    @ParameterizedTest
    @CsvSource({"F32, 4096", "F16, 2048", "BF16, 2048", "Q8_0, 1088"})
    void whatAMatrixTakesInMemoryIsKnownBeforeItIsPacked(GgmlType type, int rowBytes) {
        for (int rows : new int[] {1, 2, 31, 32, 33, 64, 100}) {
            byte[] bytes = new GgufWriter()
                    .tensor("m", type, new byte[rowBytes * rows], 1024, rows)
                    .bytes();
            GgufTensor tensor = GgufFile.of("x.gguf", bytes).tensor("m");
            assertThat((double) Matrices.packedBytes(tensor))
                    .as(rows + " rows")
                    .isBetween(
                            0.9 * Matrices.pack(tensor).byteSize(),
                            1.1 * Matrices.pack(tensor).byteSize());
        }
    }
}
