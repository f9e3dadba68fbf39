package dev.nagare.local.model;

import dev.nagare.local.gguf.GgufFile;
import dev.nagare.local.gguf.GgufTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The forward pass as the papers say it, in double precision, one token at a time, sharing no code with the engine but the
 * file reader.
 */
public final class ReferenceTransformer {
    private final GgufFile file;
    private final int width;
    private final int layers;
    private final int heads;
    private final int keyValueHeads;
    private final int headLength;
    private final double epsilon;
    private final double ropeBase;
    private final List<List<double[]>> keys = new ArrayList<>();
    private final List<List<double[]>> values = new ArrayList<>();
    private final Map<String, double[][]> cache = new HashMap<>();

    public ReferenceTransformer(GgufFile file) {
        this.file = file;
        width = file.u32("llama.embedding_length");
        layers = file.u32("llama.block_count");
        heads = file.u32("llama.attention.head_count");
        keyValueHeads = file.u32("llama.attention.head_count_kv");
        headLength = width / heads;
        epsilon = file.f32("llama.attention.layer_norm_rms_epsilon");
        ropeBase = file.f32("llama.rope.freq_base");
        for (int i = 0; i < layers; i++) {
            keys.add(new ArrayList<>());
            values.add(new ArrayList<>());
        }
    }

    /** The logits after the next token. */
    public double[] next(int token) {
        double[] x = matrix("token_embd.weight")[token].clone();
        int position = keys.getFirst().size();
        for (int layer = 0; layer < layers; layer++) {
            String block = "blk." + layer + ".";
            double[] in = norm(x, block + "attn_norm.weight");
            double[] q = times(block + "attn_q.weight", in);
            double[] k = times(block + "attn_k.weight", in);
            rotate(q, position);
            rotate(k, position);
            keys.get(layer).add(k);
            values.get(layer).add(times(block + "attn_v.weight", in));
            add(x, times(block + "attn_output.weight", attend(q, layer)));
            in = norm(x, block + "ffn_norm.weight");
            double[] gate = times(block + "ffn_gate.weight", in);
            double[] up = times(block + "ffn_up.weight", in);
            for (int i = 0; i < gate.length; i++) {
                gate[i] = gate[i] / (1 + Math.exp(-gate[i])) * up[i];
            }
            add(x, times(block + "ffn_down.weight", gate));
        }
        boolean tied = !file.tensors().containsKey("output.weight");
        return times(tied ? "token_embd.weight" : "output.weight", norm(x, "output_norm.weight"));
    }

    private double[] attend(double[] query, int layer) {
        double[] out = new double[heads * headLength];
        int length = keys.get(layer).size();
        for (int head = 0; head < heads; head++) {
            int from = head / (heads / keyValueHeads) * headLength;
            double[] weights = new double[length];
            double sum = 0;
            for (int t = 0; t < length; t++) {
                double score = 0;
                for (int i = 0; i < headLength; i++) {
                    score += query[head * headLength + i] * keys.get(layer).get(t)[from + i];
                }
                weights[t] = Math.exp(score / Math.sqrt(headLength));
                sum += weights[t];
            }
            for (int t = 0; t < length; t++) {
                for (int i = 0; i < headLength; i++) {
                    out[head * headLength + i] +=
                            weights[t] / sum * values.get(layer).get(t)[from + i];
                }
            }
        }
        return out;
    }

    private void rotate(double[] x, int position) {
        boolean scaled = file.tensors().containsKey("rope_freqs.weight");
        for (int i = 0; i < x.length; i += 2) {
            int pair = i % headLength / 2;
            double angle = position * Math.pow(ropeBase, -2.0 * pair / headLength);
            angle /= scaled ? matrix("rope_freqs.weight")[0][pair] : 1;
            double a = x[i];
            double b = x[i + 1];
            x[i] = a * Math.cos(angle) - b * Math.sin(angle);
            x[i + 1] = a * Math.sin(angle) + b * Math.cos(angle);
        }
    }

    private double[] norm(double[] x, String weights) {
        double square = 0;
        for (double value : x) {
            square += value * value;
        }
        double[] out = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            out[i] = x[i] / Math.sqrt(square / x.length + epsilon) * matrix(weights)[0][i];
        }
        return out;
    }

    private double[] times(String name, double[] x) {
        double[][] rows = matrix(name);
        double[] out = new double[rows.length];
        for (int row = 0; row < rows.length; row++) {
            for (int i = 0; i < x.length; i++) {
                out[row] += rows[row][i] * x[i];
            }
        }
        return out;
    }

    private static void add(double[] x, double[] y) {
        for (int i = 0; i < x.length; i++) {
            x[i] += y[i];
        }
    }

    private double[][] matrix(String name) {
        return cache.computeIfAbsent(name, key -> decode(file.tensor(key)));
    }

    private static double[][] decode(GgufTensor tensor) {
        ByteBuffer data = tensor.data().asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        double[][] rows = new double[(int) tensor.dim(1)][(int) tensor.dim(0)];
        for (double[] row : rows) {
            double scale = 0;
            for (int i = 0; i < row.length; i++) {
                row[i] = switch (tensor.type()) {
                    case F32 -> data.getFloat();
                    case F16 -> Float.float16ToFloat(data.getShort());
                    case BF16 -> Float.intBitsToFloat(data.getShort() << 16);
                    case Q8_0 -> {
                        scale = i % 32 == 0 ? Float.float16ToFloat(data.getShort()) : scale;
                        yield scale * data.get();
                    }
                    default -> throw new IllegalArgumentException(tensor.toString());
                };
            }
        }
        return rows;
    }
}
