package dev.nagare.local.model;

import dev.nagare.local.ModelException;
import dev.nagare.local.gguf.GgufException;
import dev.nagare.local.gguf.GgufFile;

/**
 * The sizes of a Llama model, from the metadata {@code llama.*} of its file.
 *
 * @param contextLength the most positions it was trained for
 * @param embeddingLength the width of the residual stream
 * @param blockCount how many layers it has
 * @param headCount query heads of a layer
 * @param keyValueHeadCount key and value heads of a layer; each serves {@code headCount / keyValueHeadCount} query heads
 * @param headLength elements of a head
 * @param feedForwardLength the width inside a feed-forward part
 * @param vocabularySize how many tokens it knows
 * @param epsilon what is added to the mean square in a norm
 * @param ropeDimensions how many elements of a head are rotated, from the first on; even
 * @param ropeBase the base of the rotation frequencies
 * @param ropeScale what a position is multiplied with before it is rotated by; 1 without scaling
 */
public record LlamaConfig(
        int contextLength,
        int embeddingLength,
        int blockCount,
        int headCount,
        int keyValueHeadCount,
        int headLength,
        int feedForwardLength,
        int vocabularySize,
        float epsilon,
        int ropeDimensions,
        float ropeBase,
        float ropeScale) {
    private static final String EPSILON = "llama.attention.layer_norm_rms_epsilon";
    private static final int MOST_BLOCKS = 1_024;
    private static final int MOST_CONTEXT = 1 << 24;
    private static final int WIDEST = 1 << 20;
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;
    private static final float DEFAULT_ROPE_BASE = 10_000;

    /**
     * Reads and checks the sizes.
     *
     * @throws ModelException if the file is for another architecture, uses something this engine lacks, or contradicts
     *     itself
     */
    public static LlamaConfig of(GgufFile file) {
        String architecture = file.string("general.architecture");
        if (!architecture.equals("llama")) {
            throw wrong(
                    file,
                    "general.architecture",
                    "only the architecture llama can be run",
                    GgufException.shown(architecture));
        }
        int experts = file.u32("llama.expert_count", 0);
        if (experts > 0) {
            throw wrong(file, "llama.expert_count", "a mixture of experts cannot be run", experts);
        }
        int embedding = size(file, "embedding_length", WIDEST);
        int heads = size(file, "attention.head_count", embedding);
        int keyValueHeads =
                file.has("llama.attention.head_count_kv") ? size(file, "attention.head_count_kv", heads) : heads;
        if (heads % keyValueHeads != 0) {
            throw wrong(file, "llama.attention.head_count_kv", "must divide head_count " + heads, keyValueHeads);
        }
        int headLength = headLength(file, embedding, heads);
        int ropeDimensions = file.u32("llama.rope.dimension_count", headLength);
        if (ropeDimensions < 2 || ropeDimensions > headLength || ropeDimensions % 2 != 0) {
            String rule = "must be even and within the head's length " + headLength;
            throw wrong(file, "llama.rope.dimension_count", rule, ropeDimensions);
        }
        int blocks = size(file, "block_count", MOST_BLOCKS);
        long page = CacheLayout.size(blocks, keyValueHeads, headLength);
        if (page > LARGEST_ARRAY) {
            String rule = "with " + keyValueHeads + " heads of " + headLength + " the keys and values of "
                    + CacheLayout.POSITIONS + " positions are more than one array holds";
            throw wrong(file, "llama.block_count", rule, blocks);
        }
        return new LlamaConfig(
                size(file, "context_length", MOST_CONTEXT),
                embedding,
                blocks,
                heads,
                keyValueHeads,
                headLength,
                size(file, "feed_forward_length", WIDEST),
                vocabulary(file),
                positive(file, EPSILON, file.f32(EPSILON)),
                ropeDimensions,
                positive(file, "llama.rope.freq_base", file.f32("llama.rope.freq_base", DEFAULT_ROPE_BASE)),
                ropeScale(file));
    }

    /** The elements of all query heads of a position. */
    public int queryLength() {
        return headCount * headLength;
    }

    /** The elements of all key heads, or of all value heads, of a position. */
    public int keyValueLength() {
        return keyValueHeadCount * headLength;
    }

    /** How many query heads share a key and value head. */
    public int group() {
        return headCount / keyValueHeadCount;
    }

    private static int headLength(GgufFile file, int embedding, int heads) {
        String key = "llama.attention.key_length";
        if (!file.has(key) && embedding % heads != 0) {
            throw wrong(file, "llama.attention.head_count", "must divide embedding_length " + embedding, heads);
        }
        int length = file.has(key) ? size(file, "attention.key_length", WIDEST) : embedding / heads;
        int values = file.u32("llama.attention.value_length", length);
        if (values != length) {
            throw wrong(file, "llama.attention.value_length", "must equal the keys' length " + length, values);
        }
        if ((long) length * heads > WIDEST) {
            throw wrong(file, key, "is too large for " + heads + " heads", length);
        }
        return length;
    }

    private static int vocabulary(GgufFile file) {
        long rows = file.tensor("token_embd.weight").dim(1);
        if (rows > WIDEST) {
            throw wrong(file, "token_embd.weight", "at most " + WIDEST + " tokens are allowed", rows);
        }
        int declared = file.u32("llama.vocab_size", (int) rows);
        if (declared != rows) {
            throw wrong(file, "llama.vocab_size", "token_embd.weight has " + rows + " rows", declared);
        }
        return declared;
    }

    private static float ropeScale(GgufFile file) {
        String key = "llama.rope.scaling.type";
        String type = file.string(key, "none");
        return switch (type) {
            case "none" -> 1 / positive(file, "llama.rope.scale_linear", file.f32("llama.rope.scale_linear", 1));
            case "linear" -> 1 / positive(file, "llama.rope.scaling.factor", file.f32("llama.rope.scaling.factor", 1));
            default -> throw wrong(file, key, "only none and linear can be run", GgufException.shown(type));
        };
    }

    private static int size(GgufFile file, String name, int most) {
        String key = "llama." + name;
        int value = file.u32(key);
        if (value < 1 || value > most) {
            throw wrong(file, key, "must be in the range 1.." + most, value);
        }
        return value;
    }

    private static float positive(GgufFile file, String key, float value) {
        if (!(value > 0)) {
            throw wrong(file, key, "must be above 0", value);
        }
        return value;
    }

    private static ModelException wrong(GgufFile file, String key, String rule, Object value) {
        return new ModelException(file.name() + ": " + key + " is " + value + ": " + rule);
    }
}
