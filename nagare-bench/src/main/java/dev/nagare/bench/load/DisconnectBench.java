package dev.nagare.bench.load;

import dev.nagare.bench.RandomGguf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * How soon a reader that leaves frees its place: from the close of its socket to the end of its request in the server's
 * log, which comes when the engine has let go of it.
 *
 * <p>Decoding and in prefill with the local engine and a random model of about 100 million parameters, queued behind the
 * one generation that may run. Every second reader resets its connection, and every third asks for an answer that is not
 * streamed. The system property {@code times} (300) says how often each; takes about four minutes.
 */
public final class DisconnectBench {
    private static final int TIMES = Integer.getInteger("times", 300);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String LONG_PROMPT = "stream ".repeat(250);

    private final EndLogReader log;
    private final int port;

    private DisconnectBench(EndLogReader log, int port) {
        this.log = log;
        this.port = port;
    }

    /** Runs the three cases and prints a table. */
    public static void main(String[] arguments) throws IOException {
        System.out.println("| left while | times | p50 ms | p99 ms | most ms |");
        System.out.println("|---|---|---|---|---|");
        RandomGguf model = RandomGguf.large();
        String name = model.name();
        serve(model.inTemporaryFolder().toString(), 8, bench -> {
            bench.measure("warming up", Math.min(TIMES, 30), 300, body(name, "Hi", 1_000));
            bench.measure("decoding", TIMES, 200, body(name, "Hi", 1_000));
            bench.measure("prefill", TIMES, 60, body(name, LONG_PROMPT, 1_000));
        });
        serve("100", 1, bench -> {
            try (Peer occupying = new Peer(bench.port)) {
                occupying.post("/v1/completions", "occupying", body(PacedEngine.MODEL, "Hi", 1_000_000));
                bench.measure("queued", TIMES, 20, body(PacedEngine.MODEL, "Hi", 10));
            }
        });
    }

    private interface Cases {
        void run(DisconnectBench bench) throws IOException;
    }

    private static void serve(String engine, int running, Cases cases) throws IOException {
        Path file = Files.createTempFile("nagare-ends", ".log");
        try (Child server = Child.java(
                LoadServer.class,
                List.of("--add-modules=jdk.incubator.vector"),
                engine,
                "0",
                Integer.toString(running),
                file.toString())) {
            cases.run(new DisconnectBench(new EndLogReader(file), server.port()));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static String body(String model, String prompt, int tokens) {
        return "{\"model\":\"" + model + "\",\"prompt\":\"" + prompt + "\",\"max_tokens\":" + tokens
                + ",\"stream\":STREAM}";
    }

    private void measure(String when, int times, long afterMillis, String body) throws IOException {
        List<Long> taken = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            String id = when.substring(0, 4).trim() + "-" + i;
            Peer peer = new Peer(port);
            peer.post("/v1/completions", id, body.replace("STREAM", Boolean.toString(i % 3 != 0)));
            EndLogReader.pause(afterMillis);
            EndLogReader.Line early = log.find(id);
            if (early != null) {
                throw new IllegalStateException("request " + id + " was over before its reader left: " + early);
            }
            long left = System.nanoTime();
            if (i % 2 == 0) {
                peer.close();
            } else {
                peer.reset();
            }
            taken.add(log.await(id, PATIENCE).nanos() - left);
        }
        Collections.sort(taken);
        System.out.printf(
                Locale.ROOT,
                "| %s | %d | %.1f | %.1f | %.1f |%n",
                when,
                times,
                taken.get(times / 2) / 1e6,
                taken.get(Math.min(times - 1, times * 99 / 100)) / 1e6,
                taken.getLast() / 1e6);
    }
}
