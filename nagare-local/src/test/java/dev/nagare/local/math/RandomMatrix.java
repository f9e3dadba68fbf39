package dev.nagare.local.math;

import dev.nagare.local.gguf.GgmlType;
import dev.nagare.local.gguf.GgufFile;
import dev.nagare.local.gguf.GgufWriter;
import dev.nagare.local.model.RandomModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;

/** A packed matrix with random elements, and the same elements as doubles. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RandomMatrix(Matrix packed, double[][] elements) {
    static RandomMatrix of(GgmlType type, int rows, int columns, long seed) {
        Random random = new Random(seed);
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        byte[] data = RandomModel.encode(type, values);
        byte[] file = new GgufWriter().tensor("m", type, data, columns, rows).bytes();
        try (GgufFile gguf = GgufFile.of("random", file)) {
            return new RandomMatrix(Matrices.pack(gguf.tensor("m")), decode(type, data, rows, columns));
        }
    }

    private static double[][] decode(GgmlType type, byte[] data, int rows, int columns) {
        ByteBuffer in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        double[][] elements = new double[rows][columns];
        double scale = 0;
        for (double[] row : elements) {
            for (int i = 0; i < columns; i++) {
                switch (type) {
                    case F32 -> row[i] = in.getFloat();
                    case F16 -> {
                        float half = Float.float16ToFloat(in.getShort());
                        row[i] = Math.abs(half) < 0x1p-14 ? 0 : half; // denormal halves are taken for zero
                    }
                    case BF16 -> row[i] = Float.intBitsToFloat(in.getShort() << 16);
                    default -> {
                        scale = i % 32 == 0 ? Float.float16ToFloat(in.getShort()) : scale;
                        row[i] = scale * in.get();
                    }
                }
            }
        }
        return elements;
    }

    /** Rows of inputs, each followed by some elements that must not be read. */
    static Rows inputs(int count, int columns, long seed) {
        Random random = new Random(seed);
        int stride = columns + 3;
        float[] values = new float[2 + count * stride];
        Arrays.fill(values, Float.NaN);
        for (int row = 0; row < count; row++) {
            for (int i = 0; i < columns; i++) {
                values[2 + row * stride + i] = (float) random.nextGaussian();
            }
        }
        return new Rows(values, 2, stride, count);
    }
}
