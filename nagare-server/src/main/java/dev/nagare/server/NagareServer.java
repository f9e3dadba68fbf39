package dev.nagare.server;

import dev.nagare.engine.CompletionEngine;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * An HTTP server that answers {@code /v1/chat/completions}, {@code /v1/completions}, {@code /v1/models} and
 * {@code /health} from an engine.
 *
 * <p>Threads, all of them daemons: the event loops {@code nagare-http-1-1} and so on, which never block, and one
 * {@code nagare-decode-1}, which parses request bodies of more than 64 KiB and ends when it has been idle for a while.
 * The engine's threads only append to queues of this server.
 */
public final class NagareServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(NagareServer.class.getName());

    /** How many large bodies may wait for their decoding. */
    private static final int WAITING_BODIES = 32;

    /** How long closing waits for the last bytes to be taken, after the drain. */
    private static final Duration LAST_WRITES = Duration.ofSeconds(2);

    private final ServerState state;
    private final Transport transport;
    private final EventLoopGroup group;
    private final ExecutorService decoders;
    private final Map<EventExecutor, LoopState> loops;
    private final Channel listening;
    private boolean closed;

    private NagareServer(
            ServerState state,
            Transport transport,
            EventLoopGroup group,
            ExecutorService decoders,
            Map<EventExecutor, LoopState> loops,
            Channel listening) {
        this.state = state;
        this.transport = transport;
        this.group = group;
        this.decoders = decoders;
        this.loops = loops;
        this.listening = listening;
    }

    /**
     * Starts a server on top of an engine, which stays the caller's to close after the server.
     *
     * @throws UncheckedIOException when the address cannot be bound
     */
    public static NagareServer start(ServerConfig config, CompletionEngine engine) {
        return start(config, engine, ServerListener.NONE);
    }

    /**
     * Starts a server that tells a listener of each request.
     *
     * @throws UncheckedIOException when the address cannot be bound
     */
    public static NagareServer start(ServerConfig config, CompletionEngine engine, ServerListener listener) {
        return start(config, engine, listener, Surroundings.system());
    }

    static NagareServer start(
            ServerConfig config, CompletionEngine engine, ServerListener listener, Surroundings surroundings) {
        Transport transport = Transport.choose(config.nativeTransport());
        EventLoopGroup group = transport.eventLoops(config.eventLoops());
        ThreadPoolExecutor decoders = new ThreadPoolExecutor(
                1,
                1,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(WAITING_BODIES),
                new DefaultThreadFactory("nagare-decode", true));
        decoders.allowCoreThreadTimeOut(true);
        ServerState state = new ServerState(config, engine, listener, surroundings, decoders);
        Map<EventExecutor, LoopState> loops = new HashMap<>();
        for (EventExecutor executor : group) {
            LoopState loop = new LoopState(
                    state, (EventLoop) executor, surroundings.random().split());
            loop.start(watchNanos(config));
            loops.put(executor, loop);
        }
        Map<EventExecutor, LoopState> fixed = Map.copyOf(loops);
        try {
            Channel listening = bind(config, transport, group, state, fixed);
            LOG.log(Level.DEBUG, "listening on {0} with {1}", listening.localAddress(), transport.name());
            return new NagareServer(state, transport, group, decoders, fixed, listening);
        } catch (RuntimeException e) {
            var _ = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            decoders.shutdownNow();
            throw e;
        }
    }

    private static Channel bind(
            ServerConfig config,
            Transport transport,
            EventLoopGroup group,
            ServerState state,
            Map<EventExecutor, LoopState> loops) {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group)
                .channel(transport.channel())
                .option(ChannelOption.SO_BACKLOG, 1024)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(config.writeLowWaterBytes(), config.writeHighWaterBytes()))
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        LoopState loop = loops.get(channel.eventLoop());
                        if (loop != null) {
                            boolean welcome = state.connections().tryIncrement(config.maxConnections());
                            if (welcome) {
                                channel.closeFuture()
                                        .addListener(_ -> state.connections().decrement());
                            }
                            new HttpConnection(loop, channel, welcome).open();
                        }
                    }
                });
        if (config.sendBufferBytes() > 0) {
            bootstrap.childOption(ChannelOption.SO_SNDBUF, config.sendBufferBytes());
        }
        ChannelFuture bound = bootstrap.bind(config.host(), config.port()).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new UncheckedIOException(new IOException(
                    "cannot listen on " + config.host() + ":" + config.port() + ": "
                            + bound.cause().getMessage(),
                    bound.cause()));
        }
        return bound.channel();
    }

    /** Often enough that no time limit is missed by more than a quarter of itself. */
    private static long watchNanos(ServerConfig config) {
        long shortest = Stream.of(
                        config.stalledAfter(),
                        config.idleAfter(),
                        config.requestWithin(),
                        config.commitAfter(),
                        config.heartbeatEvery(),
                        config.queueWithin(),
                        config.requestTimeout())
                .mapToLong(Duration::toNanos)
                .filter(limit -> limit > 0)
                .min()
                .orElse(Long.MAX_VALUE);
        return Math.clamp(shortest / 4, TimeUnit.MILLISECONDS.toNanos(5), TimeUnit.MILLISECONDS.toNanos(250));
    }

    /** The port that the server listens on. */
    public int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /** How many generations run. For any thread. */
    public int running() {
        return state.admission().running();
    }

    /** How many requests wait for their generation. For any thread. */
    public int waiting() {
        return state.admission().waiting();
    }

    /** How sockets are reached: {@code epoll} or {@code nio}. */
    public String transport() {
        return transport.name();
    }

    /**
     * Stops: refuses new requests and those that wait, lets running ones go on for {@link ServerConfig#drainFor()}, then
     * ends each with an error that its reader can see, and frees the threads. Blocks meanwhile; a second call does
     * nothing. Not to be called on a thread of this server or by its listener.
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
        listening.close().awaitUninterruptibly();
        onEachConnection(Connection::shutDown);
        state.exchanges().awaitNone(LAST_WRITES);
        state.connections().awaitNone(LAST_WRITES);
        onEachConnection(Connection::close);
        group.shutdownGracefully(0, LAST_WRITES.toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly();
        decoders.shutdownNow();
    }

    private void onEachConnection(Consumer<Connection> action) {
        for (LoopState loop : loops.values()) {
            loop.eventLoop().execute(() -> loop.connections().forEach(action));
        }
    }
}
