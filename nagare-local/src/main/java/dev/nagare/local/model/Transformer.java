package dev.nagare.local.model;

import dev.nagare.local.ModelException;
import dev.nagare.local.gguf.GgufFile;
import dev.nagare.local.math.Kernels;
import dev.nagare.local.math.Workers;

/**
 * A model of the Llama architecture, ready to run: RMS norms, rotary positions, grouped-query attention over a cache of
 * pages, SwiGLU.
 *
 * <p>It never changes after loading; any number of {@linkplain #pass passes} may use it, each on its own thread.
 */
public final class Transformer {
    private final LlamaConfig config;
    private final LlamaWeights weights;
    private final Kernels kernels;
    private final CacheLayout cacheLayout;

    private Transformer(LlamaConfig config, LlamaWeights weights, Kernels kernels) {
        this.config = config;
        this.weights = weights;
        this.kernels = kernels;
        this.cacheLayout = new CacheLayout(config);
    }

    /**
     * Loads the weights; the file may be closed afterwards.
     *
     * @throws ModelException if the file is for another architecture, lacks a tensor, or contradicts itself
     */
    public static Transformer load(GgufFile file, Kernels kernels) {
        LlamaConfig config = LlamaConfig.of(file);
        return new Transformer(config, LlamaWeights.of(file, config), kernels);
    }

    /** The model's sizes. */
    public LlamaConfig config() {
        return config;
    }

    /** How keys and values lie in a page of the cache. */
    public CacheLayout cacheLayout() {
        return cacheLayout;
    }

    /** About how many multiply-adds one row takes: the elements of all matrices, without attention. */
    public long parameters() {
        long layer = 2L * config.embeddingLength() * (config.queryLength() + config.keyValueLength())
                + 3L * config.embeddingLength() * config.feedForwardLength();
        return layer * config.blockCount() + (long) config.embeddingLength() * config.vocabularySize();
    }

    /** The kernels it runs on. */
    public Kernels kernels() {
        return kernels;
    }

    /** The memory of a step, to be used by one thread with these workers. */
    public ForwardPass pass(Workers workers) {
        return new ForwardPass(config, weights, kernels, cacheLayout, workers);
    }
}
