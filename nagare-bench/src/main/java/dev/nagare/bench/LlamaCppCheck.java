package dev.nagare.bench;

import dev.nagare.local.gguf.GgmlType;
import dev.nagare.local.gguf.GgufFile;
import dev.nagare.local.math.KernelSets;
import dev.nagare.local.math.Workers;
import dev.nagare.local.model.Batch;
import dev.nagare.local.model.CachePages;
import dev.nagare.local.model.ForwardPass;
import dev.nagare.local.model.Transformer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Compares the engine with a real llama.cpp, token by token: both decode the same tokens, ours choosing the likeliest
 * each time, and after each the logits must agree.
 *
 * <p>Arguments: GGUF files to compare besides the random ones. Prints one line for each comparison and exits with 1 if one
 * fails. Differences are shares of the standard deviation of the logits. llama.cpp rounds activations to the type of the
 * weights (bytes for Q8_0, halves for F16, brain floats for BF16) and the engine does not, so with the file as it is only
 * a loose bound can hold; therefore each random model is compared once more with llama.cpp computing on the same numbers
 * stored as 32-bit floats, where a tight bound holds. Where the likeliest token differs, the two candidates must be closer
 * to each other than the bound.
 */
public final class LlamaCppCheck {
    private static final int TOKENS = 200;
    private static final double TIGHT = 0.001;

    private final List<float[]> pages = new ArrayList<>();

    private LlamaCppCheck() {}

    /** Runs the comparison. */
    public static void main(String[] files) throws IOException {
        Path folder = Files.createDirectories(Path.of(System.getProperty("java.io.tmpdir"), "nagare-random-models"));
        System.out.printf("%-40s %7s %8s %12s %10s  %s%n", "file", "tokens", "argmax", "largest", "allowed", "result");
        boolean good = true;
        for (String file : files) {
            Path path = Path.of(file);
            good &= new LlamaCppCheck().compare(path, path);
        }
        for (RandomGguf model : randomModels()) {
            Path path = model.in(folder);
            good &= new LlamaCppCheck().compare(path, path);
            if (model.type() != GgmlType.F32) {
                good &= new LlamaCppCheck().compare(path, model.widen().in(folder));
            }
        }
        System.exit(good ? 0 : 1);
    }

    private static List<RandomGguf> randomModels() {
        List<RandomGguf> models = new ArrayList<>();
        for (GgmlType type : List.of(GgmlType.F32, GgmlType.F16, GgmlType.BF16, GgmlType.Q8_0)) {
            models.add(random("tied-" + type, type, 4, 4, true, 10_000, false));
            models.add(random("grouped-untied-rope500k-" + type, type, 8, 2, false, 500_000, false));
        }
        models.add(random("grouped-rope-factors-F32", GgmlType.F32, 6, 1, true, 500_000, true));
        return models;
    }

    private static RandomGguf random(
            String name, GgmlType type, int heads, int shared, boolean tied, float base, boolean factors) {
        return new RandomGguf(
                name, type, false, 3, heads, shared, 32, 352, 300, 512, tied, base, factors, name.hashCode());
    }

    private boolean compare(Path file, Path referenceFile) throws IOException {
        Transformer model;
        GgmlType type;
        try (GgufFile gguf = GgufFile.open(file)) {
            model = Transformer.load(gguf, KernelSets.best());
            type = gguf.tensor("blk.0.ffn_up.weight").type();
        }
        double allowed = file.equals(referenceFile) ? allowed(type) : TIGHT;
        ForwardPass pass = model.pass(Workers.none());
        int same = 0;
        double largest = 0;
        boolean good = true;
        try (LlamaCpp reference = new LlamaCpp(referenceFile)) {
            reference.reset(TOKENS + 8);
            int token = 1;
            for (int position = 0; position < TOKENS; position++) {
                float[] ours = decode(model, pass, token, position);
                float[] theirs = reference.decode(token);
                double spread = spread(theirs);
                largest = Math.max(largest, difference(ours, theirs) / spread);
                token = argmax(ours);
                int expected = argmax(theirs);
                same += token == expected ? 1 : 0;
                good &= theirs[expected] - theirs[token] <= 2 * allowed * spread;
            }
        }
        good &= largest <= allowed;
        System.out.printf(
                "%-40s %7d %8d %12.6f %10.3f  %s%n",
                referenceFile.getFileName(), TOKENS, same, largest, allowed, good ? "agrees" : "DIFFERS");
        return good;
    }

    /** What rounding of activations may do to the logits of a few layers. */
    private static double allowed(GgmlType type) {
        return switch (type) {
            case F16 -> 0.02;
            case BF16 -> 0.1;
            case Q8_0 -> 0.25;
            default -> TIGHT;
        };
    }

    private float[] decode(Transformer model, ForwardPass pass, int token, int position) {
        CachePages cache = index -> {
            while (pages.size() <= index) {
                pages.add(new float[model.cacheLayout().size()]);
            }
            return pages.get(index);
        };
        Batch batch = new Batch();
        batch.add(token, position, cache, true);
        pass.run(batch, () -> false);
        return Arrays.copyOf(pass.logits(), model.config().vocabularySize());
    }

    private static double difference(float[] ours, float[] theirs) {
        double largest = 0;
        for (int i = 0; i < ours.length; i++) {
            largest = Math.max(largest, Math.abs(ours[i] - theirs[i]));
        }
        return largest;
    }

    /** The standard deviation. */
    private static double spread(float[] logits) {
        double sum = 0;
        double squares = 0;
        for (float logit : logits) {
            sum += logit;
            squares += (double) logit * logit;
        }
        double mean = sum / logits.length;
        return Math.sqrt(squares / logits.length - mean * mean);
    }

    private static int argmax(float[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            best = logits[i] > logits[best] ? i : best;
        }
        return best;
    }
}
