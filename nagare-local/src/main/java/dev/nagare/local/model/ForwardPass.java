package dev.nagare.local.model;

import dev.nagare.local.math.Kernels;
import dev.nagare.local.math.Matrix;
import dev.nagare.local.math.Numbers;
import dev.nagare.local.math.Rows;
import dev.nagare.local.math.Workers;
import java.util.function.BooleanSupplier;

/**
 * Runs steps: a block of rows goes through all layers, and every weight is read once for all of them.
 *
 * <p>Holds the activations of a step, grown to the largest block so far. One thread only.
 */
public final class ForwardPass {
    private final LlamaConfig config;
    private final LlamaWeights weights;
    private final Kernels kernels;
    private final CacheLayout layout;
    private final Workers workers;
    private final Rope rope;
    private final Attention attention;

    /** The residual stream, its norm, and what is added to it; each row has {@link #width} elements of room. */
    private float[] stream = {};

    private float[] normed = {};
    private float[] delta = {};
    private float[] query = {};
    private float[] key = {};
    private float[] value = {};
    private float[] mixed = {};
    private float[] gate = {};
    private float[] up = {};
    private float[] angles = {};
    private float[] logits = {};

    private final int width;
    private final int queryWidth;
    private final int keyValueWidth;
    private final int innerWidth;
    private final int vocabularyWidth;

    ForwardPass(LlamaConfig config, LlamaWeights weights, Kernels kernels, CacheLayout layout, Workers workers) {
        this.config = config;
        this.weights = weights;
        this.kernels = kernels;
        this.layout = layout;
        this.workers = workers;
        rope = new Rope(config, weights.ropeFactors());
        attention = new Attention(config, kernels, layout, workers.count());
        width = Matrix.padded(config.embeddingLength());
        queryWidth = Matrix.padded(config.queryLength());
        keyValueWidth = Matrix.padded(config.keyValueLength());
        innerWidth = Matrix.padded(config.feedForwardLength());
        vocabularyWidth = Matrix.padded(config.vocabularySize());
    }

    /**
     * Computes a batch: adds the keys and values of its rows to their caches and fills {@link #logits()}.
     *
     * @param stop looked at before each layer; true ends the step
     * @return whether the step was computed to its end
     */
    public boolean run(Batch batch, BooleanSupplier stop) {
        reserve(batch);
        embed(batch);
        for (int i = 0; i < config.blockCount(); i++) {
            if (stop.getAsBoolean()) {
                return false;
            }
            LayerWeights layer = weights.layers().get(i);
            attend(batch, i, layer);
            feedForward(batch.count(), layer);
        }
        output(batch);
        return true;
    }

    /** The logits of the last step; those of number {@code n} begin at {@link #logitsAt}. */
    public float[] logits() {
        return logits;
    }

    /** Where the logits of a number begin that {@link Batch#add} gave. */
    public int logitsAt(int number) {
        return number * vocabularyWidth;
    }

    private void reserve(Batch batch) {
        int rows = batch.count();
        stream = room(stream, rows * width);
        normed = room(normed, rows * width);
        delta = room(delta, rows * width);
        query = room(query, rows * queryWidth);
        mixed = room(mixed, rows * queryWidth);
        key = room(key, rows * keyValueWidth);
        value = room(value, rows * keyValueWidth);
        gate = room(gate, rows * innerWidth);
        up = room(up, rows * innerWidth);
        angles = room(angles, rows * rope.size());
        logits = room(logits, batch.wanted() * vocabularyWidth);
    }

    private static float[] room(float[] array, int size) {
        return array.length >= size ? array : new float[size];
    }

    private void embed(Batch batch) {
        for (int row = 0; row < batch.count(); row++) {
            weights.embeddings().row(batch.token(row), stream, row * width);
            rope.angles(batch.position(row), angles, row * rope.size());
        }
    }

    private void attend(Batch batch, int index, LayerWeights layer) {
        int rows = batch.count();
        norm(rows, layer.attentionNorm());
        Rows in = new Rows(normed, 0, width, rows);
        multiply(
                in,
                new Product(layer.query(), new Rows(query, 0, queryWidth, rows)),
                new Product(layer.key(), new Rows(key, 0, keyValueWidth, rows)),
                new Product(layer.value(), new Rows(value, 0, keyValueWidth, rows)));
        for (int row = 0; row < rows; row++) {
            int from = row * rope.size();
            rope.rotate(query, row * queryWidth, config.headCount(), config.headLength(), angles, from);
            rope.rotate(key, row * keyValueWidth, config.keyValueHeadCount(), config.headLength(), angles, from);
            int position = batch.position(row);
            float[] page = batch.cache(row).page(position / CacheLayout.POSITIONS);
            int slot = position % CacheLayout.POSITIONS;
            layout.write(page, index, slot, key, row * keyValueWidth, value, row * keyValueWidth);
        }
        int heads = config.keyValueHeadCount();
        workers.run(
                attention.work(batch),
                rows * heads,
                (worker, from, to) -> attention.run(worker, from, to, batch, index, query, mixed, queryWidth));
        multiply(
                new Rows(mixed, 0, queryWidth, rows),
                new Product(layer.attentionOutput(), new Rows(delta, 0, width, rows)));
        add(rows);
    }

    private void feedForward(int rows, LayerWeights layer) {
        norm(rows, layer.feedForwardNorm());
        multiply(
                new Rows(normed, 0, width, rows),
                new Product(layer.gate(), new Rows(gate, 0, innerWidth, rows)),
                new Product(layer.up(), new Rows(up, 0, innerWidth, rows)));
        int inner = config.feedForwardLength();
        long work = (long) rows * inner * Numbers.EXP_WORK;
        workers.run(work, rows, (worker, from, to) -> {
            for (int row = from; row < to; row++) {
                Numbers.swiGlu(gate, row * innerWidth, up, row * innerWidth, inner);
            }
        });
        multiply(new Rows(gate, 0, innerWidth, rows), new Product(layer.down(), new Rows(delta, 0, width, rows)));
        add(rows);
    }

    private void output(Batch batch) {
        int wanted = batch.wanted();
        int length = config.embeddingLength();
        for (int i = 0; i < wanted; i++) {
            int from = batch.logitsRow(i) * width;
            Numbers.rmsNorm(stream, from, length, weights.outputNorm(), config.epsilon(), normed, i * width);
        }
        multiply(
                new Rows(normed, 0, width, wanted),
                new Product(weights.output(), new Rows(logits, 0, vocabularyWidth, wanted)));
    }

    private void norm(int rows, float[] by) {
        for (int row = 0; row < rows; row++) {
            int at = row * width;
            Numbers.rmsNorm(stream, at, config.embeddingLength(), by, config.epsilon(), normed, at);
        }
    }

    private void add(int rows) {
        Numbers.add(stream, 0, delta, 0, rows * width);
    }

    /** A matrix and where its outputs go. */
    private record Product(Matrix matrix, Rows out) {}

    /** Multiplies the same rows with several matrices as one job. */
    private void multiply(Rows in, Product... products) {
        int panels = 0;
        long work = 0;
        for (Product product : products) {
            panels += product.matrix.panels();
            work += (long) product.matrix.panels() * Matrix.PANEL * product.matrix.columns() * in.count();
        }
        workers.run(work, panels, (worker, from, to) -> {
            int first = 0;
            for (Product product : products) {
                int last = first + product.matrix.panels();
                if (from < last && to > first) {
                    int begin = Math.max(from, first) - first;
                    kernels.multiply(product.matrix, in, product.out, begin, Math.min(to, last) - first);
                }
                first = last;
            }
        });
    }
}
