package dev.nagare.testkit;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Frame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/**
 * An HTTP/2 server on the loopback, over TLS with the kit's own certificate, whose every stream a test drives: it takes
 * each request with {@link #next()} and writes, resets or leaves it. Needs Netty.
 */
public final class Http2Server implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel channel;
    private final BlockingQueue<Exchange> waiting = new LinkedBlockingQueue<>();

    private Http2Server() {
        try {
            SslContext tls = tls();
            channel = new ServerBootstrap()
                    .group(loop)
                    .channel(NioServerSocketChannel.class)
                    .childHandler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel connection) {
                            connection
                                    .pipeline()
                                    .addLast(
                                            tls.newHandler(connection.alloc()),
                                            // A test may cancel more streams than anyone but an attacker, and reset as
                                            // many.
                                            Http2FrameCodecBuilder.forServer()
                                                    .decoderEnforceMaxRstFramesPerWindow(0, 0)
                                                    .encoderEnforceMaxRstFramesPerWindow(0, 0)
                                                    .build(),
                                            new Http2MultiplexHandler(new Streams(waiting)));
                        }
                    })
                    .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .syncUninterruptibly()
                    .channel();
        } catch (GeneralSecurityException | SSLException e) {
            var unused = loop.shutdownGracefully();
            throw new IllegalStateException("this JDK has no TLS for HTTP/2", e);
        }
    }

    /** Starts one. */
    public static Http2Server start() {
        return new Http2Server();
    }

    private static SslContext tls() throws GeneralSecurityException, SSLException {
        return SslContextBuilder.forServer(TestTls.keys())
                .sslProvider(SslProvider.JDK)
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        ApplicationProtocolNames.HTTP_2))
                .build();
    }

    /** The base URL for a client, which must trust {@link TestTls#context()}. */
    public String url() {
        return "https://127.0.0.1:" + ((InetSocketAddress) channel.localAddress()).getPort() + "/v1";
    }

    /**
     * The next request, once its body has come; waits for it.
     *
     * @throws AssertionError when none comes within 30 seconds
     */
    public Exchange next() {
        try {
            Exchange exchange = waiting.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (exchange == null) {
                throw new AssertionError("no request reached the server");
            }
            return exchange;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for a request", e);
        }
    }

    /** Closes the port and every connection. */
    @Override
    public void close() {
        channel.close().syncUninterruptibly();
        var unused = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    /** One request and its answer: a stream of HTTP/2. Any thread may call any method. */
    public static final class Exchange {
        private final Channel stream;
        private final CountDownLatch reset = new CountDownLatch(1);

        private Exchange(Channel stream) {
            this.stream = stream;
        }

        /** Writes the head of an event stream. */
        public Exchange beginEvents() {
            return write(new DefaultHttp2HeadersFrame(
                    new DefaultHttp2Headers().status("200").set("content-type", "text/event-stream"), false));
        }

        /** Writes a text as one frame of data. */
        public Exchange data(String text) {
            return write(new DefaultHttp2DataFrame(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8), false));
        }

        /** Ends the answer as HTTP/2 says. */
        public Exchange end() {
            return write(new DefaultHttp2DataFrame(true));
        }

        /** Resets the stream, as a server does that has failed. */
        public Exchange reset() {
            return write(new DefaultHttp2ResetFrame(Http2Error.INTERNAL_ERROR));
        }

        /** Says that the connection goes away and that this stream was not looked at, and closes it. */
        public Exchange goAway() {
            Channel connection = stream.parent();
            connection
                    .writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR))
                    .syncUninterruptibly();
            connection.close().syncUninterruptibly();
            return this;
        }

        /** Closes the connection without a word. */
        public Exchange drop() {
            stream.parent().close().syncUninterruptibly();
            return this;
        }

        /**
         * Waits until the client has reset the stream or closed the connection.
         *
         * @throws AssertionError when it has not within 30 seconds
         */
        public void awaitGone() {
            try {
                if (!reset.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    throw new AssertionError("the client has not reset the stream");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting for a reset", e);
            }
        }

        private Exchange write(Http2Frame frame) {
            stream.writeAndFlush(frame).syncUninterruptibly();
            return this;
        }
    }

    /** Makes an exchange of each stream of a connection. */
    @io.netty.channel.ChannelHandler.Sharable
    private static final class Streams extends SimpleChannelInboundHandler<Object> {
        private static final io.netty.util.AttributeKey<Exchange> EXCHANGE =
                io.netty.util.AttributeKey.valueOf(Streams.class, "exchange");

        private final BlockingQueue<Exchange> waiting;

        Streams(BlockingQueue<Exchange> waiting) {
            super(false);
            this.waiting = waiting;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, Object frame) {
            try {
                boolean ended = (frame instanceof Http2HeadersFrame headers && headers.isEndStream())
                        || (frame instanceof Http2DataFrame data && data.isEndStream());
                if (ended) {
                    waiting.add(exchange(context.channel()));
                }
            } finally {
                ReferenceCountUtil.release(frame);
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof Http2ResetFrame) {
                exchange(context.channel()).reset.countDown();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            exchange(context.channel()).reset.countDown();
        }

        private static Exchange exchange(Channel stream) {
            Exchange known = stream.attr(EXCHANGE).get();
            if (known == null) {
                known = new Exchange(stream);
                stream.attr(EXCHANGE).set(known);
            }
            return known;
        }
    }
}
