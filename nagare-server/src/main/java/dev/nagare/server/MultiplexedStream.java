package dev.nagare.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * One stream of HTTP/2: one request and its answer. A reader has left when it resets the stream or its connection is
 * gone. Event loop only.
 */
final class MultiplexedStream extends ChannelInboundHandlerAdapter implements Answering.Carrier {
    private static final System.Logger LOG = System.getLogger(MultiplexedStream.class.getName());

    private final LoopState loop;
    private final MultiplexedConnection connection;
    private final Channel channel;
    private final Peer peer;
    private final Http2Responder responder;
    private @Nullable Answering answering;

    MultiplexedStream(LoopState loop, MultiplexedConnection connection, Channel channel, Peer peer) {
        this.loop = loop;
        this.connection = connection;
        this.channel = channel;
        this.peer = peer;
        this.responder = new Http2Responder(channel, loop);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (message instanceof Http2HeadersFrame headers) {
                headers(headers);
            } else if (message instanceof Http2DataFrame data && answering != null) {
                answering.content(data.content());
                if (data.isEndStream()) {
                    answering.contentEnded();
                }
            } else if (message instanceof Http2ResetFrame) {
                left();
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void headers(Http2HeadersFrame headers) {
        Answering current = answering;
        if (current == null) {
            RequestHead head = RequestHead.of(headers.headers(), headers.isEndStream());
            current = new Answering(loop, this, responder, new Exchange(loop, peer, head, true));
            answering = current;
            current.begin(head);
        }
        // Headers that come after the body say nothing that is needed here.
        if (headers.isEndStream()) {
            current.contentEnded();
        }
    }

    @Override
    public void answered(Exchange exchange, boolean complete) {
        if (!complete) {
            responder.refuseTheRest();
        }
    }

    /** The reader has let so many bytes of the answer through. */
    void accepted(int bytes) {
        responder.accepted(bytes);
    }

    /** Ends what has made no progress for too long. */
    void check(long now) {
        if (responder.isStalled(now)) {
            ends(RequestOutcome.STALLED, ErrorReason.READER_STALLED);
            responder.giveUp();
            var _ = channel.close();
        } else if (answering != null && answering.isOpen()) {
            answering.check(now);
        }
    }

    /** Says how the request ends, before its connection is closed. */
    void ends(RequestOutcome how, ErrorReason why) {
        if (answering != null) {
            answering.exchange().outcome(how, why);
        }
    }

    void quiesce() {
        if (answering != null && answering.isOpen()) {
            answering.quiesce();
        }
    }

    void shutDown() {
        if (answering != null && answering.isOpen()) {
            answering.shutDown();
        }
    }

    private void left() {
        if (answering != null) {
            answering.readerLeft();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof Http2ResetFrame) {
            left();
        }
        ReferenceCountUtil.release(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        left();
        connection.closed(this);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (channel.isWritable() && answering != null) {
            answering.writable();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.log(Level.DEBUG, "a stream failed and is closed: {0}", cause.toString());
        var _ = channel.close();
    }
}
