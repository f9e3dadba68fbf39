package dev.nagare.server;

import com.sun.management.UnixOperatingSystemMXBean;
import io.prometheus.metrics.model.snapshots.Labels;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The process under the names that every Prometheus client uses; what the system does not tell is left out. Read when
 * the metrics are, and never otherwise.
 */
final class ProcessMetrics {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    private ProcessMetrics() {}

    static void register(Instruments instruments) {
        instruments.counter(
                "process_cpu_seconds_total",
                "Processor time used, by user and system.",
                () -> ofSystem(system -> system.getProcessCpuTime() * 1e-9));
        instruments.gauge(
                "process_start_time_seconds",
                "When the process began, in seconds since 1970.",
                Labels.EMPTY,
                () -> ManagementFactory.getRuntimeMXBean().getStartTime() * 1e-3);
        instruments.gauge(
                "process_open_fds",
                "Open file descriptors.",
                Labels.EMPTY,
                () -> ofSystem(UnixOperatingSystemMXBean::getOpenFileDescriptorCount));
        instruments.gauge(
                "process_max_fds",
                "The most file descriptors that may be open.",
                Labels.EMPTY,
                () -> ofSystem(UnixOperatingSystemMXBean::getMaxFileDescriptorCount));
        instruments.gauge(
                "process_resident_memory_bytes", "Memory in use.", Labels.EMPTY, ProcessMetrics::residentBytes);
        instruments.gauge(
                "jvm_memory_used_bytes",
                "Memory in use in the heap.",
                Labels.of("area", "heap"),
                () -> Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
    }

    private static double ofSystem(ToDoubleFunction<UnixOperatingSystemMXBean> fact) {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? fact.applyAsDouble(system)
                : Double.NaN;
    }

    private static double residentBytes() {
        try {
            // In one read: the file changes while it is read.
            Matcher line = RESIDENT.matcher(new String(Files.readAllBytes(STATUS), StandardCharsets.US_ASCII));
            return line.find() ? Long.parseLong(line.group(1)) * 1024.0 : Double.NaN;
        } catch (IOException e) {
            // Not a system with this file.
            return Double.NaN;
        }
    }
}
