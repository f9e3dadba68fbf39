package dev.nagare.server;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One connection of HTTP/1.1: reads one request at a time, has it answered, and notices when its reader leaves.
 *
 * <p>A reader has left when it closes its side, even only its sending half: no HTTP client does that and still reads,
 * and waiting for a failing write would keep a generation running for nobody. The socket is read all the time for this
 * reason; {@link RequestGate} holds back what comes too early.
 *
 * <p>When the server ends a connection it closes its sending half first and drops what comes until the peer closes too,
 * for at most a second: a plain close with unread bytes would reset the connection, and the peer could lose the answer.
 *
 * <p>Event loop only.
 */
final class HttpConnection extends ChannelInboundHandlerAdapter implements Connection, Answering.Carrier {
    private static final System.Logger LOG = System.getLogger(HttpConnection.class.getName());

    private static final long LINGER_NANOS = Duration.ofSeconds(1).toNanos();

    private final LoopState loop;
    private final ServerConfig config;
    private final Channel channel;
    private final RequestGate gate;
    private final OutboundWatch outbound;
    private final Peer peer;
    private final boolean welcome;
    private final Http1Responder responder;

    /** The request that is being read or answered; null when there is none, or not yet a whole head. */
    private @Nullable Answering current;

    private long since;
    private boolean begun;
    private boolean served;
    private boolean closing;
    private boolean lingering;
    private boolean nextWaits;

    /**
     * A connection.
     *
     * @param welcome false for a connection that is one too many: it is told so and closed
     */
    HttpConnection(LoopState loop, Channel channel, Peer peer, boolean welcome) {
        this.loop = loop;
        this.config = loop.server().config();
        this.channel = channel;
        this.peer = peer;
        this.welcome = welcome;
        this.gate = new RequestGate(config);
        this.outbound = new OutboundWatch(channel);
        HttpResponseEncoder encoder = new HttpResponseEncoder();
        channel.pipeline().addLast(gate, encoder);
        this.responder = new Http1Responder(channel.pipeline().context(encoder), loop);
        this.since = loop.nanoTime();
    }

    /** Begins to listen to the channel. */
    void open() {
        channel.pipeline().addLast(this);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        if (channel.isActive()) {
            begin();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        begin();
    }

    private void begin() {
        if (begun) {
            return;
        }
        begun = true;
        loop.add(this);
        since = loop.nanoTime();
        if (!welcome) {
            headless().refuse(ErrorAnswer.TOO_MANY_CONNECTIONS);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (channel.isActive() && !closing && message instanceof HttpObject part) {
                DecoderResult result = part.decoderResult();
                if (result.isFailure()) {
                    malformed(result.cause());
                    return;
                }
                if (part instanceof HttpRequest request && current == null) {
                    head(request);
                }
                if (part instanceof HttpContent content && current != null) {
                    content(current, content);
                }
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void head(HttpRequest request) {
        RequestHead head = RequestHead.of(request);
        boolean keepAlive = HttpUtil.isKeepAlive(request) && !loop.server().isClosing();
        begin(new Exchange(loop, peer, head, keepAlive)).begin(head);
    }

    private Answering begin(Exchange exchange) {
        Answering begun = new Answering(loop, this, responder, exchange);
        current = begun;
        return begun;
    }

    /** What stands for a request whose head could not be read. */
    private Answering headless() {
        return begin(new Exchange(loop, peer, null, false));
    }

    private static void content(Answering answering, HttpContent content) {
        answering.content(content.content());
        if (content instanceof LastHttpContent) {
            answering.contentEnded();
        }
    }

    @Override
    public void answered(Exchange exchange, boolean complete) {
        current = null;
        served = true;
        since = loop.nanoTime();
        if (exchange.keepAlive && !loop.server().isClosing()) {
            // A client that sends requests and does not read the answers must not fill the memory.
            nextWaits = !channel.isWritable();
            if (!nextWaits) {
                gate.next();
            }
        } else {
            closeAfterWrites();
        }
    }

    private void malformed(@Nullable Throwable cause) {
        Answering answering = current != null ? current : headless();
        if (!answering.isWhole()) {
            answering.refuse(ErrorAnswer.malformed(cause));
        }
    }

    private void closeAfterWrites() {
        closing = true;
        gate.discard();
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
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
    public void check(long now) {
        if (outbound.isStalled(now, config.stallTimeout().toNanos())) {
            close(RequestOutcome.STALLED, ErrorReason.READER_STALLED);
            return;
        }
        long passed = now - since;
        if (current != null) {
            current.check(now);
        } else if (closing) {
            if (lingering && passed > LINGER_NANOS) {
                var _ = channel.close();
            }
        } else if (passed > config.idleTimeout().toNanos() && !nextWaits) {
            var _ = channel.close();
        }
    }

    @Override
    public void quiesce() {
        if (current != null) {
            current.quiesce();
        } else if (served && !closing) {
            // One that is new is told at its first request.
            closeAfterWrites();
        }
    }

    @Override
    public void shutDown() {
        if (current != null) {
            current.shutDown();
        } else if (!closing) {
            closeAfterWrites();
        }
    }

    @Override
    public void close(RequestOutcome how, ErrorReason why) {
        if (current != null) {
            current.exchange().outcome(how, why);
        }
        var _ = channel.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        loop.remove(this);
        closing = true;
        Answering answering = current;
        current = null;
        if (answering != null) {
            answering.readerLeft();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (channel.isWritable()) {
            if (current != null) {
                current.writable();
            }
            if (nextWaits) {
                nextWaits = false;
                // Not within the write that made the socket writable.
                loop.eventLoop().execute(gate::next);
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        PeerFault.log(LOG, cause);
        var _ = channel.close();
    }
}
