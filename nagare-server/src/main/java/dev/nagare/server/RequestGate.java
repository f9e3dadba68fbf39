package dev.nagare.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes one request at a time: after a request's last byte nothing is decoded until {@link #next()}.
 *
 * <p>What a client sends ahead waits as bytes, which are far fewer than decoded requests would be. The socket is read
 * on, because that is how a reader that leaves is noticed, until {@value #MAX_AHEAD} bytes wait; then it is not read
 * until the next request's turn. Event loop only.
 */
final class RequestGate extends HttpRequestDecoder {
    private static final int MAX_AHEAD = 64 << 10;

    private @Nullable ChannelHandlerContext context;
    private boolean shut;
    private boolean decoding;
    private boolean readingStopped;
    private boolean discarding;

    RequestGate(ServerConfig config) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(config.maxInitialLineBytes())
                .setMaxHeaderSize(config.maxHeaderBytes())
                .setMaxChunkSize(64 << 10));
    }

    /** Lets the next request through. */
    void next() {
        shut = false;
        ChannelHandlerContext ctx = context;
        if (ctx == null || !ctx.channel().isActive()) {
            return;
        }
        if (readingStopped) {
            readingStopped = false;
            ctx.channel().config().setAutoRead(true);
        }
        // Within a decoding loop the loop itself goes on with the bytes that wait.
        if (!decoding && actualReadableBytes() > 0) {
            try {
                channelRead(ctx, Unpooled.EMPTY_BUFFER);
            } catch (Exception e) {
                ctx.fireExceptionCaught(e);
            }
        }
    }

    /** From now on everything that comes is dropped; for a connection that only waits for its peer to close. */
    void discard() {
        discarding = true;
        shut = false;
        ChannelHandlerContext ctx = context;
        if (readingStopped && ctx != null) {
            readingStopped = false;
            ctx.channel().config().setAutoRead(true);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        super.handlerAdded(ctx);
        context = ctx;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        boolean outermost = !decoding;
        decoding = true;
        try {
            super.channelRead(ctx, message);
        } finally {
            if (outermost) {
                decoding = false;
            }
        }
        if (shut && !readingStopped && actualReadableBytes() > MAX_AHEAD) {
            readingStopped = true;
            ctx.channel().config().setAutoRead(false);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        if (discarding) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (shut) {
            return;
        }
        super.decode(ctx, in, out);
        if (!out.isEmpty() && out.get(out.size() - 1) instanceof LastHttpContent) {
            shut = true;
        }
    }

    @Override
    protected void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        if (!shut && !discarding) {
            super.decodeLast(ctx, in, out);
        }
    }
}
