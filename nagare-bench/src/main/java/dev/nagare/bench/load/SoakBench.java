package dev.nagare.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A long run with readers that leave, slow readers, requests that are no requests, and restarts of the server, with
 * Netty's leak detection at its most thorough.
 *
 * <p>Asserted: no generation is left; the log has exactly one end for each request that was answered, and none twice; the
 * tokens of the log are those that the engine made, for each life of the server; no file is left open; Netty reports no
 * leak; and every stream whose reader stayed came to its end or was told of an error. Prints what happened and exits
 * with 1 when something of this does not hold.
 *
 * <p>System properties: {@code seconds} (600), {@code life} (60, the seconds from restart to restart), {@code peers} (60
 * at a time), {@code seed}.
 */
public final class SoakBench {
    private static final int SECONDS = Integer.getInteger("seconds", 600);
    private static final int LIFE = Integer.getInteger("life", 60);
    private static final int PEERS = Integer.getInteger("peers", 60);
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final List<String> FLAGS = List.of("-Dio.netty.leakDetection.level=paranoid");

    private final Path folder;
    private final List<String> complaints = new ArrayList<>();
    private int lives;
    private long tokens;
    private long ends;

    private SoakBench(Path folder) {
        this.folder = folder;
    }

    /** Runs the soak. */
    public static void main(String[] arguments) throws Exception {
        System.out.printf("seed %d, %d s, a restart every %d s, %d peers%n", SEED, SECONDS, LIFE, PEERS);
        Path folder = Files.createTempDirectory("nagare-soak");
        SoakBench bench = new SoakBench(folder);
        bench.run();
        bench.complaints.forEach(complaint -> System.out.println("FAILED: " + complaint));
        System.out.println(bench.complaints.isEmpty() ? "nothing was lost or leaked" : "the files are in " + folder);
        System.exit(bench.complaints.isEmpty() ? 0 : 1);
    }

    private void run() throws Exception {
        SoakPeers peers = null;
        long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
        int port = 0;
        while (System.nanoTime() < end) {
            Path log = folder.resolve("ends-" + lives + ".log");
            Path err = folder.resolve("stderr-" + lives);
            try (Child server = Child.java(
                    LoadServer.class,
                    FLAGS,
                    ProcessBuilder.Redirect.to(err.toFile()),
                    "100",
                    Integer.toString(port),
                    Integer.toString(PEERS / 2),
                    log.toString())) {
                port = server.port();
                double files = server.ask("counts").of("files");
                if (peers == null) {
                    peers = SoakPeers.start(port, PEERS, SEED);
                }
                peers.serving(true);
                long left = (end - System.nanoTime()) / 1_000_000;
                EndLogReader.pause(Math.clamp(left, 1, LIFE * 1_000L));
                boolean last = System.nanoTime() >= end;
                if (last) {
                    peers.close();
                    quiet(server, files);
                }
                peers.serving(false);
                check(server, log, err);
            }
            lives++;
        }
        if (peers != null) {
            report(peers);
        }
    }

    /** All peers have gone: what they held must be free again. */
    private void quiet(Child server, double filesAtFirst) {
        Values counts = server.ask("counts");
        for (int i = 0; i < 100 && (counts.of("running") > 0 || counts.of("files") > filesAtFirst); i++) {
            EndLogReader.pause(100);
            counts = server.ask("counts");
        }
        require(counts.of("running") == 0, counts.of("running") + " generations are left when every peer has gone");
        require(
                counts.of("files") <= filesAtFirst,
                counts.of("files") + " files are open, at first there were " + filesAtFirst);
        Values memory = server.ask("memory");
        System.out.printf(
                "at the end: %.0f open files as at first, %.1f MB live on the heap, %.1f MB in direct buffers%n",
                counts.of("files"), memory.of("heap") / (1 << 20), memory.of("direct") / (1 << 20));
    }

    private void check(Child server, Path log, Path err) throws IOException {
        // A leak is found when the buffer has been collected and another is allocated.
        server.ask("memory");
        List<String> said = server.end();
        Values counts = Values.parse(said.getLast());
        EndLogReader reader = new EndLogReader(log);
        String life = " in life " + lives;
        require(counts.of("running") == 0, counts.of("running") + " generations have not ended" + life);
        require(reader.twice() == 0, reader.twice() + " requests have more than one end" + life);
        require(
                reader.tokens() == (long) counts.of("generated"),
                "the log has " + reader.tokens() + " tokens, the engine made " + (long) counts.of("generated") + life);
        String text = Files.readString(err);
        require(!text.contains("LEAK"), "Netty reports a leak" + life + ", see " + err);
        require(!text.contains("SEVERE") && !text.contains("Exception"), "errors were logged" + life + ", see " + err);
        tokens += reader.tokens();
        ends += reader.total();
    }

    private void report(SoakPeers peers) throws IOException {
        Map<String, Boolean> answered = peers.answered();
        List<EndLogReader> logs = new ArrayList<>();
        for (int i = 0; i < lives; i++) {
            logs.add(new EndLogReader(folder.resolve("ends-" + i + ".log")));
        }
        long missing = answered.keySet().stream()
                .filter(id -> logs.stream().allMatch(log -> log.find(id) == null))
                .count();
        require(missing == 0, missing + " requests that were answered have no end in the log");
        require(peers.cut() == 0, peers.cut() + " streams were cut without a word: " + peers.cutIds());
        System.out.printf("%d lives, %d ends in the log, %d tokens; %s%n", lives, ends, tokens, peers);
    }

    private void require(boolean holds, String complaint) {
        if (!holds) {
            complaints.add(complaint);
        }
    }
}
