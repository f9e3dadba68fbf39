package dev.nagare.local.model;

import dev.nagare.local.math.Kernels;
import dev.nagare.local.math.Matrix;
import dev.nagare.local.math.Numbers;
import dev.nagare.local.math.Rows;
import java.util.Arrays;

/**
 * Softmax attention of the rows of a batch over the pages of their sequences.
 *
 * <p>A unit of work is one row and one key-value head; the query heads that share it are the rows of its products.
 */
final class Attention {
    private final Kernels kernels;
    private final CacheLayout layout;
    private final int heads;
    private final int group;
    private final int headLength;
    private final int headWidth;
    private final float scale;
    private final Scratch[] scratch;

    Attention(LlamaConfig config, Kernels kernels, CacheLayout layout, int workers) {
        this.kernels = kernels;
        this.layout = layout;
        heads = config.keyValueHeadCount();
        group = config.group();
        headLength = config.headLength();
        headWidth = Matrix.padded(headLength);
        scale = (float) (1 / Math.sqrt(headLength));
        scratch = new Scratch[workers];
        Arrays.setAll(scratch, i -> new Scratch());
    }

    /** About how many multiply-adds a batch needs in a layer. */
    long work(Batch batch) {
        long positions = 0;
        for (int row = 0; row < batch.count(); row++) {
            positions += batch.position(row) + CacheLayout.POSITIONS;
        }
        return positions * heads * group * (2L * headLength + Numbers.EXP_WORK);
    }

    /**
     * Computes some units: unit {@code u} is key-value head {@code u % heads} of row {@code u / heads}.
     *
     * @param query the rotated queries, a row every {@code stride} elements
     * @param out the weighted values, in the same places as the queries
     */
    void run(int worker, int from, int to, Batch batch, int layer, float[] query, float[] out, int stride) {
        Scratch memory = scratch[worker];
        for (int unit = from; unit < to; unit++) {
            int row = unit / heads;
            int head = unit % heads;
            int at = row * stride + head * group * headLength;
            attend(memory, batch.cache(row), batch.position(row) + 1, layer, head, query, out, at);
        }
    }

    private void attend(
            Scratch memory, CachePages pages, int length, int layer, int head, float[] query, float[] out, int at) {
        int width = Matrix.padded(length);
        memory.reserve(group * width, group * headWidth);
        Rows scores = new Rows(memory.scores, 0, width, group);
        Rows sums = new Rows(memory.sums, 0, headWidth, group);
        Rows queries = new Rows(query, at, headLength, group);
        Arrays.fill(memory.scores, 0, group * width, 0);
        Arrays.fill(memory.sums, 0, group * headWidth, 0);
        int count = CacheLayout.pages(length);
        int keys = layout.keys(layer, head);
        for (int i = 0; i < count; i++) {
            kernels.accumulate(pages.page(i), keys, headLength, queries, scores.from(i * CacheLayout.POSITIONS));
        }
        for (int i = 0; i < group; i++) {
            Numbers.softmax(memory.scores, scores.at(i), length, scale);
        }
        int values = layout.values(layer, head);
        for (int i = 0; i < count; i++) {
            int first = i * CacheLayout.POSITIONS;
            int valid = Math.min(CacheLayout.POSITIONS, length - first);
            for (int lane = 0; lane < headWidth; lane += Matrix.PANEL) {
                int panel = values + lane * CacheLayout.POSITIONS;
                kernels.accumulate(pages.page(i), panel, valid, scores.from(first), sums.from(lane));
            }
        }
        for (int i = 0; i < group; i++) {
            System.arraycopy(memory.sums, sums.at(i), out, at + i * headLength, headLength);
        }
    }

    /** Memory of one worker. */
    private static final class Scratch {
        private float[] scores = {};
        private float[] sums = {};

        void reserve(int forScores, int forSums) {
            if (scores.length < forScores) {
                scores = new float[Math.max(forScores, 2 * scores.length)];
            }
            if (sums.length < forSums) {
                sums = new float[forSums];
            }
        }
    }
}
