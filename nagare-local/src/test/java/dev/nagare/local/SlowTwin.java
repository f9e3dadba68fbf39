package dev.nagare.local;

import dev.nagare.local.gguf.GgufFile;
import dev.nagare.local.math.ScalarKernels;
import dev.nagare.local.math.Workers;
import dev.nagare.local.model.Batch;
import dev.nagare.local.model.CachePages;
import dev.nagare.local.model.ForwardPass;
import dev.nagare.local.model.Transformer;
import dev.nagare.local.tokenizer.Tokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The built-in model without scheduler, cache or sampler: one token at a time, every rule written out plainly. */
final class SlowTwin {
    final Tokenizer tokenizer;
    private final Transformer model;

    SlowTwin() {
        try (InputStream in = Objects.requireNonNull(LocalEngine.class.getResourceAsStream("nagare-tiny.gguf"))) {
            GgufFile file = GgufFile.of("nagare-tiny.gguf", in.readAllBytes());
            tokenizer = Tokenizer.of(file);
            model = Transformer.load(file, new ScalarKernels());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A sequence that grows by one token each time. */
    final class Line {
        private final List<float[]> pages = new ArrayList<>();
        private final ForwardPass pass = model.pass(Workers.none());
        private int length;

        /** Adds a token and gives the logits after it. */
        double[] add(int token) {
            CachePages cache = index -> {
                while (pages.size() <= index) {
                    pages.add(new float[model.cacheLayout().size()]);
                }
                return pages.get(index);
            };
            Batch batch = new Batch();
            batch.add(token, length++, cache, true);
            pass.run(batch, () -> false);
            double[] logits = new double[tokenizer.size()];
            for (int i = 0; i < logits.length; i++) {
                logits[i] = pass.logits()[i];
            }
            return logits;
        }
    }

    /** The log probability of each token of a text but the first, after those before it. */
    List<Double> logProbabilities(int[] tokens) {
        Line line = new Line();
        List<Double> values = new ArrayList<>();
        for (int i = 0; i + 1 < tokens.length; i++) {
            values.add(logProbabilities(line.add(tokens[i]))[tokens[i + 1]]);
        }
        return values;
    }

    /** The likeliest tokens after a prompt, with the original's penalties and bias, until one that ends the answer. */
    List<Integer> generate(int[] prompt, int most, double frequency, double presence, Map<Integer, Double> bias) {
        Line line = new Line();
        double[] logits = {};
        for (int token : prompt) {
            logits = line.add(token);
        }
        List<Integer> tokens = new ArrayList<>();
        Map<Integer, Integer> counts = new HashMap<>();
        while (tokens.size() < most) {
            int best = 0;
            double highest = Double.NEGATIVE_INFINITY;
            for (int token = 0; token < logits.length; token++) {
                int count = counts.getOrDefault(token, 0);
                double changed =
                        logits[token] + bias.getOrDefault(token, 0.0) - count * frequency - (count > 0 ? presence : 0);
                if (changed > highest) {
                    highest = changed;
                    best = token;
                }
            }
            if (tokenizer.endsGeneration(best)) {
                return tokens;
            }
            tokens.add(best);
            counts.merge(best, 1, Integer::sum);
            logits = line.add(best);
        }
        return tokens;
    }

    String text(List<Integer> tokens) {
        return tokenizer.decode(tokens.stream().mapToInt(Integer::intValue).toArray());
    }

    private static double[] logProbabilities(double[] logits) {
        double sum = 0;
        for (double logit : logits) {
            sum += Math.exp(logit);
        }
        double[] values = new double[logits.length];
        for (int i = 0; i < logits.length; i++) {
            values[i] = logits[i] - Math.log(sum);
        }
        return values;
    }
}
