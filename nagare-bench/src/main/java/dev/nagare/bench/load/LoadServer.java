package dev.nagare.bench.load;

import dev.nagare.server.NagareServer;
import dev.nagare.server.RequestEnded;
import dev.nagare.server.ServerConfig;
import dev.nagare.server.ServerListener;
import dev.nagare.wire.Usage;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * A process that serves a {@link PacedEngine}, and answers questions about itself on its standard input until that ends.
 *
 * <p>Arguments: tokens a second for each generation; the port, 0 for any. Prints {@code port N}; the question
 * {@code memory} is answered after a garbage collection, {@code counts} at once, each with one line of
 * {@code name=value}.
 */
public final class LoadServer {
    private static final int MOST = 20_000;

    private final PacedEngine engine;
    private final Ledger ledger = new Ledger();
    private final NagareServer server;

    private LoadServer(int rate, int port) {
        engine = new PacedEngine(rate);
        ServerConfig config = ServerConfig.builder()
                .port(port)
                .maxConnections(MOST)
                .maxRequests(MOST)
                .build();
        server = NagareServer.start(config, engine, ledger);
    }

    /** Serves until the standard input ends. */
    public static void main(String[] arguments) throws IOException {
        LoadServer load = new LoadServer(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
        System.out.println("port " + load.server.port());
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String question = questions.readLine(); question != null; question = questions.readLine()) {
            System.out.println(question.equals("memory") ? memory() : load.counts());
        }
        load.server.close();
        load.engine.close();
        System.out.println(load.counts());
    }

    private static String memory() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        long direct = ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider provider
                ? provider.metric().usedDirectMemory()
                : -1;
        return "heap=" + heap + " direct=" + direct;
    }

    private String counts() throws IOException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return "running=" + engine.running() + " generated=" + engine.generated() + " ended=" + ledger.ended.get()
                + " logged=" + ledger.tokens.get() + " files=" + openFiles()
                + " engine_cpu="
                + Math.max(0, threads.getThreadCpuTime(engine.thread().threadId()));
    }

    private static long openFiles() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    /** What the server said of the requests that are over. */
    private static final class Ledger implements ServerListener {
        final AtomicLong ended = new AtomicLong();
        final AtomicLong tokens = new AtomicLong();

        @Override
        public void requestEnded(RequestEnded event) {
            ended.incrementAndGet();
            Usage usage = event.usage();
            if (usage != null) {
                tokens.addAndGet(usage.completionTokens());
            }
        }
    }
}
