package dev.nagare.bench.load;

import java.nio.file.Path;
import java.util.List;

/**
 * What slow readers cost the others: 1,000 streams of 20 events a second alone, and again among 2,000 streams whose
 * readers take one byte a second.
 *
 * <p>System properties: {@code warm} and {@code measured}, 40 and 20 seconds: what the system and the socket keep for a
 * slow reader is full after about 25. Takes about three minutes.
 */
public final class SlowReadersBench {
    private static final int STREAMS = 1_000;
    private static final int RATE = 20;
    private static final int WARM = Integer.getInteger("warm", 40);
    private static final int MEASURED = Integer.getInteger("measured", 20);
    private static final double MEGA = 1 << 20;

    private SlowReadersBench() {}

    /** Runs both and prints a table. */
    public static void main(String[] arguments) {
        NativeProgram reader = NativeProgram.compile(Path.of(System.getProperty("module", ".")), "reader");
        System.out.println("| slow readers | delay p50/p99/max ms | jitter p50/p99 ms | lost | slow ended "
                + "| live MB | resident MB | KB live for each slow reader |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        double alone = run(reader, 0, 0);
        run(reader, 2_000, alone);
    }

    private static double run(NativeProgram reader, int slow, double alone) {
        try (Child server = Child.java(LoadServer.class, List.of(), Integer.toString(RATE), "0", "20000");
                Child readers = reader.start(server.port(), STREAMS, RATE, slow, WARM, MEASURED)) {
            readers.await("open");
            readers.await("measuring");
            readers.await("measured");
            double resident = server.resident();
            Values memory = server.ask("memory");
            double live = memory.of("heap") + memory.of("direct");
            Values read = readers.values();
            readers.end();
            System.out.printf(
                    "| %,d | %.2f / %.2f / %.1f | %.2f / %.2f | %.0f | %.0f | %.1f | %.1f | %.1f |%n",
                    slow,
                    read.millis("delay_p50"),
                    read.millis("delay_p99"),
                    read.millis("delay_max"),
                    read.millis("jitter_p50"),
                    read.millis("jitter_p99"),
                    read.of("lost") + read.of("refused"),
                    read.of("slow_lost"),
                    live / MEGA,
                    resident / MEGA,
                    slow == 0 ? 0 : (live - alone) / 1024 / slow);
            return live;
        }
    }
}
