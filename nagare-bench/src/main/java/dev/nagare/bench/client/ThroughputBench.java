package dev.nagare.bench.client;

import dev.nagare.bench.load.Child;
import dev.nagare.bench.load.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How many chunks a second one stream gives that is sent as fast as it is read, to a client that may use one core.
 *
 * <p>Chunks for each second of the clock, and for each second of the client's processor time, which does not depend on
 * what else that core does. The clients take turns; the median of their turns counts. System properties: {@code rounds},
 * 3, and {@code core}, 1. Takes two minutes.
 */
public final class ThroughputBench {
    private static final int ROUNDS = Integer.getInteger("rounds", 3);
    private static final int CORE = Integer.getInteger("core", 1);
    private static final int WARM_SECONDS = 6;
    private static final int WINDOW_SECONDS = 4;
    private static final List<String> CLIENTS = List.of("socket", "nagare", "openai-java", "langchain4j");

    private ThroughputBench() {}

    /** A turn's figures. */
    private record Speed(double clock, double cpu, double bytes) {}

    /** Measures and prints a table. */
    public static void main(String[] arguments) throws InterruptedException {
        try (Child server = Child.java(EventServer.class, List.of())) {
            int port = server.port();
            List<Reader> readers = CLIENTS.stream()
                    .map(client -> Reader.onOneCore(CORE, client, port))
                    .toList();
            Map<String, List<Speed>> speeds = new LinkedHashMap<>();
            for (int round = 0; round < ROUNDS; round++) {
                for (Reader reader : readers) {
                    Speed speed = turn(server, reader, round == 0 ? WARM_SECONDS : 1);
                    speeds.computeIfAbsent(reader.client(), client -> new ArrayList<>())
                            .add(speed);
                }
            }
            System.out.println("| client | chunks/s | chunks for each CPU second | bytes/chunk |");
            System.out.println("|---|---|---|---|");
            speeds.forEach((client, all) -> System.out.printf(
                    Locale.ROOT,
                    "| %s | %,.0f | %,.0f | %.0f |%n",
                    client,
                    Cost.median(all.stream().mapToDouble(Speed::clock).toArray()),
                    Cost.median(all.stream().mapToDouble(Speed::cpu).toArray()),
                    Cost.median(all.stream().mapToDouble(Speed::bytes).toArray())));
            readers.forEach(Reader::close);
        }
    }

    private static Speed turn(Child server, Reader reader, int warm) throws InterruptedException {
        reader.open("endless", 1);
        TimeUnit.SECONDS.sleep(warm);
        Values before = reader.ask("counters");
        TimeUnit.SECONDS.sleep(WINDOW_SECONDS);
        Values after = reader.ask("counters");
        server.ask("finish");
        reader.ask("ended");
        double pieces = after.of("pieces") - before.of("pieces");
        return new Speed(
                pieces / (after.of("now") - before.of("now")) * 1e9,
                pieces / (after.of("cpu") - before.of("cpu")) * 1e9,
                (after.of("bytes") - before.of("bytes")) / pieces);
    }
}
