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
 * What a chunk costs its reader, in processor time and in bytes allocated: one stream and 200, 50 events a second each
 * and 300 at once.
 *
 * <p>Each client reads in a process of its own that stays for the whole run; they take turns, and the median of their
 * turns counts. Opening and ending the streams is not in the figures. One paced stream is too little to be told from what an
 * idle JVM spends: there all clients read at the same time, and what each spent in the same time without a stream is
 * taken off. System property: {@code rounds}, 3. Takes less than three minutes.
 */
public final class ChunkCostBench {
    private static final int ROUNDS = Integer.getInteger("rounds", 3);
    private static final int BURST = 300;
    private static final int STREAMS = 200;
    private static final int WINDOW_SECONDS = 3;
    private static final int QUIET_SECONDS = 15;
    private static final List<String> CLIENTS = List.of("socket", "jdk", "nagare", "openai-java", "langchain4j");

    private final Child server;
    private final List<Reader> readers;

    private ChunkCostBench(Child server, List<Reader> readers) {
        this.server = server;
        this.readers = readers;
    }

    /** Measures and prints a table. */
    public static void main(String[] arguments) throws InterruptedException {
        try (Child server = Child.java(EventServer.class, List.of())) {
            int port = server.port();
            List<Reader> readers =
                    CLIENTS.stream().map(client -> Reader.start(client, port)).toList();
            ChunkCostBench bench = new ChunkCostBench(server, readers);
            System.out.println("| streams | events | client | CPU us/chunk | against the socket | bytes/chunk |");
            System.out.println("|---|---|---|---|---|---|");
            readers.forEach(reader -> bench.bursts(reader, 8, 30));
            bench.print("1", BURST + " at once", bench.turns(reader -> bench.bursts(reader, 1, 400)));
            bench.print(
                    Integer.toString(STREAMS),
                    BURST + " at once",
                    bench.turns(reader -> bench.bursts(reader, STREAMS, 1)));
            bench.print(Integer.toString(STREAMS), "50 a second", bench.turns(bench::paced));
            bench.print("1", "50 a second", bench.onePaced());
            readers.forEach(Reader::close);
        }
    }

    /** A measurement that may be waited for. */
    private interface Turn {
        Cost of(Reader reader) throws InterruptedException;
    }

    private Map<String, Cost> turns(Turn turn) throws InterruptedException {
        Map<String, List<Cost>> all = new LinkedHashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (Reader reader : readers) {
                all.computeIfAbsent(reader.client(), client -> new ArrayList<>())
                        .add(turn.of(reader));
            }
        }
        Map<String, Cost> medians = new LinkedHashMap<>();
        all.forEach((client, costs) -> medians.put(client, Cost.median(costs)));
        return medians;
    }

    private Cost bursts(Reader reader, int streams, int bursts) {
        reader.open("bursts", streams);
        double cpu = 0;
        double bytes = 0;
        for (int i = 0; i < bursts; i++) {
            Values before = reader.ask("expect " + BURST);
            server.ask("burst " + BURST);
            Values after = reader.ask("reached");
            double pieces = after.of("pieces") - before.of("pieces");
            if (pieces != (double) BURST * streams) {
                throw new IllegalStateException(reader.client() + " read " + pieces + " of " + BURST * streams);
            }
            Cost cost = Cost.between(before, after, pieces);
            cpu += cost.cpu();
            bytes += cost.bytes();
        }
        finish(reader);
        return new Cost(cpu / bursts, bytes / bursts);
    }

    private Cost paced(Reader reader) throws InterruptedException {
        reader.open("paced-50", STREAMS);
        Values before = reader.ask("counters");
        TimeUnit.SECONDS.sleep(WINDOW_SECONDS);
        Values after = reader.ask("counters");
        finish(reader);
        return Cost.between(before, after, after.of("pieces") - before.of("pieces"));
    }

    private void finish(Reader reader) {
        server.ask("finish");
        reader.ask("ended");
    }

    private Map<String, Cost> onePaced() throws InterruptedException {
        Map<String, Cost> idle = quiet(0);
        readers.forEach(reader -> reader.open("paced-50", 1));
        Map<String, Cost> reading = quiet(50 * QUIET_SECONDS);
        server.ask("finish");
        readers.forEach(reader -> reader.ask("ended"));
        Map<String, Cost> rest = new LinkedHashMap<>();
        reading.forEach((client, cost) -> {
            Cost less = idle.get(client);
            double pieces = 50.0 * QUIET_SECONDS;
            rest.put(
                    client,
                    less == null
                            ? cost
                            : new Cost(cost.cpu() - less.cpu() / pieces, cost.bytes() - less.bytes() / pieces));
        });
        return rest;
    }

    /** What each spends in a while, in all or for each piece. */
    private Map<String, Cost> quiet(int pieces) throws InterruptedException {
        List<Values> before =
                readers.stream().map(reader -> reader.ask("counters")).toList();
        TimeUnit.SECONDS.sleep(QUIET_SECONDS);
        Map<String, Cost> costs = new LinkedHashMap<>();
        for (int i = 0; i < before.size(); i++) {
            Values after = readers.get(i).ask("counters");
            double came = after.of("pieces") - before.get(i).of("pieces");
            costs.put(readers.get(i).client(), Cost.between(before.get(i), after, pieces == 0 ? 1 : came));
        }
        return costs;
    }

    private void print(String streams, String events, Map<String, Cost> costs) {
        Cost floor = costs.get("socket");
        costs.forEach((client, cost) -> System.out.printf(
                Locale.ROOT,
                "| %s | %s | %s | %.2f | %.2f | %.0f |%n",
                streams,
                events,
                client,
                cost.cpu() / 1e3,
                floor == null ? 0 : cost.cpu() / floor.cpu(),
                cost.bytes()));
    }
}
