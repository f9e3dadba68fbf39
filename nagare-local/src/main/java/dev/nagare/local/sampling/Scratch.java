package dev.nagare.local.sampling;

/** The arrays that choosing a token needs; shared by all samplers that run on one thread. */
public final class Scratch {
    final float[] logits;
    final double[] weights;
    final int[] candidates;

    /** Arrays for a vocabulary of this size. */
    public Scratch(int vocabularySize) {
        logits = new float[vocabularySize];
        weights = new double[vocabularySize];
        candidates = new int[vocabularySize];
    }

    /** The size of the vocabulary. */
    public int size() {
        return logits.length;
    }
}
