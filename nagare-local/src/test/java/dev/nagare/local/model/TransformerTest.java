package dev.nagare.local.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.nagare.local.gguf.GgmlType;
import dev.nagare.local.gguf.GgufFile;
import dev.nagare.local.math.Kernels;
import dev.nagare.local.math.ScalarKernels;
import dev.nagare.local.math.VectorKernels;
import dev.nagare.local.math.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TransformerTest {
    private static final int TOKENS = 130;

    static Stream<RandomModel> models() {
        return Stream.of(
                RandomModel.of(GgmlType.F32, 1),
                RandomModel.of(GgmlType.F16, 2),
                RandomModel.of(GgmlType.BF16, 3),
                RandomModel.of(GgmlType.Q8_0, 4),
                RandomModel.of(GgmlType.F32, 5).untied().withRope(500_000, false),
                RandomModel.of(GgmlType.Q8_0, 6).untied().withRope(500_000, true),
                RandomModel.of(GgmlType.F32, 7).withHeads(3, 3, 10).withFeedForward(37),
                RandomModel.of(GgmlType.F16, 8).withHeads(6, 1, 18).withFeedForward(101),
                RandomModel.of(GgmlType.BF16, 9).withHeads(5, 5, 40),
                RandomModel.of(GgmlType.Q8_0, 10).withHeads(2, 1, 80).withFeedForward(64));
    }

    static Stream<Kernels> kernels() {
        return Stream.of(new ScalarKernels(), new VectorKernels());
    }

    @ParameterizedTest
    @MethodSource("models")
    void agreesWithTheReference(RandomModel random) {
        GgufFile file = random.file();
        ReferenceTransformer reference = new ReferenceTransformer(file);
        Tape tape = new Tape(Transformer.load(file, new ScalarKernels()));
        int token = 1;
        for (int i = 0; i < TOKENS; i++) {
            double[] expected = reference.next(token);
            float[] actual = tape.next(token)[0];
            token = 0;
            for (int t = 0; t < expected.length; t++) {
                assertThat((double) actual[t]).as("token %d, logit %d", i, t).isCloseTo(expected[t], within(2e-3));
                token = expected[t] > expected[token] ? t : token;
            }
            assertThat(Tape.argmax(actual)).as("token %d", i).isEqualTo(token);
            token = i % 3 == 0 ? (token + i) % expected.length : token; // leaves any loop it runs into
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void bothKernelSetsGiveTheSameBits(RandomModel random) {
        int[] tokens = tokens(random, TOKENS);
        Tape scalar = new Tape(Transformer.load(random.file(), new ScalarKernels()));
        Tape vector = new Tape(Transformer.load(random.file(), new VectorKernels()));
        assertThat(vector.next(tokens)).isDeepEqualTo(scalar.next(tokens));
    }

    @ParameterizedTest
    @MethodSource("models")
    void aSliceChangesNoBit(RandomModel random) {
        Transformer model = Transformer.load(random.file(), new VectorKernels());
        int[] tokens = tokens(random, 72);
        float[][] whole = new Tape(model).next(tokens);
        for (int size = 1; size <= 9; size++) {
            assertThat(inSlices(model, tokens, size)).as("slices of %d", size).isDeepEqualTo(whole);
        }
        for (int size : new int[] {31, 32, 33, 64}) {
            assertThat(inSlices(model, tokens, size)).as("slices of %d", size).isDeepEqualTo(whole);
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void companyChangesNoBit(Kernels kernels) {
        for (GgmlType type : List.of(GgmlType.F32, GgmlType.F16, GgmlType.BF16, GgmlType.Q8_0)) {
            RandomModel random = RandomModel.of(type, 11);
            Transformer model = Transformer.load(random.file(), kernels);
            for (int others = 0; others < 8; others++) {
                assertThat(withOthers(model, random, others))
                        .as("%s and %d others", type, others)
                        .isDeepEqualTo(withOthers(model, random, 0));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void threadsChangeNoBit(Kernels kernels) {
        RandomModel random =
                RandomModel.of(GgmlType.Q8_0, 12).withHeads(8, 2, 32).withFeedForward(512);
        Transformer model = Transformer.load(random.file(), kernels);
        int[] tokens = tokens(random, 96);
        Tape alone = new Tape(model);
        float[][] expected = alone.next(tokens);
        try (Workers workers = new Workers(4, task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        })) {
            Batch batch = new Batch();
            new Tape(model).addTo(batch, tokens);
            ForwardPass pass = model.pass(workers);
            pass.run(batch, () -> false);
            assertThat(Tape.logits(pass, model, 0, tokens.length)).isDeepEqualTo(expected);
        }
    }

    /** A sequence's logits while others of various lengths share its steps, before and behind it. */
    private static float[][] withOthers(Transformer model, RandomModel random, int others) {
        Random chance = new Random(others);
        List<Tape> company = new ArrayList<>();
        for (int i = 0; i < others; i++) {
            Tape tape = new Tape(model);
            tape.next(tokens(random, 1 + chance.nextInt(50)));
            company.add(tape);
        }
        Tape tape = new Tape(model);
        tape.next(tokens(random, 29));
        ForwardPass pass = model.pass(Workers.none());
        float[][] logits = new float[12][];
        for (int i = 0; i < logits.length; i++) {
            Batch batch = new Batch();
            int before = others / 2;
            company.subList(0, before).forEach(other -> other.addTo(batch, chance.nextInt(random.vocabulary())));
            tape.addTo(batch, 7 + i);
            company.subList(before, others).forEach(other -> other.addTo(batch, chance.nextInt(random.vocabulary())));
            pass.run(batch, () -> false);
            logits[i] = Tape.logits(pass, model, before, 1)[0];
        }
        return logits;
    }

    private static float[][] inSlices(Transformer model, int[] tokens, int size) {
        Tape tape = new Tape(model);
        List<float[]> logits = new ArrayList<>();
        for (int from = 0; from < tokens.length; from += size) {
            int to = Math.min(tokens.length, from + size);
            logits.addAll(List.of(tape.next(Arrays.copyOfRange(tokens, from, to))));
        }
        return logits.toArray(float[][]::new);
    }

    private static int[] tokens(RandomModel random, int count) {
        return new Random(random.seed()).ints(count, 0, random.vocabulary()).toArray();
    }
}
