package dev.nagare.server;

import dev.nagare.engine.CompletionEngine;
import dev.nagare.engine.Moderator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP server that answers {@code /v1/chat/completions}, {@code /v1/completions} and {@code /v1/models} from an
 * engine, {@code /v1/moderations} from a moderator, and {@code /health}, {@code /ready} and {@code /metrics} by itself.
 *
 * <p>Threads, all of them daemons: the event loops {@code nagare-http-1-1} and so on, which never block; one
 * {@code nagare-decode-1}, which parses request bodies of more than 64 KiB, and one {@code nagare-metrics-1}, which writes
 * the metrics: both end when they have been idle for a while; and where keys or a certificate are read from files,
 * {@code nagare-files-1-1}, which looks for changes of them. The engine's threads only append to queues of this server.
 */
public final class NagareServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(NagareServer.class.getName());

    /** How many large bodies may wait for their decoding. */
    private static final int WAITING_BODIES = 32;

    /** How many may wait for the metrics; each takes about a millisecond. */
    private static final int WAITING_SCRAPES = 16;

    /** How long closing waits for the last bytes to be taken, after the drain. */
    private static final Duration LAST_WRITES = Duration.ofSeconds(2);

    private final ServerState state;
    private final Transport transport;
    private final EventLoopGroup group;
    private final List<ExecutorService> workers;
    private final FileWatch files;
    private final Map<EventExecutor, LoopState> loops;
    private final List<Channel> listening;
    private boolean closed;

    private NagareServer(
            ServerState state,
            Transport transport,
            EventLoopGroup group,
            List<ExecutorService> workers,
            FileWatch files,
            Map<EventExecutor, LoopState> loops,
            List<Channel> listening) {
        this.state = state;
        this.transport = transport;
        this.group = group;
        this.workers = workers;
        this.files = files;
        this.loops = loops;
        this.listening = listening;
    }

    /**
     * Looks for what would keep a server from starting with a configuration, or make it useless, such as a certificate that
     * is no longer valid. Reads the files that it names and takes no port; empty when nothing is wrong.
     */
    public static List<ConfigProblem> check(ServerConfig config) {
        return ConfigCheck.problems(config, Instant.now());
    }

    /** As {@link #check}, but looks only at where the server would listen, and reads no file. */
    public static List<ConfigProblem> checkAddress(ServerConfig config) {
        return ConfigCheck.address(config);
    }

    /**
     * Starts a server on top of an engine, which stays the caller's to close after the server.
     *
     * @throws UncheckedIOException when the address cannot be bound, or a file that the configuration names not be read
     * @throws IllegalArgumentException when the configuration would answer everyone elsewhere than on this machine
     *     without saying so, or a file that it names is wrong
     */
    public static NagareServer start(ServerConfig config, CompletionEngine engine) {
        return start(config, engine, ServerListener.NONE);
    }

    /** Starts a server that tells a listener of each request; it answers {@code /metrics} with 404. */
    public static NagareServer start(ServerConfig config, CompletionEngine engine, ServerListener listener) {
        return start(config, engine, listener, null);
    }

    /**
     * Starts a server that tells a listener of each request.
     *
     * @param metrics what {@code /metrics} shows; null for nothing
     */
    public static NagareServer start(
            ServerConfig config, CompletionEngine engine, ServerListener listener, @Nullable MetricsPage metrics) {
        return start(config, engine, listener, metrics, null);
    }

    /**
     * Starts a server that tells a listener of each request, and judges texts.
     *
     * @param metrics what {@code /metrics} shows; null for nothing
     * @param moderator who answers {@code /v1/moderations}; null for nobody: it is answered with 404
     */
    public static NagareServer start(
            ServerConfig config,
            CompletionEngine engine,
            ServerListener listener,
            @Nullable MetricsPage metrics,
            @Nullable Moderator moderator) {
        return start(config, engine, listener, metrics, moderator, Surroundings.system());
    }

    static NagareServer start(
            ServerConfig config,
            CompletionEngine engine,
            ServerListener listener,
            @Nullable MetricsPage metrics,
            @Nullable Moderator moderator,
            Surroundings surroundings) {
        for (ConfigProblem problem : ConfigCheck.address(config)) {
            throw new IllegalArgumentException(problem.message());
        }
        ConfigProblem files = DescriptorLimit.ofProcess().problem(config);
        if (files != null) {
            LOG.log(Level.WARNING, files.message());
        }
        // What formats a record of the log reads these from a file, and may have to when no file can be opened.
        var _ = ZoneId.systemDefault().getRules();
        Rates rates = new Rates(config.rpm(), config.tpm(), surroundings.nanoTime());
        Path keyFile = config.apiKeyFile();
        List<Runnable> checks = new ArrayList<>();
        ApiKeyFile keys = null;
        if (keyFile != null) {
            keys = new ApiKeyFile(keyFile, rates::retain);
            checks.add(keys::check);
        }
        TlsFiles tls = tls(config);
        if (tls != null) {
            checks.add(tls::check);
        }
        FileWatch watch = new FileWatch(checks);
        Transport transport = Transport.choose(config.nativeTransport());
        EventLoopGroup group = transport.eventLoops(config.eventLoops());
        ExecutorService decoders = oneThread("nagare-decode", WAITING_BODIES);
        ExecutorService scrapers = oneThread("nagare-metrics", WAITING_SCRAPES);
        ServerState state = new ServerState(
                config,
                engine,
                moderator,
                listener,
                metrics,
                surroundings,
                decoders,
                scrapers,
                rates,
                keys == null ? null : keys::keys);
        Map<EventExecutor, LoopState> loops = new HashMap<>();
        for (EventExecutor executor : group) {
            LoopState loop = new LoopState(
                    state, (EventLoop) executor, surroundings.random().split());
            loop.start(watchNanos(config));
            loops.put(executor, loop);
        }
        Map<EventExecutor, LoopState> fixed = Map.copyOf(loops);
        try {
            listener.serverStarts(state);
            List<Channel> listening = listen(state, transport, group, fixed, tls);
            watch.start();
            LOG.log(Level.DEBUG, "listening on {0} with {1}", listening.get(0).localAddress(), transport.name());
            return new NagareServer(state, transport, group, List.of(decoders, scrapers), watch, fixed, listening);
        } catch (RuntimeException e) {
            var _ = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            decoders.shutdownNow();
            scrapers.shutdownNow();
            watch.close();
            throw e;
        }
    }

    /** Runs tasks one after another on a thread that ends when it has been idle for a while; so many may wait. */
    private static ExecutorService oneThread(String name, int waiting) {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(waiting), new DefaultThreadFactory(name, true));
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    private static @Nullable TlsFiles tls(ServerConfig config) {
        Path cert = config.tlsCert();
        Path key = config.tlsKey();
        return cert == null || key == null ? null : new TlsFiles(cert, key);
    }

    private static List<Channel> listen(
            ServerState state,
            Transport transport,
            EventLoopGroup group,
            Map<EventExecutor, LoopState> loops,
            @Nullable TlsFiles tls) {
        ServerConfig config = state.config();
        if (config.metricsPort() == ServerConfig.NO_METRICS_PORT) {
            return List.of(
                    new Acceptor(state, loops, Door.ONLY, tls).listen(transport, group, config.host(), config.port()));
        }
        String metricsHost = Objects.requireNonNullElse(config.metricsHost(), config.host());
        return List.of(
                new Acceptor(state, loops, Door.PUBLIC, tls).listen(transport, group, config.host(), config.port()),
                new Acceptor(state, loops, Door.OPERATIONS, null)
                        .listen(transport, group, metricsHost, config.metricsPort()));
    }

    /** Often enough that no time limit is missed by more than a quarter of itself. */
    private static long watchNanos(ServerConfig config) {
        long shortest = Stream.of(
                        config.stallTimeout(),
                        config.idleTimeout(),
                        config.bodyTimeout(),
                        config.commitAfter(),
                        config.heartbeatEvery(),
                        config.queueTimeout(),
                        config.requestTimeout())
                .mapToLong(Duration::toNanos)
                .filter(limit -> limit > 0)
                .min()
                .orElse(Long.MAX_VALUE);
        return Math.clamp(shortest / 4, TimeUnit.MILLISECONDS.toNanos(5), TimeUnit.MILLISECONDS.toNanos(250));
    }

    /** The port that the server listens on. */
    public int port() {
        return port(listening.get(0));
    }

    /** The port that answers {@code /health}, {@code /ready} and {@code /metrics}; the same unless it has its own. */
    public int metricsPort() {
        return port(listening.get(listening.size() - 1));
    }

    private static int port(Channel channel) {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /** What the server is doing now. */
    public ServerLoad load() {
        return state;
    }

    /** How sockets are reached: {@code epoll} or {@code nio}. */
    public String transport() {
        return transport.name();
    }

    /**
     * Stops: refuses new requests and those that wait, lets running ones go on for {@link ServerConfig#drainFor()}, then
     * ends each with an error that its reader can see, and frees the threads. Until the drain is over the ports are
     * listened on, so that whoever asks is told. Blocks meanwhile; a second call does nothing. Not to be called on a
     * thread of this server or by its listener.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        state.closing();
        onEachConnection(Connection::quiesce);
        state.exchanges().awaitNone(state.config().drainFor());
        listening.forEach(channel -> channel.close().awaitUninterruptibly());
        onEachConnection(Connection::shutDown);
        state.exchanges().awaitNone(LAST_WRITES);
        state.open().awaitNone(LAST_WRITES);
        onEachConnection(connection -> connection.close(RequestOutcome.SHUT_DOWN, ErrorReason.SHUTTING_DOWN));
        loops.values().forEach(loop -> loop.execute(loop::abandonGenerations));
        group.shutdownGracefully(0, LAST_WRITES.toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly();
        workers.forEach(ExecutorService::shutdownNow);
        files.close();
    }

    private void onEachConnection(Consumer<Connection> action) {
        for (LoopState loop : loops.values()) {
            loop.execute(() -> loop.each(action));
        }
    }
}
