package dev.nagare.bench.guard;

import dev.nagare.guard.Detector;
import dev.nagare.guard.GuardSession;
import dev.nagare.guard.Policy;
import dev.nagare.guard.Rule;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * What a guard costs: processor time for each character, memory, and the time to compile, for policies of 10, 1,000 and
 * 100,000 phrases and of all detectors; and how much of the text is held back.
 *
 * <p>The text is English in pieces of two to seven chars; no phrase is in it, but many begin as it does. Times are of the
 * processor, so other work on the machine weighs little. System properties: {@code rounds} (7), {@code seed} (1).
 */
public final class SpeedBench {
    private static final int ROUNDS = Integer.getInteger("rounds", 7);
    private static final long SEED = Long.getLong("seed", 1);
    private static final int ANSWERS = 100;
    private static final int ANSWER_CHARS = 2_000;
    private static final int SESSIONS = 1_000;
    private static final long WARM_NANOS = 2_000_000_000L;
    private static final double MEGA = 1 << 20;

    private final List<List<String>> answers = new ArrayList<>();
    private final long chars;

    /** Keeps the work from being optimised away. */
    private long shown;

    private SpeedBench() {
        Random random = new Random(SEED);
        long sum = 0;
        for (int i = 0; i < ANSWERS; i++) {
            String text = Texts.prose(random, ANSWER_CHARS);
            sum += text.length();
            answers.add(Texts.pieces(random, text));
        }
        this.chars = sum;
    }

    /** Runs all policies and prints a table. */
    public static void main(String[] arguments) {
        SpeedBench bench = new SpeedBench();
        System.out.printf("Java %s, seed %d, median of %d rounds%n%n", Runtime.version(), SEED, ROUNDS);
        System.out.println("| policy | ns/char | compiled in, ms | policy, MB | session, bytes "
                + "| held chars: mean | p95 | max | pieces after which nothing is held |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        bench.run("no rules", Policy::none);
        bench.run("10 phrases", () -> phrases(10));
        bench.run("1,000 phrases", () -> phrases(1_000));
        bench.run(
                "1,000 phrases, anywhere",
                () -> Policy.builder("anywhere")
                        .rule(Rule.phrases("p", Texts.phrases(new Random(SEED), 1_000))
                                .anywhere())
                        .build());
        bench.run("100,000 phrases", () -> phrases(100_000));
        bench.run("all detectors", () -> detectors(0));
        bench.run("all detectors and 1,000 phrases", () -> detectors(1_000));
    }

    private static Policy phrases(int count) {
        return Policy.builder("phrases")
                .rule(Rule.phrases("p", Texts.phrases(new Random(SEED), count)))
                .build();
    }

    private static Policy detectors(int phrases) {
        Policy.Builder builder = Policy.builder("pack");
        for (Detector detector : Detector.values()) {
            builder.rule(Rule.detector(detector.name(), detector).redact("#"));
        }
        if (phrases > 0) {
            builder.rule(Rule.phrases("p", Texts.phrases(new Random(SEED), phrases)));
        }
        return builder.build();
    }

    private void run(String name, Supplier<Policy> maker) {
        double[] compile = new double[3];
        for (int i = 0; i < compile.length; i++) {
            long before = cpu();
            shown += maker.get().bytes();
            compile[i] = cpu() - before;
        }
        long empty = heap();
        Policy policy = maker.get();
        long withPolicy = heap();
        List<GuardSession> sessions = new ArrayList<>();
        for (int i = 0; i < SESSIONS; i++) {
            GuardSession session = policy.newSession();
            answers.get(i % ANSWERS).stream().limit(20).forEach(session::accept);
            sessions.add(session);
        }
        long withSessions = heap();
        shown += sessions.size();
        long warmUntil = cpu() + WARM_NANOS;
        while (cpu() < warmUntil) {
            read(policy);
        }
        double[] rounds = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long before = cpu();
            for (int turn = 0; turn < 5; turn++) {
                read(policy);
            }
            rounds[i] = (cpu() - before) / 5.0 / chars;
        }
        int[] held = held(policy);
        System.out.printf(
                "| %s | %.1f | %.0f | %.1f | %,d | %.2f | %d | %d | %.0f %% |%n",
                name,
                median(rounds),
                median(compile) / 1e6,
                (withPolicy - empty) / MEGA,
                (withSessions - withPolicy) / SESSIONS,
                Arrays.stream(held).average().orElse(0),
                held[held.length * 95 / 100],
                held[held.length - 1],
                100.0 * Arrays.stream(held).filter(each -> each == 0).count() / held.length);
        if (shown < 0) {
            throw new IllegalStateException();
        }
    }

    private void read(Policy policy) {
        for (List<String> answer : answers) {
            GuardSession session = policy.newSession();
            for (String piece : answer) {
                shown += session.accept(piece).text().length();
            }
            shown += session.finish().text().length();
        }
    }

    /** How many chars are held back after each piece, sorted. */
    private int[] held(Policy policy) {
        List<Integer> held = new ArrayList<>();
        for (List<String> answer : answers) {
            GuardSession session = policy.newSession();
            for (String piece : answer) {
                session.accept(piece);
                held.add(session.held());
            }
        }
        return held.stream().mapToInt(Integer::intValue).sorted().toArray();
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
