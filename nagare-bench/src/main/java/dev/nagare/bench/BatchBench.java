package dev.nagare.bench;

import dev.nagare.local.gguf.GgmlType;
import dev.nagare.local.gguf.GgufFile;
import dev.nagare.local.math.KernelSets;
import dev.nagare.local.model.Transformer;
import dev.nagare.local.schedule.Scheduler;
import dev.nagare.local.schedule.SchedulerConfig;
import dev.nagare.local.schedule.SequenceEnd;
import dev.nagare.local.schedule.SequenceListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * Measures what company costs: one, two, four and eight sequences at once, in tokens a second of the clock and in
 * processor time, which other work on the machine disturbs less.
 *
 * <p>Arguments: GGUF files; then a random model of about 25 million parameters in Q8_0 is measured, too. Prints the
 * median of some rounds, after rounds that only warm up; a model takes some five minutes at most, however slow the machine.
 */
public final class BatchBench {
    private static final int PROMPT = 64;
    private static final int NEW_TOKENS = 64;
    private static final int ROUNDS = 5;
    private static final long MOST_NANOS_EACH = 60_000_000_000L;
    private static final int[] COMPANIES = {1, 2, 4, 8};

    private final Transformer model;
    private final Scheduler scheduler;
    private long seed;

    private BatchBench(Path file) throws IOException {
        try (GgufFile gguf = GgufFile.open(file)) {
            model = Transformer.load(gguf, KernelSets.best());
        }
        scheduler = new Scheduler(model, SchedulerConfig.defaults());
    }

    /** One round: how long it took, until all had their first token, and in total. */
    private record Round(double wallMillis, double firstMillis, double cpuMillis) {}

    /** Runs the measurement. */
    public static void main(String[] files) throws Exception {
        List<Path> paths = new ArrayList<>();
        for (String file : files) {
            paths.add(Path.of(file));
        }
        paths.add(medium().inTemporaryFolder());
        System.out.printf(
                "%d cores, Java %s; prompts of %d tokens, %d new ones%n%n",
                Runtime.getRuntime().availableProcessors(), Runtime.version(), PROMPT, NEW_TOKENS);
        System.out.println(
                "| model | sequences | first tokens, ms | all, ms | tokens/s | CPU ms/token | CPU against one "
                        + "sequence | kernels |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        for (Path path : paths) {
            new BatchBench(path).measure(path.getFileName().toString());
        }
    }

    private static RandomGguf medium() {
        return new RandomGguf(
                "random-25M-Q8_0", GgmlType.Q8_0, false, 6, 8, 4, 64, 1408, 16_000, 2048, true, 10_000, false, 1);
    }

    private void measure(String name) throws Exception {
        long start = System.nanoTime();
        for (int i = 0; i < 3 || model.kernels().name().equals("scalar"); i++) {
            round(i % 8 + 1);
            if (System.nanoTime() - start > MOST_NANOS_EACH) {
                break;
            }
        }
        double alone = 0;
        for (int company : COMPANIES) {
            List<Round> rounds = rounds(company);
            double wall = median(rounds.stream().mapToDouble(Round::wallMillis).toArray());
            double cpu = median(rounds.stream().mapToDouble(Round::cpuMillis).toArray());
            double first =
                    median(rounds.stream().mapToDouble(Round::firstMillis).toArray());
            alone = company == 1 ? cpu : alone;
            int tokens = company * NEW_TOKENS;
            System.out.printf(
                    "| %s | %d | %.1f | %.1f | %.1f | %.2f | %.2f | %s |%n",
                    name,
                    company,
                    first,
                    wall,
                    tokens * 1000 / wall,
                    cpu / tokens,
                    cpu / alone,
                    model.kernels().name());
        }
        scheduler.close();
    }

    private List<Round> rounds(int company) throws Exception {
        long start = System.nanoTime();
        List<Round> rounds = new ArrayList<>();
        while (rounds.isEmpty() || (rounds.size() < ROUNDS && System.nanoTime() - start < MOST_NANOS_EACH)) {
            rounds.add(round(company));
        }
        return rounds;
    }

    private static double median(double[] values) {
        return IntStream.range(0, values.length)
                .mapToDouble(i -> values[i])
                .sorted()
                .skip(values.length / 2)
                .findFirst()
                .orElseThrow();
    }

    private Round round(int company) throws Exception {
        long cpu = cpuNanos();
        long start = System.nanoTime();
        List<Listener> listeners = new ArrayList<>();
        int vocabulary = model.config().vocabularySize();
        for (int i = 0; i < company; i++) {
            Listener listener = new Listener(vocabulary);
            listeners.add(listener);
            int[] prompt = new Random(++seed).ints(PROMPT, 0, vocabulary).toArray();
            scheduler.submit(prompt, NEW_TOKENS, listener);
        }
        long first = 0;
        for (Listener listener : listeners) {
            listener.end.get();
            first = Math.max(first, listener.first - start);
        }
        long wall = System.nanoTime() - start;
        return new Round(wall / 1e6, first / 1e6, (cpuNanos() - cpu) / 1e6);
    }

    private static long cpuNanos() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }

    private static final class Listener implements SequenceListener {
        private final CompletableFuture<SequenceEnd> end = new CompletableFuture<>();
        private final int vocabulary;
        private volatile long first;

        Listener(int vocabulary) {
            this.vocabulary = vocabulary;
        }

        @Override
        public int next(float[] logits, int offset, int position) {
            if (first == 0) {
                first = System.nanoTime();
            }
            int best = 0;
            for (int i = 1; i < vocabulary; i++) {
                best = logits[offset + i] > logits[offset + best] ? i : best;
            }
            return best;
        }

        @Override
        public void ended(SequenceEnd how) {
            end.complete(how);
        }
    }
}
