package dev.nagare.local.model;

import dev.nagare.local.gguf.GgmlType;
import dev.nagare.local.gguf.GgufFile;
import dev.nagare.local.gguf.GgufWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Small models with random weights: their logits differ clearly, so that an argmax says something. */
public record RandomModel(
        GgmlType type,
        int layers,
        int heads,
        int keyValueHeads,
        int headLength,
        int feedForward,
        int vocabulary,
        int context,
        boolean tied,
        float ropeBase,
        boolean ropeFactors,
        long seed) {

    /** Two layers, four heads that share two, 64 wide. */
    public static RandomModel of(GgmlType type, long seed) {
        return new RandomModel(type, 2, 4, 2, 16, 96, 67, 256, true, 10_000, false, seed);
    }

    public RandomModel withHeads(int count, int shared, int length) {
        return new RandomModel(
                type,
                layers,
                count,
                shared,
                length,
                feedForward,
                vocabulary,
                context,
                tied,
                ropeBase,
                ropeFactors,
                seed);
    }

    public RandomModel withFeedForward(int length) {
        return new RandomModel(
                type,
                layers,
                heads,
                keyValueHeads,
                headLength,
                length,
                vocabulary,
                context,
                tied,
                ropeBase,
                ropeFactors,
                seed);
    }

    public RandomModel withRope(float base, boolean factors) {
        return new RandomModel(
                type,
                layers,
                heads,
                keyValueHeads,
                headLength,
                feedForward,
                vocabulary,
                context,
                tied,
                base,
                factors,
                seed);
    }

    public RandomModel untied() {
        return new RandomModel(
                type,
                layers,
                heads,
                keyValueHeads,
                headLength,
                feedForward,
                vocabulary,
                context,
                false,
                ropeBase,
                ropeFactors,
                seed);
    }

    public GgufFile file() {
        return GgufFile.of(toString(), writer().bytes());
    }

    public GgufWriter writer() {
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < vocabulary; i++) {
            tokens.add("t" + i);
        }
        return writer(new GgufWriter().strings("tokenizer.ggml.tokens", tokens));
    }

    /** The writer, beginning with the metadata of a tokenizer of as many tokens. */
    public GgufWriter writer(GgufWriter tokenizer) {
        Random random = new Random(seed);
        int width = heads * headLength;
        int shared = keyValueHeads * headLength;
        GgufWriter out = metadata(tokenizer, width);
        matrix(out, random, "token_embd.weight", vocabulary, width, 4);
        for (int i = 0; i < layers; i++) {
            String block = "blk." + i + ".";
            out.floats(block + "attn_norm.weight", around1(random, width), width);
            matrix(out, random, block + "attn_q.weight", width, width, 2);
            matrix(out, random, block + "attn_k.weight", shared, width, 2);
            matrix(out, random, block + "attn_v.weight", shared, width, 1);
            matrix(out, random, block + "attn_output.weight", width, width, 1);
            out.floats(block + "ffn_norm.weight", around1(random, width), width);
            matrix(out, random, block + "ffn_gate.weight", feedForward, width, 1);
            matrix(out, random, block + "ffn_up.weight", feedForward, width, 1);
            matrix(out, random, block + "ffn_down.weight", width, feedForward, 1);
        }
        out.floats("output_norm.weight", around1(random, width), width);
        if (!tied) {
            matrix(out, random, "output.weight", vocabulary, width, 4);
        }
        if (ropeFactors) {
            float[] factors = new float[headLength / 2];
            for (int i = 0; i < factors.length; i++) {
                factors[i] = 1 + 7f * i / factors.length;
            }
            out.floats("rope_freqs.weight", factors, factors.length);
        }
        return out;
    }

    private GgufWriter metadata(GgufWriter out, int width) {
        return out.string("general.architecture", "llama")
                .u32("llama.context_length", context)
                .u32("llama.embedding_length", width)
                .u32("llama.block_count", layers)
                .u32("llama.feed_forward_length", feedForward)
                .u32("llama.attention.head_count", heads)
                .u32("llama.attention.head_count_kv", keyValueHeads)
                .f32("llama.attention.layer_norm_rms_epsilon", 1e-5f)
                .u32("llama.rope.dimension_count", headLength)
                .f32("llama.rope.freq_base", ropeBase);
    }

    private static float[] around1(Random random, int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) (1 + 0.1 * random.nextGaussian());
        }
        return values;
    }

    private void matrix(GgufWriter out, Random random, String name, int rows, int columns, double scale) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * scale / Math.sqrt(columns));
        }
        out.tensor(name, type, encode(type, values), columns, rows);
    }

    /** Floats in the stored form of a type. */
    public static byte[] encode(GgmlType type, float[] values) {
        int blocks = values.length / type.blockSize();
        ByteBuffer out = ByteBuffer.allocate(blocks * type.blockBytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int block = 0; block < blocks; block++) {
            switch (type) {
                case F32 -> out.putFloat(values[block]);
                case F16 -> out.putShort(Float.floatToFloat16(values[block]));
                case BF16 -> out.putShort((short) (Float.floatToIntBits(values[block]) >>> 16));
                case Q8_0 -> quantize(values, block * 32, out);
                default -> throw new IllegalArgumentException(type.toString());
            }
        }
        return out.array();
    }

    private static void quantize(float[] values, int from, ByteBuffer out) {
        float highest = 0;
        for (int i = from; i < from + 32; i++) {
            highest = Math.max(highest, Math.abs(values[i]));
        }
        float scale = highest / 127;
        out.putShort(Float.floatToFloat16(scale));
        for (int i = from; i < from + 32; i++) {
            out.put((byte) (scale == 0 ? 0 : Math.round(values[i] / scale)));
        }
    }
}
