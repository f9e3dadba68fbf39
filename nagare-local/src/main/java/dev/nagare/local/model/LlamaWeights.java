package dev.nagare.local.model;

import dev.nagare.local.ModelException;
import dev.nagare.local.gguf.GgufFile;
import dev.nagare.local.gguf.GgufTensor;
import dev.nagare.local.math.Matrices;
import dev.nagare.local.math.Matrix;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * All weights of a model, copied out of its file.
 *
 * @param embeddings one row for each token
 * @param output one row for each token; the embeddings when the file has no {@code output.weight}
 * @param ropeFactors divisors of the rotation frequencies; empty when the file has none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LlamaWeights(
        Matrix embeddings, List<LayerWeights> layers, float[] outputNorm, Matrix output, float[] ropeFactors) {
    /** The share of the heap that weights may take; the rest is for caches and everything else. */
    private static final double HEAP_SHARE = 0.85;

    static LlamaWeights of(GgufFile file, LlamaConfig config) {
        return new Loader(file, config).load();
    }

    private static final class Loader {
        private final GgufFile file;
        private final LlamaConfig config;
        private final Set<String> used = new HashSet<>();

        Loader(GgufFile file, LlamaConfig config) {
            this.file = file;
            this.config = config;
        }

        /** Checks the name and shape of every tensor first, so that a wrong file costs no memory. */
        LlamaWeights load() {
            int width = config.embeddingLength();
            GgufTensor embeddings = tensor("token_embd.weight", width, config.vocabularySize());
            GgufTensor outputNorm = tensor("output_norm.weight", width, 1);
            boolean tied = !file.tensors().containsKey("output.weight");
            GgufTensor output = tied ? embeddings : tensor("output.weight", width, config.vocabularySize());
            boolean scaled = file.tensors().containsKey("rope_freqs.weight");
            float[] factors = scaled
                    ? Matrices.vector(tensor("rope_freqs.weight", config.ropeDimensions() / 2, 1))
                    : new float[0];
            for (int i = 0; i < config.blockCount(); i++) {
                tensors(i);
            }
            checkAllUsed();
            checkMemory();
            Matrix packed = Matrices.pack(embeddings);
            List<LayerWeights> layers = new ArrayList<>();
            for (int i = 0; i < config.blockCount(); i++) {
                layers.add(layer(tensors(i)));
            }
            Matrix packedOutput = tied ? packed : Matrices.pack(output);
            return new LlamaWeights(packed, layers, Matrices.vector(outputNorm), packedOutput, factors);
        }

        private List<GgufTensor> tensors(int layer) {
            int width = config.embeddingLength();
            int keyValue = config.keyValueLength();
            int inner = config.feedForwardLength();
            String prefix = "blk." + layer + ".";
            return List.of(
                    tensor(prefix + "attn_norm.weight", width, 1),
                    tensor(prefix + "attn_q.weight", width, config.queryLength()),
                    tensor(prefix + "attn_k.weight", width, keyValue),
                    tensor(prefix + "attn_v.weight", width, keyValue),
                    tensor(prefix + "attn_output.weight", config.queryLength(), width),
                    tensor(prefix + "ffn_norm.weight", width, 1),
                    tensor(prefix + "ffn_gate.weight", width, inner),
                    tensor(prefix + "ffn_up.weight", width, inner),
                    tensor(prefix + "ffn_down.weight", inner, width));
        }

        private static LayerWeights layer(List<GgufTensor> of) {
            return new LayerWeights(
                    Matrices.vector(of.get(0)),
                    Matrices.pack(of.get(1)),
                    Matrices.pack(of.get(2)),
                    Matrices.pack(of.get(3)),
                    Matrices.pack(of.get(4)),
                    Matrices.vector(of.get(5)),
                    Matrices.pack(of.get(6)),
                    Matrices.pack(of.get(7)),
                    Matrices.pack(of.get(8)));
        }

        private GgufTensor tensor(String name, long columns, long rows) {
            GgufTensor tensor = file.tensor(name);
            used.add(name);
            boolean flat = tensor.dim(2) == 1 && tensor.dim(3) == 1;
            if (!flat || tensor.dim(0) != columns || tensor.dim(1) != rows) {
                throw new ModelException(file.name() + ": tensor " + tensor + " has the wrong shape: [" + columns + ", "
                        + rows + "] is what the metadata says");
            }
            return tensor;
        }

        /** A tensor that is not computed with would silently change what the model says. */
        private void checkAllUsed() {
            for (GgufTensor tensor : file.tensors().values()) {
                if (!used.contains(tensor.name())) {
                    throw new ModelException(
                            file.name() + ": tensor " + tensor + " is not one that this engine can compute with");
                }
            }
        }

        private void checkMemory() {
            long most = (long) (Runtime.getRuntime().maxMemory() * HEAP_SHARE);
            long bytes = file.tensors().values().stream()
                    .mapToLong(Matrices::packedBytes)
                    .sum();
            if (bytes > most) {
                throw new ModelException(file.name() + ": its weights take " + (bytes >> 20) + " MB and do not fit the "
                        + (most >> 20) + " MB that the heap allows for them; give Java a larger one with -Xmx");
            }
        }
    }
}
