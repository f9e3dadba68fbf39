package dev.nagare.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2FrameLogger;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.logging.LogLevel;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One connection of HTTP/2, whose streams are answered each by itself.
 *
 * <p>When the server closes, it says that it takes no more streams (GOAWAY), and the connection ends when the last one
 * does. Frames are flushed together once the event loop has let every stream write, because each flush is a record of
 * TLS and a system call. Event loop only.
 */
final class MultiplexedConnection extends ChannelInboundHandlerAdapter implements Connection {
    private static final System.Logger LOG = System.getLogger(MultiplexedConnection.class.getName());

    private static final long LINGER_NANOS = Duration.ofSeconds(1).toNanos();

    /** Over this many seconds resets are counted: a client that opens streams only to reset them costs much. */
    private static final int RESET_WINDOW_SECONDS = 30;

    /** In that time each stream that may be open may be reset so many times. */
    private static final int RESETS_PER_STREAM = 4;

    private static final int FLUSHES_TOGETHER = 256;

    private final LoopState loop;
    private final ServerConfig config;
    private final Channel channel;
    private final Peer peer;
    private final OutboundWatch outbound;
    private final Map<Integer, MultiplexedStream> streams = new LinkedHashMap<>();
    private long since;
    private boolean goingAway;
    private boolean lingering;

    MultiplexedConnection(LoopState loop, Channel channel, Peer peer) {
        this.loop = loop;
        this.config = loop.server().config();
        this.channel = channel;
        this.peer = peer;
        this.outbound = new OutboundWatch(channel);
        this.since = loop.nanoTime();
    }

    /** Begins to speak HTTP/2 on the channel. */
    void open() {
        int resets = (int) Math.min(Integer.MAX_VALUE, (long) config.maxStreams() * RESETS_PER_STREAM);
        Http2FrameCodec codec = Http2FrameCodecBuilder.forServer()
                .initialSettings(Http2Settings.defaultSettings()
                        .maxConcurrentStreams(config.maxStreams())
                        .maxHeaderListSize(config.maxHeaderBytes()))
                .decoderEnforceMaxRstFramesPerWindow(resets, RESET_WINDOW_SECONDS)
                .encoderEnforceMaxRstFramesPerWindow(resets, RESET_WINDOW_SECONDS)
                .decoupleCloseAndGoAway(true)
                .frameLogger(new Progress())
                .build();
        channel.pipeline()
                .addLast(
                        new FlushConsolidationHandler(FLUSHES_TOGETHER, true),
                        codec,
                        new Http2MultiplexHandler(new ChannelInitializer<Channel>() {
                            @Override
                            protected void initChannel(Channel stream) {
                                accept((Http2StreamChannel) stream);
                            }
                        }),
                        this);
        loop.add(this);
    }

    private void accept(Http2StreamChannel stream) {
        stream.config()
                .setOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(config.writeLowWaterBytes(), config.writeHighWaterBytes()));
        MultiplexedStream accepted = new MultiplexedStream(loop, this, stream, peer);
        streams.put(stream.stream().id(), accepted);
        stream.pipeline().addLast(accepted);
    }

    /** A stream is over. */
    void closed(MultiplexedStream stream) {
        streams.values().remove(stream);
        since = loop.nanoTime();
        if (goingAway && streams.isEmpty()) {
            closeAfterWrites();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        // Settings, pings and the like: the codec has done what they ask for.
        ReferenceCountUtil.release(message);
    }

    @Override
    public void check(long now) {
        if (outbound.isStalled(now, config.stallTimeout().toNanos())) {
            close(RequestOutcome.STALLED, ErrorReason.READER_STALLED);
            return;
        }
        each(stream -> stream.check(now));
        long passed = now - since;
        if (lingering) {
            if (passed > LINGER_NANOS) {
                var _ = channel.close();
            }
        } else if (streams.isEmpty() && passed > config.idleTimeout().toNanos()) {
            quiesce();
        }
    }

    @Override
    public void quiesce() {
        if (!goingAway) {
            goingAway = true;
            each(MultiplexedStream::quiesce);
            if (streams.isEmpty()) {
                closeAfterWrites();
            } else {
                var _ = channel.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR));
            }
        }
    }

    /** Closes when what has been written before is written, and the last word after it. */
    private void closeAfterWrites() {
        channel.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR)).addListener(written -> {
            if (written.isSuccess()) {
                lingering = true;
                since = loop.nanoTime();
                Sockets.shutdownOutput(channel);
            } else {
                var _ = channel.close();
            }
        });
    }

    @Override
    public void shutDown() {
        quiesce();
        each(MultiplexedStream::shutDown);
    }

    @Override
    public void close(RequestOutcome how, ErrorReason why) {
        each(stream -> stream.ends(how, why));
        var _ = channel.close();
    }

    private void each(Consumer<MultiplexedStream> action) {
        List.copyOf(streams.values()).forEach(action);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        loop.remove(this);
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        PeerFault.log(LOG, cause);
        var _ = channel.close();
    }

    /**
     * Counts the bytes of each answer that its reader's window and the connection's have let through. The codec tells of a
     * frame only when all of it is through, and a whole answer is one frame, which may take a slow reader minutes.
     */
    private final class Progress extends Http2FrameLogger {
        Progress() {
            super(LogLevel.TRACE, MultiplexedConnection.class);
        }

        @Override
        public boolean isEnabled() {
            return false;
        }

        @Override
        public void logData(
                Direction direction, ChannelHandlerContext ctx, int id, ByteBuf data, int padding, boolean last) {
            MultiplexedStream stream = direction == Direction.OUTBOUND ? streams.get(id) : null;
            if (stream != null) {
                stream.accepted(data.readableBytes());
            }
        }
    }
}
