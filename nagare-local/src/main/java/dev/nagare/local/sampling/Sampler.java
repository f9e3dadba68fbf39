package dev.nagare.local.sampling;

import java.util.HashMap;
import java.util.Map;

/** Chooses the tokens of one answer. */
public final class Sampler {
    /** Below this temperature the division would overflow, and the most likely token has all the probability anyway. */
    private static final double SMALLEST_TEMPERATURE = 1e-4;

    private final SamplingOptions options;
    private final Scratch scratch;
    private final SplitMix random;
    private final Map<Integer, Integer> generated = new HashMap<>();

    /**
     * A sampler at the beginning of an answer.
     *
     * @param options how to choose
     * @param scratch arrays for the size of the vocabulary
     */
    public Sampler(SamplingOptions options, Scratch scratch) {
        this.options = options;
        this.scratch = scratch;
        this.random = new SplitMix(options.seed(), options.stream());
    }

    /**
     * The next token.
     *
     * @param logits holds the row; not changed
     * @param offset where the row begins
     * @throws IllegalStateException if no logit is a number
     */
    public int next(float[] logits, int offset) {
        float[] row = logits;
        int from = offset;
        if (options.changesLogits()) {
            System.arraycopy(logits, offset, scratch.logits, 0, scratch.size());
            adjust(scratch.logits);
            row = scratch.logits;
            from = 0;
        }
        int best = mostLikely(row, from);
        boolean certain = options.temperature() < SMALLEST_TEMPERATURE || Float.isInfinite(row[from + best]);
        int token = certain ? best : sample(row, from, row[from + best]);
        if (options.frequencyPenalty() != 0 || options.presencePenalty() != 0) {
            generated.merge(token, 1, Integer::sum);
        }
        return token;
    }

    /** The penalties of the original: counts of what was generated, not of the prompt. */
    private void adjust(float[] row) {
        options.logitBias().forEach((token, bias) -> {
            if (token >= 0 && token < row.length) {
                row[token] += bias;
            }
        });
        generated.forEach((token, count) ->
                row[token] -= (float) (count * options.frequencyPenalty() + options.presencePenalty()));
    }

    /** The token of the highest logit, of equal ones the first. */
    private int mostLikely(float[] row, int from) {
        int best = -1;
        float highest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < scratch.size(); i++) {
            if (row[from + i] > highest) {
                highest = row[from + i];
                best = i;
            }
        }
        if (best < 0) {
            throw new IllegalStateException("the model gave no finite logit");
        }
        return best;
    }

    private int sample(float[] row, int from, float highest) {
        double[] weights = scratch.weights;
        double scale = 1 / options.temperature();
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Exponential.exp((row[from + i] - highest) * scale);
            sum += weights[i];
        }
        return options.topP() < 1 ? sampleTop(sum) : sampleAll(sum * random.nextDouble());
    }

    private int sampleAll(double target) {
        double[] weights = scratch.weights;
        double sum = 0;
        int last = 0;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0) {
                last = i;
                sum += weights[i];
                if (sum > target) {
                    return i;
                }
            }
        }
        return last;
    }

    /** Takes tokens from the most likely one down until they have the probability wanted, then samples among them. */
    private int sampleTop(double sum) {
        double[] weights = scratch.weights;
        int[] heap = scratch.candidates;
        // tokens below this weight are, all together, within the part that is cut off
        double cutoff = (1 - options.topP()) * sum / weights.length;
        int size = 0;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0 && weights[i] >= cutoff) {
                heap[size++] = i;
            }
        }
        for (int i = size / 2 - 1; i >= 0; i--) {
            sink(heap, i, size);
        }
        double wanted = options.topP() * sum;
        double taken = 0;
        int end = size;
        do {
            int top = heap[0];
            taken += weights[top];
            heap[0] = heap[--end];
            heap[end] = top;
            sink(heap, 0, end);
        } while (end > 0 && taken < wanted);
        double target = taken * random.nextDouble();
        double passed = 0;
        for (int i = size - 1; i > end; i--) {
            passed += weights[heap[i]];
            if (passed > target) {
                return heap[i];
            }
        }
        return heap[end];
    }

    private void sink(int[] heap, int start, int size) {
        int item = start < size ? heap[start] : 0;
        int hole = start;
        for (int child = 2 * hole + 1; child < size; child = 2 * hole + 1) {
            if (child + 1 < size && isBefore(heap[child + 1], heap[child])) {
                child++;
            }
            if (!isBefore(heap[child], item)) {
                break;
            }
            heap[hole] = heap[child];
            hole = child;
        }
        if (start < size) {
            heap[hole] = item;
        }
    }

    private boolean isBefore(int a, int b) {
        double difference = scratch.weights[a] - scratch.weights[b];
        return difference > 0 || (difference == 0 && a < b);
    }
}
