package dev.nagare.bench;

import dev.nagare.local.gguf.GgmlType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Writes GGUF files of the Llama architecture with random weights, complete enough that llama.cpp loads them.
 *
 * <p>The vocabulary is the 256 bytes, two merges, fillers and four special tokens: valid, and useless for text. The weights
 * are large enough that logits differ clearly.
 *
 * @param type what the matrices are rounded to
 * @param widened whether the rounded numbers are stored as 32-bit floats: another file of the same model
 */
public record RandomGguf(
        String name,
        GgmlType type,
        boolean widened,
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
    private static final int ALIGNMENT = 32;
    private static final int SPECIALS = 4;
    private static final int BYTES_AND_MERGES = 258;
    private static final int VALUE_U32 = 4;
    private static final int VALUE_F32 = 6;
    private static final int VALUE_BOOL = 7;
    private static final int VALUE_STRING = 8;
    private static final int VALUE_ARRAY = 9;

    private record Tensor(String name, GgmlType type, GgmlType stored, int columns, int rows, double scale) {
        long bytes() {
            return (long) columns / stored.blockSize() * stored.blockBytes() * rows;
        }
    }

    private static final class Header {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private int values;

        Header u32(long value) {
            bytes.writeBytes(little(4).putInt((int) value).array());
            return this;
        }

        Header u64(long value) {
            bytes.writeBytes(little(8).putLong(value).array());
            return this;
        }

        Header text(String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            u64(utf8.length);
            bytes.writeBytes(utf8);
            return this;
        }

        Header key(String key, int type) {
            values++;
            return text(key).u32(type);
        }
    }

    /** A model of about 100 million parameters in Q8_0, with a context of 2,048 positions. */
    public static RandomGguf large() {
        return new RandomGguf(
                "random-100M-Q8_0", GgmlType.Q8_0, false, 12, 12, 4, 64, 2048, 32_000, 2048, true, 10_000, false, 1);
    }

    /** The same numbers, stored as 32-bit floats. */
    RandomGguf widen() {
        return new RandomGguf(
                name + "-widened",
                type,
                true,
                layers,
                heads,
                keyValueHeads,
                headLength,
                feedForward,
                vocabulary,
                context,
                tied,
                ropeBase,
                ropeFactors,
                seed);
    }

    /** The file in the folder of such files beside other temporary ones, written if it is not there. */
    public Path inTemporaryFolder() {
        try {
            return in(Files.createDirectories(Path.of(System.getProperty("java.io.tmpdir"), "nagare-random-models")));
        } catch (IOException e) {
            throw new IllegalStateException("cannot make a folder for " + name, e);
        }
    }

    /** The file in a folder, written if it is not there. */
    Path in(Path folder) {
        Path file = folder.resolve(name + ".gguf");
        try {
            if (!Files.exists(file)) {
                Path part = folder.resolve(name + ".part");
                try (OutputStream out = Files.newOutputStream(part)) {
                    write(out);
                }
                Files.move(part, file);
            }
            return file;
        } catch (IOException e) {
            throw new IllegalStateException("cannot write " + file, e);
        }
    }

    /** About how many multiply-adds a token takes. */
    long parameters() {
        return tensors().stream()
                .filter(tensor -> tensor.rows > 1)
                .mapToLong(tensor -> (long) tensor.rows * tensor.columns)
                .sum();
    }

    private void write(OutputStream out) throws IOException {
        List<Tensor> tensors = tensors();
        Header values = metadata();
        Header header = new Header().u32(0x46554747).u32(3).u64(tensors.size()).u64(values.values);
        header.bytes.writeBytes(values.bytes.toByteArray());
        long offset = 0;
        for (Tensor tensor : tensors) {
            header.text(tensor.name).u32(tensor.rows == 1 ? 1 : 2).u64(tensor.columns);
            if (tensor.rows > 1) {
                header.u64(tensor.rows);
            }
            header.u32(tensor.stored.id()).u64(offset);
            offset += (tensor.bytes() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        }
        out.write(header.bytes.toByteArray());
        pad(out, header.bytes.size());
        Random random = new Random(seed);
        for (Tensor tensor : tensors) {
            for (int row = 0; row < tensor.rows; row++) {
                out.write(encode(tensor, random));
            }
            pad(out, tensor.bytes());
        }
    }

    private static void pad(OutputStream out, long written) throws IOException {
        out.write(new byte[(int) ((ALIGNMENT - written % ALIGNMENT) % ALIGNMENT)]);
    }

    private List<Tensor> tensors() {
        int width = heads * headLength;
        int shared = keyValueHeads * headLength;
        List<Tensor> tensors = new ArrayList<>();
        tensors.add(matrix("token_embd.weight", width, vocabulary, 4));
        for (int i = 0; i < layers; i++) {
            String block = "blk." + i + ".";
            tensors.add(vector(block + "attn_norm.weight", width));
            tensors.add(matrix(block + "attn_q.weight", width, width, 1));
            tensors.add(matrix(block + "attn_k.weight", width, shared, 1));
            tensors.add(matrix(block + "attn_v.weight", width, shared, 1));
            tensors.add(matrix(block + "attn_output.weight", width, width, 1));
            tensors.add(vector(block + "ffn_norm.weight", width));
            tensors.add(matrix(block + "ffn_gate.weight", width, feedForward, 1));
            tensors.add(matrix(block + "ffn_up.weight", width, feedForward, 1));
            tensors.add(matrix(block + "ffn_down.weight", feedForward, width, 1));
        }
        tensors.add(vector("output_norm.weight", width));
        if (!tied) {
            tensors.add(matrix("output.weight", width, vocabulary, 4));
        }
        if (ropeFactors) {
            tensors.add(vector("rope_freqs.weight", headLength / 2));
        }
        return tensors;
    }

    private Tensor matrix(String tensor, int columns, int rows, double scale) {
        return new Tensor(tensor, type, widened ? GgmlType.F32 : type, columns, rows, scale);
    }

    private static Tensor vector(String tensor, int size) {
        return new Tensor(tensor, GgmlType.F32, GgmlType.F32, size, 1, 0);
    }

    private Header metadata() {
        Header out = new Header();
        out.key("general.architecture", VALUE_STRING).text("llama");
        out.key("general.name", VALUE_STRING).text(name);
        out.key("llama.vocab_size", VALUE_U32).u32(vocabulary);
        out.key("llama.context_length", VALUE_U32).u32(context);
        out.key("llama.embedding_length", VALUE_U32).u32((long) heads * headLength);
        out.key("llama.block_count", VALUE_U32).u32(layers);
        out.key("llama.feed_forward_length", VALUE_U32).u32(feedForward);
        out.key("llama.attention.head_count", VALUE_U32).u32(heads);
        out.key("llama.attention.head_count_kv", VALUE_U32).u32(keyValueHeads);
        out.key("llama.attention.layer_norm_rms_epsilon", VALUE_F32).u32(Float.floatToIntBits(1e-5f));
        out.key("llama.rope.dimension_count", VALUE_U32).u32(headLength);
        out.key("llama.rope.freq_base", VALUE_F32).u32(Float.floatToIntBits(ropeBase));
        out.key("tokenizer.ggml.model", VALUE_STRING).text("gpt2");
        out.key("tokenizer.ggml.pre", VALUE_STRING).text("gpt-4o");
        List<String> tokens = tokens();
        out.key("tokenizer.ggml.tokens", VALUE_ARRAY).u32(VALUE_STRING).u64(tokens.size());
        tokens.forEach(out::text);
        out.key("tokenizer.ggml.token_type", VALUE_ARRAY).u32(5).u64(tokens.size());
        for (int i = 0; i < tokens.size(); i++) {
            out.u32(i < tokens.size() - SPECIALS ? 1 : 3);
        }
        out.key("tokenizer.ggml.merges", VALUE_ARRAY).u32(VALUE_STRING).u64(2);
        out.text("t h").text("th e");
        out.key("tokenizer.ggml.bos_token_id", VALUE_U32).u32(tokens.size() - 1);
        out.key("tokenizer.ggml.eos_token_id", VALUE_U32).u32(tokens.size() - 2);
        out.key("tokenizer.ggml.add_bos_token", VALUE_BOOL).bytes.write(0);
        return out;
    }

    private List<String> tokens() {
        List<String> tokens = new ArrayList<>();
        int beyond = 256;
        for (int b = 0; b < 256; b++) {
            boolean printable = (b > 32 && b < 127) || (b > 160 && b != 173);
            tokens.add(Character.toString(printable ? b : beyond++));
        }
        tokens.addAll(List.of("th", "the"));
        for (int i = 0; i < vocabulary - SPECIALS - BYTES_AND_MERGES; i++) {
            tokens.add("filler" + i);
        }
        tokens.addAll(List.of("<|im_start|>", "<|im_sep|>", "<|im_end|>", "<|endoftext|>"));
        return tokens;
    }

    @SuppressWarnings("ByteBufferBackingArray") // allocated here
    private static byte[] encode(Tensor tensor, Random random) {
        float[] values = new float[tensor.columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = tensor.rows == 1
                    ? (float) (1 + 0.3 * random.nextFloat())
                    : (float) (random.nextGaussian() * tensor.scale / Math.sqrt(tensor.columns));
        }
        ByteBuffer out = little(tensor.columns / tensor.stored.blockSize() * tensor.stored.blockBytes());
        boolean asFloats = tensor.stored == GgmlType.F32;
        for (int i = 0; i < values.length; i += tensor.type.blockSize()) {
            switch (tensor.type) {
                case F32 -> out.putFloat(values[i]);
                case F16 -> {
                    short half = Float.floatToFloat16(values[i]);
                    put(out, asFloats, half, Float.float16ToFloat(half));
                }
                case BF16 -> {
                    int bits = Float.floatToIntBits(values[i]) & 0xFFFF_0000;
                    put(out, asFloats, (short) (bits >> 16), Float.intBitsToFloat(bits));
                }
                default -> quantize(Arrays.copyOfRange(values, i, i + tensor.type.blockSize()), out, asFloats);
            }
        }
        return out.array();
    }

    private static void put(ByteBuffer out, boolean asFloats, short stored, float value) {
        if (asFloats) {
            out.putFloat(value);
        } else {
            out.putShort(stored);
        }
    }

    private static void quantize(float[] block, ByteBuffer out, boolean asFloats) {
        float highest = 0;
        for (float value : block) {
            highest = Math.max(highest, Math.abs(value));
        }
        short stored = Float.floatToFloat16(highest / 127);
        float scale = Float.float16ToFloat(stored);
        if (!asFloats) {
            out.putShort(stored);
        }
        for (float value : block) {
            byte rounded = (byte) Math.max(-127, Math.min(127, Math.round(value / scale)));
            if (asFloats) {
                out.putFloat(rounded * scale);
            } else {
                out.put(rounded);
            }
        }
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
