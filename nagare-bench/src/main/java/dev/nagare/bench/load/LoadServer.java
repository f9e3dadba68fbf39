package dev.nagare.bench.load;

import dev.nagare.engine.CompletionEngine;
import dev.nagare.guard.GuardedEngine;
import dev.nagare.local.LocalEngine;
import dev.nagare.server.NagareServer;
import dev.nagare.server.ServerConfig;
import dev.nagare.server.ServerListener;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A process that serves an engine, and answers questions about itself on its standard input until that ends.
 *
 * <p>Arguments: the engine, which is a number for a {@link PacedEngine} of so many tokens a second, {@code built-in}, or
 * a GGUF file; the port, 0 for any; how many generations may run at a time; and, if it is to be kept, the file of the
 * {@link EndLog}. The system property {@code guard} names a policy of {@link LoadPolicies} around the engine. Prints {@code port N}. The question {@code memory} is answered after a garbage collection,
 * {@code counts} at once, each with one line of {@code name=value}.
 */
public final class LoadServer {
    private static final int MOST = 20_000;

    private final CompletionEngine engine;
    private final NagareServer server;

    private LoadServer(String engine, int port, int running, ServerListener listener) {
        this.engine = open(engine);
        ServerConfig config = ServerConfig.builder()
                .port(port)
                .maxConnections(MOST)
                .maxRunning(running)
                .maxQueued(MOST)
                .queueTimeout(Duration.ofMinutes(10))
                .drainFor(Duration.ofMillis(500))
                .build();
        String guard = System.getProperty("guard", "");
        server = NagareServer.start(config, guard.isEmpty() ? this.engine : guarded(this.engine, guard), listener);
    }

    /** Serves until the standard input ends. */
    public static void main(String[] arguments) throws IOException {
        try (EndLog log = arguments.length > 3 ? EndLog.to(Path.of(arguments[3])) : null) {
            LoadServer load = new LoadServer(
                    arguments[0],
                    Integer.parseInt(arguments[1]),
                    Integer.parseInt(arguments[2]),
                    log == null ? ServerListener.NONE : log);
            System.out.println("port " + load.server.port());
            load.answerQuestions();
            load.server.close();
            load.engine.close();
            System.out.println(load.counts());
        }
    }

    private static CompletionEngine open(String engine) {
        if (engine.equals("built-in")) {
            return LocalEngine.builtIn();
        }
        return engine.endsWith(".gguf") ? LocalEngine.load(Path.of(engine)) : new PacedEngine(Integer.parseInt(engine));
    }

    private static CompletionEngine guarded(CompletionEngine engine, String policy) {
        return new GuardedEngine(engine, LoadPolicies.of(policy), false);
    }

    private void answerQuestions() throws IOException {
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String question = questions.readLine(); question != null; question = questions.readLine()) {
            System.out.println(question.equals("memory") ? memory() : counts());
        }
    }

    private static String memory() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        long direct = ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider provider
                ? provider.metric().usedDirectMemory()
                : 0;
        return "heap=" + heap + " direct=" + direct;
    }

    private String counts() throws IOException {
        @Nullable PacedEngine paced = engine instanceof PacedEngine it ? it : null;
        long cpu = paced == null
                ? 0
                : ManagementFactory.getThreadMXBean()
                        .getThreadCpuTime(paced.thread().threadId());
        return "files=" + openFiles()
                + " running=" + (paced == null ? 0 : paced.running())
                + " generated=" + (paced == null ? 0 : paced.generated())
                + " engine_cpu=" + Math.max(0, cpu);
    }

    private static long openFiles() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }
}
