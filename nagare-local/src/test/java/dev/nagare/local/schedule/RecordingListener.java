package dev.nagare.local.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Takes the likeliest token, or the one after it in rank, and writes everything down. */
class RecordingListener implements SequenceListener {
    final List<Integer> tokens = new ArrayList<>();
    final List<Integer> positions = new ArrayList<>();
    final List<SequenceEnd> ends = new ArrayList<>();
    private final int rank;
    private final int vocabulary;
    private IntConsumer before = count -> {};

    RecordingListener(int vocabulary, int rank) {
        this.vocabulary = vocabulary;
        this.rank = rank;
    }

    /** Runs something first in each {@link #next}, with the number of tokens so far. */
    RecordingListener before(IntConsumer action) {
        before = action;
        return this;
    }

    @Override
    public int next(float[] logits, int offset, int position) {
        before.accept(tokens.size());
        int token = choose(logits, offset, vocabulary, rank);
        tokens.add(token);
        positions.add(position);
        Arrays.fill(logits, offset, offset + vocabulary, Float.NaN); // nobody else may see this
        return token;
    }

    @Override
    public void ended(SequenceEnd end) {
        ends.add(end);
    }

    @Nullable
    SequenceEnd end() {
        return ends.isEmpty() ? null : ends.getLast();
    }

    /** The token of a rank, 0 for the likeliest. */
    static int choose(float[] logits, int offset, int vocabulary, int rank) {
        int chosen = -1;
        for (int r = 0; r <= rank; r++) {
            int best = -1;
            for (int t = 0; t < vocabulary; t++) {
                boolean lower = chosen < 0
                        || logits[offset + t] < logits[offset + chosen]
                        || (logits[offset + t] == logits[offset + chosen] && t > chosen);
                if (lower && (best < 0 || logits[offset + t] > logits[offset + best])) {
                    best = t;
                }
            }
            chosen = best;
        }
        return chosen;
    }
}
