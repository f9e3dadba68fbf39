package dev.nagare.bench.load;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What a guard costs a server: the same streams from the server without a guard, with one of a thousand phrases, and with
 * one of all detectors, in turns and with the same readers.
 *
 * <p>Each event has 46 chars of text, ten times as many as a usual token. Arguments: a scenario as
 * {@code STREAMSxRATE}, 1000x20 when there is none; the system properties {@code rounds} (1), {@code warm} and
 * {@code measured} (10 and 10 seconds). A round takes about a minute and a half.
 */
public final class GuardedEventsBench {
    private static final int ROUNDS = Integer.getInteger("rounds", 1);
    private static final int WARM = Integer.getInteger("warm", 10);
    private static final int MEASURED = Integer.getInteger("measured", 10);
    private static final String WITHOUT = "none";

    private final NativeProgram reader;
    private final int streams;
    private final int rate;

    private GuardedEventsBench(Path module, int streams, int rate) {
        this.reader = NativeProgram.compile(module, "reader");
        this.streams = streams;
        this.rate = rate;
    }

    /**
     * One run of one server.
     *
     * @param cpu processor time for each event, in microseconds
     */
    private record Run(double cpu, Values read) {}

    /** Runs the scenario and prints a table. */
    public static void main(String[] arguments) {
        String scenario = arguments.length == 0 ? "1000x20" : arguments[0];
        int times = scenario.indexOf('x');
        int streams = Integer.parseInt(scenario.substring(0, times));
        int rate = Integer.parseInt(scenario.substring(times + 1));
        new GuardedEventsBench(Path.of(System.getProperty("module", ".")), streams, rate).run();
    }

    private void run() {
        Map<String, List<Run>> runs = new LinkedHashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (String policy : List.of(WITHOUT, LoadPolicies.PHRASES, LoadPolicies.DETECTORS)) {
                runs.computeIfAbsent(policy, key -> new ArrayList<>()).add(measure(policy));
            }
        }
        System.out.printf(
                "%,d streams x %d events/s, %d cores, Java %s, %d rounds, %d s warm-up, %d s measured%n%n",
                streams, rate, Runtime.getRuntime().availableProcessors(), Runtime.version(), ROUNDS, WARM, MEASURED);
        System.out.println("| guard | CPU us/event | more than without | delay p50/p99 ms | lost |");
        System.out.println("|---|---|---|---|---|");
        double least = 0;
        for (Map.Entry<String, List<Run>> each : runs.entrySet()) {
            double cpu = median(each.getValue(), Run::cpu);
            least = each.getKey().equals(WITHOUT) ? cpu : least;
            System.out.printf(
                    "| %s | %.1f | %.1f | %.2f / %.2f | %.0f |%n",
                    each.getKey(),
                    cpu,
                    cpu - least,
                    median(each.getValue(), run -> run.read.millis("delay_p50")),
                    median(each.getValue(), run -> run.read.millis("delay_p99")),
                    each.getValue().stream()
                            .mapToDouble(run -> run.read.of("lost") + run.read.of("refused"))
                            .sum());
        }
    }

    private Run measure(String policy) {
        List<String> flags = policy.equals(WITHOUT) ? List.of() : List.of("-Dguard=" + policy);
        try (Child server = Child.java(LoadServer.class, flags, Integer.toString(rate), "0", "20000");
                Child readers = reader.start(server.port(), streams, rate, 0, WARM, MEASURED)) {
            readers.await("open");
            readers.await("measuring");
            Duration before = server.cpu();
            readers.await("measured");
            double cpu = server.cpu().minus(before).toNanos() / 1e3;
            Values read = readers.values();
            double events = read.of("events");
            readers.end();
            return new Run(cpu / events, read);
        }
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
