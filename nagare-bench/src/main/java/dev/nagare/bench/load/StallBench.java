package dev.nagare.bench.load;

import dev.nagare.bench.RandomGguf;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * How long running streams wait while a long prompt joins them: the longest gap between two events of each of four
 * streams, before it and while it is processed.
 *
 * <p>With the local engine: the built-in model and a prompt of about 800 tokens, and a random model of about 100 million
 * parameters and 1,700 tokens. The system property {@code times} (10) says how often. Takes about two minutes.
 */
public final class StallBench {
    private static final int TIMES = Integer.getInteger("times", 10);
    private static final int STREAMS = 4;
    private static final long WARM_UP_MILLIS = 8_000;

    private final int port;
    private final String model;
    private final String running;
    private final String joining;

    private StallBench(int port, String model, String running, String joining) {
        this.port = port;
        this.model = model;
        this.running = running;
        this.joining = joining;
    }

    /** Runs both and prints a table. */
    public static void main(String[] arguments) throws Exception {
        System.out.println(
                "| model | prompt joined | its first token ms, median | longest gap before, ms: median, most "
                        + "| longest gap while it joins, ms: median, most |");
        System.out.println("|---|---|---|---|---|");
        run("built-in", "nagare-tiny", "Once there was a river. ", "1, 2, 3, ".repeat(90));
        RandomGguf large = RandomGguf.large();
        run(large.inTemporaryFolder().toString(), large.name(), "Hi", "stream ".repeat(240));
    }

    private static void run(String engine, String model, String running, String joining) throws Exception {
        try (Child server =
                Child.java(LoadServer.class, List.of("--add-modules=jdk.incubator.vector"), engine, "0", "64")) {
            new StallBench(server.port(), model, running, joining).measure();
        }
    }

    private void measure() throws Exception {
        stalls(1, WARM_UP_MILLIS);
        List<Double> before = new ArrayList<>();
        List<Double> during = new ArrayList<>();
        List<Double> first = new ArrayList<>();
        for (Stall stall : stalls(TIMES, 500)) {
            before.add(stall.before());
            during.add(stall.during());
            first.add(stall.first());
        }
        System.out.printf(
                Locale.ROOT,
                "| %s | %d characters | %.0f | %.0f, %.0f | %.0f, %.0f |%n",
                model,
                joining.length(),
                median(first),
                median(before),
                Collections.max(before),
                median(during),
                Collections.max(during));
    }

    /** Milliseconds: the longest gap before the prompt joined and while it was processed, and how long that took. */
    private record Stall(double before, double during, double first) {}

    private List<Stall> stalls(int times, long settleMillis) throws Exception {
        List<Stall> stalls = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            List<Stream> streams = new ArrayList<>();
            for (int k = 0; k < STREAMS; k++) {
                streams.add(new Stream());
            }
            for (Stream stream : streams) {
                stream.awaitBegun();
            }
            long start = System.nanoTime();
            EndLogReader.pause(settleMillis);
            long joined = System.nanoTime();
            long answered = join(i);
            double before = 0;
            double during = 0;
            for (Stream stream : streams) {
                before = Math.max(before, stream.longestGap(start, joined));
                during = Math.max(during, stream.longestGap(joined, answered));
                stream.close();
            }
            stalls.add(new Stall(before, during, (answered - joined) / 1e6));
        }
        return stalls;
    }

    /** Asks with the long prompt, which no cache can know, and returns when the answer began. */
    private long join(int number) throws IOException {
        try (Peer peer = new Peer(port)) {
            peer.post("/v1/completions", "joining-" + number, body((System.nanoTime() % 10_000) + joining, 1));
            if (peer.read(new byte[4096]) < 0) {
                throw new IOException("the long prompt was not answered");
            }
            return System.nanoTime();
        }
    }

    private String body(String prompt, int tokens) {
        return "{\"model\":\"" + model + "\",\"prompt\":\"" + prompt + "\",\"max_tokens\":" + tokens
                + ",\"temperature\":1,\"stream\":true}";
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    /** One running stream, which asks again whenever its answer ends, and when its bytes came. */
    private final class Stream {
        private final ConcurrentLinkedQueue<Long> times = new ConcurrentLinkedQueue<>();
        private final Thread thread = Thread.ofVirtual().start(this::run);
        private volatile boolean closed;

        private void run() {
            byte[] bytes = new byte[1 << 16];
            while (!closed) {
                try (Peer peer = new Peer(port)) {
                    peer.post("/v1/completions", "running", body(running, 400));
                    for (int count = peer.read(bytes); count > 0 && !closed; count = peer.read(bytes)) {
                        times.add(System.nanoTime());
                    }
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }
        }

        void awaitBegun() {
            while (times.size() < 5) {
                EndLogReader.pause(1);
            }
        }

        /** In milliseconds, gaps that reach into this time. */
        double longestGap(long from, long to) {
            long longest = 0;
            long last = from;
            for (long time : times) {
                if (time > from && last < to) {
                    longest = Math.max(longest, Math.min(time, to) - last);
                }
                last = Math.max(last, time);
            }
            return longest / 1e6;
        }

        void close() throws InterruptedException {
            closed = true;
            thread.join();
        }
    }
}
