package dev.nagare.server;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/**
 * How many connections fit into the files that this process may open.
 *
 * @param most the most files; {@link Long#MAX_VALUE} where the system does not tell
 */
record DescriptorLimit(long most) {
    /** For the libraries, the log, the models, connections to look after the server and those that are told to go. */
    private static final int OTHERS = 160;
    /** What an event loop waits with, and is woken by. */
    private static final int EACH_LOOP = 3;

    static DescriptorLimit ofProcess() {
        return new DescriptorLimit(
                ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                        ? system.getMaxFileDescriptorCount()
                        : Long.MAX_VALUE);
    }

    /** The most connections that a server may hold: as many as are configured, or as fit; at least 1. */
    int connections(ServerConfig config) {
        long others = OTHERS + (long) EACH_LOOP * config.eventLoops();
        return (int) Math.max(1, Math.min(config.maxConnections(), most - others));
    }

    /** What is wrong when not all connections of a configuration fit; null when they do. */
    @Nullable
    ConfigProblem problem(ServerConfig config) {
        int fit = connections(config);
        if (fit == config.maxConnections()) {
            return null;
        }
        return new ConfigProblem(
                "maxConnections",
                "of " + config.maxConnections() + " connections only " + fit
                        + " can be open, because this process may open only " + most
                        + " files (ulimit -n, LimitNOFILE)");
    }
}
