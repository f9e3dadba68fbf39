package dev.nagare.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.lang.System.Logger.Level;

/**
 * How sockets are reached: epoll, or NIO where epoll is not to be had or not wanted.
 *
 * @param name {@code epoll} or {@code nio}
 * @param handler what an event loop waits with
 * @param channel the class of the listening socket
 */
record Transport(String name, IoHandlerFactory handler, Class<? extends ServerChannel> channel) {
    private static final System.Logger LOG = System.getLogger(Transport.class.getName());

    /**
     * How much the system keeps that it has not sent yet. Without such a bound a send buffer grows to megabytes where
     * segments are large, and what is queued there can no longer be joined, and does not count towards a pause.
     */
    private static final long UNSENT_BYTES = 64 << 10;

    /** Epoll when it is wanted and available, else NIO; a fall-back is logged. */
    static Transport choose(boolean wantNative) {
        if (wantNative) {
            if (Epoll.isAvailable()) {
                return new Transport("epoll", EpollIoHandler.newFactory(), EpollServerSocketChannel.class);
            }
            LOG.log(Level.INFO, "epoll is not available ({0}); NIO is used", Epoll.unavailabilityCause());
        }
        return new Transport("nio", NioIoHandler.newFactory(), NioServerSocketChannel.class);
    }

    /** Prepares what listens for this transport. */
    void applyTo(ServerBootstrap bootstrap) {
        bootstrap.channel(channel);
        if (channel == EpollServerSocketChannel.class) {
            bootstrap.childOption(EpollChannelOption.TCP_NOTSENT_LOWAT, UNSENT_BYTES);
        }
    }

    /** Event loops on daemon threads named {@code nagare-http-1-1}, {@code nagare-http-1-2} and so on. */
    EventLoopGroup eventLoops(int count) {
        return new MultiThreadIoEventLoopGroup(count, new DefaultThreadFactory("nagare-http", true), handler);
    }
}
