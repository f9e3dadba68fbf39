package dev.nagare.local.schedule;

import dev.nagare.local.gguf.GgmlType;
import dev.nagare.local.math.ScalarKernels;
import dev.nagare.local.math.Workers;
import dev.nagare.local.model.Batch;
import dev.nagare.local.model.CachePages;
import dev.nagare.local.model.ForwardPass;
import dev.nagare.local.model.RandomModel;
import dev.nagare.local.model.Transformer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A batcher that the test steps by hand, with a clock that it sets. */
final class StepByHand {
    static final RandomModel RANDOM = RandomModel.of(GgmlType.Q8_0, 42);
    static final Transformer MODEL = Transformer.load(RANDOM.file(), new ScalarKernels());
    static final int VOCABULARY = RANDOM.vocabulary();

    final Batcher batcher;
    long now;
    boolean closed;
    int left;
    int steps;

    StepByHand(SchedulerConfig config) {
        ForwardPass pass = MODEL.pass(Workers.none());
        batcher = new Batcher(MODEL, config, pass, () -> now, () -> closed, () -> left++);
    }

    StepByHand() {
        this(config());
    }

    static SchedulerConfig config() {
        return SchedulerConfig.defaults().withThreads(1).withContextLength(256);
    }

    /** Bounds that leave room for some pages. */
    static SchedulerConfig pages(int pages) {
        return config().withCacheBytes((long) pages * MODEL.cacheLayout().size() * Float.BYTES);
    }

    Sequence add(int[] prompt, int mostNew, SequenceListener listener) {
        return add(prompt, mostNew, List.of(listener)).getFirst();
    }

    List<Sequence> add(int[] prompt, int mostNew, List<? extends SequenceListener> listeners) {
        PromptGroup group = new PromptGroup(prompt, mostNew, listeners, () -> {});
        batcher.add(group);
        return group.sequences();
    }

    /** Steps until nothing is left to compute. */
    StepByHand run() {
        while (batcher.step()) {
            steps++;
        }
        return this;
    }

    static RecordingListener listener() {
        return new RecordingListener(VOCABULARY, 0);
    }

    static int[] prompt(int length, long seed) {
        return new Random(seed).ints(length, 0, VOCABULARY).toArray();
    }

    /** What a sequence generates when it is alone, straight from the model. */
    static List<Integer> alone(int[] prompt, int count, int rank) {
        List<float[]> pages = new ArrayList<>();
        CachePages cache = index -> {
            while (pages.size() <= index) {
                pages.add(new float[MODEL.cacheLayout().size()]);
            }
            return pages.get(index);
        };
        ForwardPass pass = MODEL.pass(Workers.none());
        List<Integer> tokens = new ArrayList<>();
        for (int position = 0; tokens.size() < count; position++) {
            int token = position < prompt.length ? prompt[position] : tokens.getLast();
            Batch batch = new Batch();
            batch.add(token, position, cache, true);
            pass.run(batch, () -> false);
            if (position >= prompt.length - 1) {
                tokens.add(RecordingListener.choose(pass.logits(), 0, VOCABULARY, rank));
            }
        }
        return tokens;
    }
}
