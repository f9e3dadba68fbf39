package dev.nagare.local.model;

import dev.nagare.local.math.Matrix;

/**
 * Where the keys and values of {@value #POSITIONS} consecutive positions lie in a page.
 *
 * <p>A page holds all layers. For each layer and key-value head it holds the keys as one panel, element by element with
 * one lane for each position, and then the values as panels of {@link Matrix#PANEL} elements, position by position. So
 * scores and weighted sums are products of a panel with rows, like everything else.
 */
public final class CacheLayout {
    /** Positions in a page. */
    public static final int POSITIONS = Matrix.PANEL;

    private final int layers;
    private final int heads;
    private final int headLength;

    CacheLayout(LlamaConfig config) {
        layers = config.blockCount();
        heads = config.keyValueHeadCount();
        headLength = config.headLength();
    }

    /** The floats of a page; {@link LlamaConfig#of} refuses a model for which an array has no room for them. */
    public int size() {
        return Math.toIntExact(size(layers, heads, headLength));
    }

    /** The floats of a page for as many layers, key-value heads, and elements of a head. */
    static long size(int layers, int heads, int headLength) {
        return (long) layers * heads * headSize(headLength);
    }

    /** How many pages hold this many positions. */
    public static int pages(int positions) {
        return (positions + POSITIONS - 1) / POSITIONS;
    }

    /** Where the panel of keys begins. */
    int keys(int layer, int head) {
        return (layer * heads + head) * headSize();
    }

    /** Where the panels of values begin; each is {@link Matrix#PANEL} times {@link #POSITIONS} floats. */
    int values(int layer, int head) {
        return keys(layer, head) + headLength * POSITIONS;
    }

    /** Copies a position's keys and values of one layer into a page. */
    void write(float[] page, int layer, int slot, float[] keys, int keysAt, float[] values, int valuesAt) {
        for (int head = 0; head < heads; head++) {
            int key = keys(layer, head) + slot;
            int value = values(layer, head) + slot * Matrix.PANEL;
            for (int i = 0; i < headLength; i++) {
                page[key + i * POSITIONS] = keys[keysAt + head * headLength + i];
                int panel = i / Matrix.PANEL * Matrix.PANEL * POSITIONS;
                page[value + panel + i % Matrix.PANEL] = values[valuesAt + head * headLength + i];
            }
        }
    }

    private int headSize() {
        return headSize(headLength);
    }

    private static int headSize(int headLength) {
        return headLength * POSITIONS + Matrix.padded(headLength) * POSITIONS;
    }
}
