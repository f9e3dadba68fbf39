package dev.nagare.local.model;

import dev.nagare.local.math.Matrix;

/** The weights of one layer; matrices have one row for each output. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LayerWeights(
        float[] attentionNorm,
        Matrix query,
        Matrix key,
        Matrix value,
        Matrix attentionOutput,
        float[] feedForwardNorm,
        Matrix gate,
        Matrix up,
        Matrix down) {}
