package dev.nagare.bench.client;

import dev.nagare.bench.load.Values;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one piece of text cost its reader.
 *
 * @param cpu processor time in nanoseconds
 * @param bytes bytes allocated
 */
record Cost(double cpu, double bytes) {
    /** What was spent between two looks at the counters, for each piece that came between them. */
    static Cost between(Values before, Values after, double pieces) {
        return new Cost(
                (after.of("cpu") - before.of("cpu")) / pieces, (after.of("bytes") - before.of("bytes")) / pieces);
    }

    /** Of each part the median. */
    static Cost median(List<Cost> costs) {
        return new Cost(median(costs, Cost::cpu), median(costs, Cost::bytes));
    }

    private static double median(List<Cost> costs, ToDoubleFunction<Cost> part) {
        return median(costs.stream().mapToDouble(part).toArray());
    }

    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
