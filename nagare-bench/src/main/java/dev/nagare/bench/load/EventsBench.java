package dev.nagare.bench.load;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What an event costs, and how late it comes: the floor and the server in turns, with the same readers.
 *
 * <p>Arguments: scenarios as {@code STREAMSxRATE}, all four of the requirements when there are none; the system
 * properties {@code rounds} (1), {@code warm} and {@code measured} (10 and 10 seconds). A round of a scenario takes about a
 * minute.
 */
public final class EventsBench {
    private static final List<String> ALL = List.of("100x50", "1000x20", "5000x4", "10000x1");
    private static final int ROUNDS = Integer.getInteger("rounds", 1);
    private static final int WARM = Integer.getInteger("warm", 10);
    private static final int MEASURED = Integer.getInteger("measured", 10);
    private static final double MEGA = 1 << 20;

    private final NativeProgram floor;
    private final NativeProgram reader;

    private EventsBench(Path module) {
        floor = NativeProgram.compile(module, "floor");
        reader = NativeProgram.compile(module, "reader");
    }

    /**
     * One run of one program.
     *
     * @param cpu processor time for each event, in microseconds
     * @param engine the part of it that the scripted engine's thread took
     * @param resident how much the resident memory grew from before the first stream, in bytes
     * @param live how much the heap after a collection and the direct buffers grew, in bytes
     */
    private record Run(double cpu, double engine, double resident, double live, Values read) {}

    /** Runs the scenarios and prints a table. */
    public static void main(String[] arguments) {
        EventsBench bench = new EventsBench(Path.of(System.getProperty("module", ".")));
        System.out.printf(
                "%d cores, Java %s, %d rounds, %d s warm-up, %d s measured%n%n",
                Runtime.getRuntime().availableProcessors(), Runtime.version(), ROUNDS, WARM, MEASURED);
        System.out.println("| streams x events/s | | CPU us/event | ratio | delay p50/p99 ms | jitter p50/p99 ms "
                + "| first event p50/p99 ms | MB/1,000 streams: live, resident | lost |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        for (String scenario : arguments.length == 0 ? ALL : List.of(arguments)) {
            int times = scenario.indexOf('x');
            bench.run(Integer.parseInt(scenario.substring(0, times)), Integer.parseInt(scenario.substring(times + 1)));
        }
    }

    private void run(int streams, int rate) {
        List<Run> floors = new ArrayList<>();
        List<Run> servers = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            try (Child process = floor.start(rate)) {
                floors.add(measure(process, streams, rate, false));
            }
            try (Child process = Child.java(LoadServer.class, List.of(), Integer.toString(rate), "0", "20000")) {
                servers.add(measure(process, streams, rate, true));
            }
        }
        String name = String.format("%,d x %d", streams, rate);
        double least = median(floors, Run::cpu);
        print(name, "floor", streams, least, floors);
        print(name, String.format("server (engine %.1f)", median(servers, Run::engine)), streams, least, servers);
    }

    private Run measure(Child process, int streams, int rate, boolean isServer) {
        int port = process.port();
        double liveBefore = isServer ? live(process) : 0;
        long residentBefore = process.resident();
        try (Child readers = reader.start(port, streams, rate, 0, WARM, MEASURED)) {
            readers.await("open");
            readers.await("measuring");
            Duration before = process.cpu();
            double engineBefore = isServer ? engineCpu(process) : 0;
            readers.await("measured");
            double cpu = process.cpu().minus(before).toNanos() / 1e3;
            double engine = isServer ? (engineCpu(process) - engineBefore) / 1e3 : 0;
            Values read = readers.values();
            double resident = process.resident() - residentBefore;
            double live = isServer ? live(process) - liveBefore : 0;
            double events = read.of("events");
            readers.end();
            return new Run(cpu / events, engine / events, resident, live, read);
        }
    }

    private static double engineCpu(Child server) {
        return server.ask("counts").of("engine_cpu");
    }

    private static double live(Child server) {
        Values memory = server.ask("memory");
        return memory.of("heap") + memory.of("direct");
    }

    private static void print(String scenario, String what, int streams, double least, List<Run> runs) {
        System.out.printf(
                "| %s | %s | %.1f | %.2f | %.2f / %.2f | %.2f / %.2f | %.2f / %.2f | %.1f, %.1f | %.0f |%n",
                scenario,
                what,
                median(runs, Run::cpu),
                median(runs, Run::cpu) / least,
                millis(runs, "delay_p50"),
                millis(runs, "delay_p99"),
                millis(runs, "jitter_p50"),
                millis(runs, "jitter_p99"),
                millis(runs, "first_p50"),
                millis(runs, "first_p99"),
                median(runs, Run::live) / MEGA * 1_000 / streams,
                median(runs, Run::resident) / MEGA * 1_000 / streams,
                runs.stream()
                        .mapToDouble(run -> run.read.of("lost") + run.read.of("refused"))
                        .sum());
    }

    private static double millis(List<Run> runs, String name) {
        return median(runs, run -> run.read.millis(name));
    }

    private static double median(List<Run> runs, ToDoubleFunction<Run> value) {
        return runs.stream()
                .mapToDouble(value)
                .sorted()
                .skip(runs.size() / 2)
                .findFirst()
                .orElseThrow();
    }
}
