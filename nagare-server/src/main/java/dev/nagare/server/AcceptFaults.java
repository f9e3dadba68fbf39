package dev.nagare.server;

import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Takes what goes wrong on a listening socket, which above all is a process that may open no more files: connections are
 * accepted again a second later, and a minute of it is one line of the log. Event loop only.
 *
 * <p>Nothing is passed on: what Netty would log of it goes through classes and files that cannot be opened just then, and an
 * error thrown there would end the event loop with all its connections.
 */
final class AcceptFaults extends ChannelInboundHandlerAdapter {
    private static final System.Logger LOG = System.getLogger(AcceptFaults.class.getName());
    private static final long PAUSE_SECONDS = 1;
    private static final long LINE_EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier nanoTime;
    private boolean told;
    private long toldAt;

    AcceptFaults(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ChannelConfig config = ctx.channel().config();
        if (config.isAutoRead()) {
            // At once it would fail again, and take the event loop for nothing else.
            config.setAutoRead(false);
            var _ = ctx.channel().eventLoop().schedule(() -> config.setAutoRead(true), PAUSE_SECONDS, TimeUnit.SECONDS);
        }
        long now = nanoTime.getAsLong();
        if (!told || now - toldAt >= LINE_EVERY_NANOS) {
            told = true;
            toldAt = now;
            LOG.log(Level.WARNING, "connections cannot be accepted and have to wait: " + cause);
        }
    }
}
