package dev.nagare.bench;

import dev.nagare.local.gguf.GgmlType;
import dev.nagare.local.gguf.GgufFile;
import dev.nagare.local.math.Kernels;
import dev.nagare.local.math.Matrices;
import dev.nagare.local.math.Matrix;
import dev.nagare.local.math.Rows;
import dev.nagare.local.math.ScalarKernels;
import dev.nagare.local.math.VectorKernels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A matrix of 2048 x 2048 times a block of rows, on one thread: 4.2 million multiply-adds for each row. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
public class KernelsBenchmark {
    private static final int SIZE = 2048;

    /** The kernel set. */
    @Param({"scalar", "vector"})
    public String kernels = "";

    /** The type of the weights. */
    @Param({"Q8_0", "F16", "BF16", "F32"})
    public String type = "";

    /** How many rows are multiplied at once. */
    @Param({"1", "4", "32"})
    public int rows;

    private Kernels set = new ScalarKernels();
    private @Nullable Matrix matrix;
    private Rows x = new Rows(new float[0], 0, 0, 0);
    private Rows out = x;

    /** Makes the matrix and the rows. */
    @Setup
    public void setUp() {
        set = kernels.equals("vector") ? new VectorKernels() : new ScalarKernels();
        matrix = packed(GgmlType.valueOf(type));
        float[] in = new float[rows * SIZE];
        Random random = new Random(1);
        for (int i = 0; i < in.length; i++) {
            in[i] = (float) random.nextGaussian();
        }
        x = new Rows(in, 0, SIZE, rows);
        out = new Rows(new float[rows * SIZE], 0, SIZE, rows);
    }

    /** The product. */
    @Benchmark
    public Rows multiply() {
        Matrix weights = Objects.requireNonNull(matrix);
        set.multiply(weights, x, out, 0, weights.panels());
        return out;
    }

    /** A square matrix, taken from a file with one layer of this width. */
    private static Matrix packed(GgmlType type) {
        RandomGguf model =
                new RandomGguf("bench", type, false, 1, 32, 1, SIZE / 32, 32, 300, 32, true, 10_000, false, 1);
        try {
            Path folder = Files.createTempDirectory("nagare-bench");
            Path file = model.in(folder);
            try (GgufFile gguf = GgufFile.open(file)) {
                return Matrices.pack(gguf.tensor("blk.0.attn_q.weight"));
            } finally {
                Files.delete(file);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new IllegalStateException("no file for the matrix", e);
        }
    }
}
