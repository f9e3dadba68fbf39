package dev.nagare.server;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** A client of HTTP/2 that does what a test tells it to, also what no good client does. */
final class Http2Client implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final CountDownLatch goneAway = new CountDownLatch(1);
    private final List<Stream> streams = new ArrayList<>();
    private final Channel channel;

    /** Connects; a stream takes this many bytes before they are read. */
    Http2Client(int port, Path trusted, int window) {
        try {
            SslContext tls = SslContextBuilder.forClient()
                    .trustManager(trusted.toFile())
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            ApplicationProtocolConfig.Protocol.ALPN,
                            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                            ApplicationProtocolNames.HTTP_2))
                    .build();
            channel = await(new Bootstrap()
                            .group(group)
                            .channel(NioSocketChannel.class)
                            .handler(new ChannelInitializer<Channel>() {
                                @Override
                                protected void initChannel(Channel opened) {
                                    opened.pipeline()
                                            .addLast(
                                                    tls.newHandler(opened.alloc(), "localhost", port),
                                                    Http2FrameCodecBuilder.forClient()
                                                            .initialSettings(Http2Settings.defaultSettings()
                                                                    .initialWindowSize(window))
                                                            .encoderEnforceMaxRstFramesPerWindow(0, 1)
                                                            .build(),
                                                    new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()),
                                                    new Watch());
                                }
                            })
                            .connect("127.0.0.1", port))
                    .channel();
        } catch (SSLException e) {
            throw new AssertionError(e);
        }
    }

    /** Sends a request with a whole body. */
    Stream post(String path, String json, String... headers) {
        Stream stream = open("POST", path, false, headers);
        stream.data(json, true);
        return stream;
    }

    Stream get(String path) {
        return open("GET", path, true);
    }

    /** Sends the head of a request; headers are names and values in turn. */
    Stream open(String method, String path, boolean ended, String... headers) {
        Stream stream = new Stream();
        stream.channel =
                await(new Http2StreamChannelBootstrap(channel).handler(stream).open());
        streams.add(stream);
        Http2Headers head = new DefaultHttp2Headers()
                .method(method)
                .path(path)
                .scheme("https")
                .authority("localhost");
        for (int i = 0; i < headers.length; i += 2) {
            head.add(headers[i], headers[i + 1]);
        }
        stream.channel.writeAndFlush(new DefaultHttp2HeadersFrame(head, ended)).syncUninterruptibly();
        return stream;
    }

    /** Waits until the server has said that it takes no more streams. */
    void awaitGoAway() {
        await(goneAway);
    }

    /** Waits until the server has closed the connection. */
    void awaitClosed() {
        if (!channel.closeFuture().awaitUninterruptibly(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the connection was not closed");
        }
    }

    boolean isOpen() {
        return channel.isActive();
    }

    @Override
    public void close() {
        if (group.isShuttingDown()) {
            return;
        }
        // What waits in a stream that does not read would never be given back.
        streams.forEach(stream -> stream.reads(true));
        channel.close().syncUninterruptibly();
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private static <T> T await(io.netty.util.concurrent.Future<T> future) {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private static io.netty.channel.ChannelFuture await(io.netty.channel.ChannelFuture future) {
        if (!future.awaitUninterruptibly(PATIENCE_SECONDS, TimeUnit.SECONDS) || !future.isSuccess()) {
            throw new AssertionError("no connection", future.cause());
        }
        return future;
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("waited in vain");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private final class Watch extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof Http2GoAwayFrame) {
                goneAway.countDown();
            }
            ReferenceCountUtil.release(message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            var _ = ctx.close();
        }
    }

    /** One request and what has come of its answer. */
    static final class Stream extends ChannelInboundHandlerAdapter {
        private final StringBuilder text = new StringBuilder();
        private @Nullable Http2Headers head;
        private boolean ended;
        private @Nullable Long reset;

        @SuppressWarnings("NullAway.Init") // set before the stream is handed out
        private Http2StreamChannel channel;

        void data(String part, boolean last) {
            var _ = channel.writeAndFlush(
                    new DefaultHttp2DataFrame(Unpooled.copiedBuffer(part, StandardCharsets.UTF_8), last));
        }

        void reset() {
            var _ = channel.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL));
        }

        /** Reads no more for now, so that the server's window is used up; or reads again. */
        void reads(boolean wanted) {
            channel.config().setAutoRead(wanted);
        }

        /** Reads what has come, and no more. */
        void readWhatHasCome() {
            channel.read();
        }

        int status() {
            awaitUntil(() -> head != null, "no status");
            return Integer.parseInt(head().status().toString());
        }

        synchronized Http2Headers head() {
            return java.util.Objects.requireNonNull(head);
        }

        String header(String name) {
            CharSequence value = head().get(name);
            return value == null ? "" : value.toString();
        }

        /** Waits until the text so far contains this. */
        String awaitText(String part) {
            awaitUntil(() -> text.indexOf(part) >= 0, "never came: " + part);
            return soFar();
        }

        /** Whether some of the body has come. */
        synchronized boolean hasText() {
            return !text.isEmpty();
        }

        private synchronized String soFar() {
            return text.toString();
        }

        /** How much of the body has been read. */
        synchronized int length() {
            return text.length();
        }

        /** Waits until more than this has been read. */
        void awaitMoreThan(int length) {
            awaitUntil(() -> text.length() > length, "no more came");
        }

        /** Waits for the end of the answer. */
        String awaitEnd() {
            awaitUntil(() -> ended, "no end");
            return soFar();
        }

        /** Whether the server has reset the stream. */
        synchronized boolean isReset() {
            return reset != null;
        }

        /** Waits for the server's reset, and tells its code. */
        long awaitReset() {
            awaitUntil(() -> reset != null, "no reset");
            return java.util.Objects.requireNonNull(reset);
        }

        private synchronized void awaitUntil(BooleanSupplier met, String what) {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (!met.getAsBoolean()) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError(what + "; so far: " + text);
                }
                try {
                    wait(left);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            synchronized (this) {
                if (message instanceof Http2HeadersFrame headers) {
                    head = headers.headers();
                    ended |= headers.isEndStream();
                } else if (message instanceof Http2DataFrame data) {
                    text.append(data.content().toString(StandardCharsets.UTF_8));
                    ended |= data.isEndStream();
                }
                notifyAll();
            }
            ReferenceCountUtil.release(message);
        }

        @Override
        public synchronized void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof Http2ResetFrame frame) {
                reset = frame.errorCode();
                notifyAll();
            }
            ReferenceCountUtil.release(event);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            var _ = ctx.close();
        }
    }
}
