package dev.nagare.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Listens on a port and makes a connection of each that comes in. */
final class Acceptor extends ChannelInitializer<Channel> {
    /** Enough for probes and scrapers; more would take from the files that callers' connections need. */
    private static final int MOST_OPERATIONS = 64;

    private final ServerState state;
    private final Map<EventExecutor, LoopState> loops;
    private final Door door;
    private final @Nullable TlsFiles tls;

    /**
     * An acceptor.
     *
     * @param tls how to speak TLS; null for plain HTTP
     */
    Acceptor(ServerState state, Map<EventExecutor, LoopState> loops, Door door, @Nullable TlsFiles tls) {
        this.state = state;
        this.loops = loops;
        this.door = door;
        this.tls = tls;
    }

    /**
     * Begins to listen.
     *
     * @throws UncheckedIOException when the address cannot be bound
     */
    Channel listen(Transport transport, EventLoopGroup group, String host, int port) {
        ServerConfig config = state.config();
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group)
                .option(ChannelOption.SO_BACKLOG, 4096)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(config.writeLowWaterBytes(), config.writeHighWaterBytes()))
                .handler(new AcceptFaults(state.surroundings().nanoTime()))
                .childHandler(this);
        transport.applyTo(bootstrap);
        if (config.sendBufferBytes() > 0) {
            bootstrap.childOption(ChannelOption.SO_SNDBUF, config.sendBufferBytes());
        }
        ChannelFuture bound = bootstrap.bind(host, port).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            String message = "cannot listen on " + host + ":" + port + ": " + why(bound.cause());
            throw new UncheckedIOException(message, new IOException(message, bound.cause()));
        }
        return bound.channel();
    }

    /** The system's own words, without those of the library around them. */
    private static String why(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        return message.contains("in use")
                ? "the port is taken"
                : message.replaceFirst("^bind\\(.*?\\) failed.*?: ", "");
    }

    @Override
    public boolean isSharable() {
        return true;
    }

    @Override
    protected void initChannel(Channel channel) {
        LoopState loop = Objects.requireNonNull(loops.get(channel.eventLoop()));
        Peer peer = Peer.of(channel, door);
        boolean welcome = isWelcome(channel);
        if (tls == null) {
            new HttpConnection(loop, channel, peer, welcome).open();
        } else if (welcome) {
            channel.pipeline().addLast(tls.context().newHandler(channel.alloc()), new Negotiation(loop, peer));
        } else {
            // A handshake, to say so properly, would cost what there is too little of.
            var _ = channel.close();
        }
    }

    /** Counts a connection, unless it is one too many. Whoever looks after the server does not compete with callers. */
    private boolean isWelcome(Channel channel) {
        boolean operations = door == Door.OPERATIONS;
        Gauge open = operations ? state.openForOperations() : state.open();
        boolean welcome = open.tryIncrement(operations ? MOST_OPERATIONS : state.maxConnections());
        if (welcome) {
            channel.closeFuture().addListener(_ -> open.decrement());
        }
        return welcome;
    }
}
