package dev.nagare.bench.client;

import dev.nagare.bench.load.Child;
import dev.nagare.bench.load.Values;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What an open stream holds: 2,000 at a time with an event a second, each read by a virtual thread; and 100 whose readers
 * have stopped while the server sends as much as it can.
 *
 * <p>Live is the heap after a collection, above what it was when one stream had come and gone. Takes one minute, and
 * ends with 1 when a stopped reader's stream holds more than its bound.
 */
public final class StreamMemoryBench {
    private static final int STREAMS = 2_000;
    private static final int STOPPED = 100;
    private static final int SETTLE_SECONDS = 5;

    /** Four pieces that wait and one that is read, of 48 KiB each, and a quarter more for the objects that hold them. */
    private static final double BOUND_KIB = 5 * 48 * 1.25;

    private static final List<String> CLIENTS = List.of("socket", "nagare", "openai-java");

    private StreamMemoryBench() {}

    /** Measures and prints a table. */
    public static void main(String[] arguments) throws InterruptedException {
        System.out.println("| client | streams | readers | heap KiB/stream | direct KiB/stream |");
        System.out.println("|---|---|---|---|---|");
        for (String client : CLIENTS) {
            measure(client, STREAMS, "in time", "open paced-1 " + STREAMS + " virtual");
        }
        double held = measure("nagare", STOPPED, "stopped", "stall endless " + STOPPED);
        if (held > BOUND_KIB) {
            throw new IllegalStateException("a stopped reader's stream holds more than " + BOUND_KIB + " KiB");
        }
    }

    private static double measure(String client, int streams, String readers, String open) throws InterruptedException {
        try (Child server = Child.java(EventServer.class, List.of());
                Reader reader = Reader.start(client, server.port())) {
            reader.ask("open whole-20 1 virtual");
            reader.ask("ended");
            Values before = reader.ask("memory");
            reader.ask(open);
            TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
            Values after = reader.ask("memory");
            double heap = (after.of("heap") - before.of("heap")) / streams / 1024;
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %,d | %s | %.1f | %.1f |%n",
                    client,
                    streams,
                    readers,
                    heap,
                    (after.of("direct") - before.of("direct")) / streams / 1024);
            return heap;
        }
    }
}
