package dev.nagare.local.model;

import dev.nagare.local.math.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One sequence of a model, computed in slices on the test's own thread. */
final class Tape implements CachePages {
    private final Transformer model;
    private final ForwardPass pass;
    private final List<float[]> pages = new ArrayList<>();
    private int length;

    Tape(Transformer model) {
        this.model = model;
        this.pass = model.pass(Workers.none());
    }

    @Override
    public float[] page(int index) {
        while (pages.size() <= index) {
            float[] page = new float[model.cacheLayout().size()];
            Arrays.fill(page, Float.NaN); // what was not written must not be read
            pages.add(page);
        }
        return pages.get(index);
    }

    int length() {
        return length;
    }

    /** Adds the tokens to a batch, all with logits; the step is the caller's. */
    void addTo(Batch batch, int... tokens) {
        for (int token : tokens) {
            batch.add(token, length++, this, true);
        }
    }

    /** The logits after each token of a slice. */
    float[][] next(int... tokens) {
        Batch batch = new Batch();
        addTo(batch, tokens);
        pass.run(batch, () -> false);
        return logits(pass, model, 0, tokens.length);
    }

    static float[][] logits(ForwardPass pass, Transformer model, int from, int count) {
        float[][] logits = new float[count][];
        for (int i = 0; i < count; i++) {
            int at = pass.logitsAt(from + i);
            logits[i] =
                    Arrays.copyOfRange(pass.logits(), at, at + model.config().vocabularySize());
        }
        return logits;
    }

    static int argmax(float[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            best = logits[i] > logits[best] ? i : best;
        }
        return best;
    }
}
