package dev.nagare.bench.client;

import dev.nagare.bench.load.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How soon a fresh JVM has its first text, what processor time that took, and how many classes were loaded.
 *
 * <p>The time is that of the program itself, from its first line; the processor time is the whole process's, start and end of
 * the JVM included. The clients take turns; the median counts. System property: {@code rounds}, 15. Takes two minutes.
 */
public final class FirstChunkBench {
    private static final int ROUNDS = Integer.getInteger("rounds", 15);
    private static final List<String> CLIENTS = List.of("jdk", "nagare", "socket", "openai-java", "langchain4j");

    private FirstChunkBench() {}

    /** A run's figures, in milliseconds. */
    private record Run(double first, double cpu) {}

    /** Measures and prints a table. */
    public static void main(String[] arguments) throws IOException {
        try (Child server = Child.java(EventServer.class, List.of())) {
            String port = Integer.toString(server.port());
            Map<String, List<Run>> runs = new LinkedHashMap<>();
            for (int round = -1; round < ROUNDS; round++) {
                for (String client : CLIENTS) {
                    Run run = run(client, port);
                    if (round >= 0) {
                        // The first one warms the server and the disk.
                        runs.computeIfAbsent(client, key -> new ArrayList<>()).add(run);
                    }
                }
            }
            print(runs, port);
        }
    }

    private static void print(Map<String, List<Run>> runs, String port) throws IOException {
        System.out.println(
                "| client | first text ms | against jdk | CPU of the process ms | against jdk | classes loaded "
                        + "| against jdk |");
        System.out.println("|---|---|---|---|---|---|---|");
        Run floor = median(runs.getOrDefault("jdk", List.of()));
        long classesOfFloor = classes("jdk", port);
        for (Map.Entry<String, List<Run>> client : runs.entrySet()) {
            Run median = median(client.getValue());
            long classes = classes(client.getKey(), port);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.0f | %.2f | %.0f | %.2f | %d | %.2f |%n",
                    client.getKey(),
                    median.first,
                    median.first / floor.first,
                    median.cpu,
                    median.cpu / floor.cpu,
                    classes,
                    (double) classes / classesOfFloor);
        }
    }

    private static Run median(List<Run> runs) {
        return new Run(
                Cost.median(runs.stream().mapToDouble(Run::first).toArray()),
                Cost.median(runs.stream().mapToDouble(Run::cpu).toArray()));
    }

    private static Run run(String client, String port) {
        double before = childrenCpu();
        double first;
        try (Child child = Child.java(FirstChunk.class, Reader.FLAGS, client, port)) {
            first = Double.parseDouble(child.line()) / 1e6;
            child.end();
        }
        return new Run(first, childrenCpu() - before);
    }

    /** The milliseconds of processor time of all children of this process that have ended. */
    private static double childrenCpu() {
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            // cutime and cstime, in hundredths of a second.
            return (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) * 10.0;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static long classes(String client, String port) throws IOException {
        Path log = Files.createTempFile("classes", ".log");
        List<String> flags = List.of(Reader.FLAGS.getFirst(), "-Xlog:class+load:file=" + log);
        try (Child child = Child.java(FirstChunk.class, flags, client, port)) {
            child.line();
            child.end();
            try (Stream<String> lines = Files.lines(log)) {
                return lines.filter(line -> line.contains("source:")).count();
            }
        } finally {
            Files.delete(log);
        }
    }
}
