package dev.nagare.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One connection: reads one request at a time, has it answered, and notices when its reader leaves.
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
final class HttpConnection extends ChannelInboundHandlerAdapter {
    private static final System.Logger LOG = System.getLogger(HttpConnection.class.getName());

    private static final long LINGER_NANOS = Duration.ofSeconds(1).toNanos();

    private enum Phase {
        /** No request, or not yet a whole head. */
        IDLE,
        /** A head has come, its body is coming. */
        BODY,
        /** The request is whole; its answer is being made. */
        ANSWERING,
        /** The last answer has been given; what is left is to close. */
        CLOSING
    }

    private final LoopState loop;
    private final ServerConfig config;
    private final Channel channel;
    private final RequestGate gate;
    private final OutboundWatch outbound;
    private final boolean welcome;

    private final Responder responder;
    private Phase phase = Phase.IDLE;
    private long since;
    private boolean lingering;
    private boolean nextWaits;

    private @Nullable Exchange exchange;
    private @Nullable RequestHead head;
    private @Nullable ErrorAnswer refusal;
    private @Nullable Running running;
    private BodyBuffer body;

    /**
     * A connection.
     *
     * @param welcome false for a connection that is one too many: it is told so and closed
     */
    HttpConnection(LoopState loop, Channel channel, boolean welcome) {
        this.loop = loop;
        this.config = loop.server().config();
        this.channel = channel;
        this.welcome = welcome;
        this.gate = new RequestGate(config);
        this.outbound = new OutboundWatch(channel);
        HttpResponseEncoder encoder = new HttpResponseEncoder();
        channel.pipeline().addLast(gate, encoder);
        this.responder = new Responder(channel.pipeline().context(encoder), loop);
        this.body = new BodyBuffer(config.maxBodyBytes());
        this.since = loop.nanoTime();
    }

    /** Begins to listen to the channel. */
    void open() {
        channel.pipeline().addLast(this);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        loop.add(this);
        since = loop.nanoTime();
        if (!welcome) {
            refuse(ErrorAnswer.TOO_MANY_CONNECTIONS);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (channel.isActive() && message instanceof HttpObject part) {
                DecoderResult result = part.decoderResult();
                if (result.isFailure()) {
                    malformed(result.cause());
                    return;
                }
                if (part instanceof HttpRequest request && phase == Phase.IDLE) {
                    head(request);
                }
                if (part instanceof HttpContent content && phase == Phase.BODY) {
                    content(content);
                }
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void head(HttpRequest request) {
        RequestHead asked = RequestHead.of(request);
        boolean keepAlive = HttpUtil.isKeepAlive(request) && !loop.server().isClosing();
        begin(
                asked.route(),
                request.headers().get("x-request-id"),
                asked.http10(),
                asked.is(HttpMethod.HEAD),
                keepAlive);
        head = asked;
        refusal = loop.server().isClosing() ? ErrorAnswer.CLOSING : asked.refusal(request, config.maxBodyBytes());
        body = new BodyBuffer(config.maxBodyBytes());
        if (refusal != null && (asked.awaitsContinue() || asked.announced() > config.maxBodyBytes())) {
            // The body is not worth waiting for.
            refuse(refusal);
        } else if (asked.awaitsContinue() && asked.hasBody()) {
            responder.continueRequest();
        }
    }

    private Exchange begin(Route route, @Nullable String id, boolean http10, boolean headOnly, boolean keepAlive) {
        Exchange begun = new Exchange(loop, loop.requestId(id), route, http10, headOnly, keepAlive);
        loop.server().exchanges().tryIncrement(Integer.MAX_VALUE);
        exchange = begun;
        phase = Phase.BODY;
        since = loop.nanoTime();
        return begun;
    }

    private void content(HttpContent content) {
        ByteBuf bytes = content.content();
        if (!body.append(bytes)) {
            refuse(refusal != null ? refusal : ErrorAnswer.bodyTooLarge(config.maxBodyBytes()));
        } else if (content instanceof LastHttpContent) {
            phase = Phase.ANSWERING;
            byte[] whole = body.toByteArray();
            body = new BodyBuffer(config.maxBodyBytes());
            answer(whole);
        }
    }

    private void answer(byte[] whole) {
        Exchange current = exchange;
        RequestHead asked = head;
        if (current == null || asked == null) {
            return;
        }
        if (refusal != null) {
            responder.error(current, refusal);
            answered(current);
        } else {
            new Dispatch(this, loop, responder, current).answer(asked, whole);
        }
    }

    /** Whether this exchange is the one that is being answered; not any more when its reader has left. */
    boolean isCurrent(Exchange other) {
        return exchange == other && phase == Phase.ANSWERING;
    }

    /** A generation fills the answer. */
    void running(Running answer) {
        running = answer;
    }

    /** The current answer has been written to its end. */
    void answered(Exchange current) {
        running = null;
        exchange = null;
        since = loop.nanoTime();
        boolean more = current.keepAlive && !loop.server().isClosing();
        phase = more ? Phase.IDLE : Phase.CLOSING;
        current.answered();
        if (more) {
            // A client that sends requests and does not read the answers must not fill the memory.
            nextWaits = !channel.isWritable();
            if (!nextWaits) {
                gate.next();
            }
        } else {
            closeAfterWrites();
        }
    }

    /** Answers with an error at once, whatever is still to come, and closes. */
    private void refuse(ErrorAnswer error) {
        Exchange current = exchange != null ? exchange : begin(Route.NONE, null, false, false, false);
        current.keepAlive = false;
        responder.error(current, error);
        answered(current);
    }

    private void malformed(@Nullable Throwable cause) {
        if (phase == Phase.IDLE || phase == Phase.BODY) {
            refuse(ErrorAnswer.malformed(cause));
        }
    }

    private void closeAfterWrites() {
        gate.discard();
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            if (written.isSuccess() && channel instanceof DuplexChannel duplex) {
                lingering = true;
                since = loop.nanoTime();
                var _ = duplex.shutdownOutput();
            } else {
                var _ = channel.close();
            }
        });
    }

    /** Ends what has made no progress for too long. */
    void check(long now) {
        boolean stalled = outbound.isStalled(now, config.stalledAfter().toNanos());
        if (stalled) {
            leave(RequestOutcome.STALLED);
            return;
        }
        long passed = now - since;
        switch (phase) {
            case IDLE -> {
                if (passed > config.idleAfter().toNanos() && !nextWaits) {
                    var _ = channel.close();
                }
            }
            case BODY -> {
                if (passed > config.requestWithin().toNanos() && exchange != null) {
                    exchange.outcome(RequestOutcome.STALLED);
                    refuse(ErrorAnswer.BODY_TIMEOUT);
                }
            }
            case ANSWERING -> {
                // The engine's time is its own; only the reader's is watched here.
            }
            case CLOSING -> {
                if (lingering && passed > LINGER_NANOS) {
                    var _ = channel.close();
                }
            }
        }
    }

    /** The server accepts no more: closes when idle, else after the current answer. */
    void quiesce() {
        if (phase == Phase.IDLE) {
            phase = Phase.CLOSING;
            closeAfterWrites();
        } else if (exchange != null) {
            exchange.keepAlive = false;
        }
    }

    /** The server waits no longer: ends the current answer so that its reader can tell. */
    void shutDown() {
        Exchange current = exchange;
        if (current == null) {
            quiesce();
            return;
        }
        current.keepAlive = false;
        current.outcome(RequestOutcome.SHUT_DOWN);
        if (running != null) {
            running.endWith(ErrorAnswer.CLOSING);
        } else {
            refuse(ErrorAnswer.CLOSING);
        }
    }

    /** Closes at once, for good. */
    void close() {
        leave(RequestOutcome.SHUT_DOWN);
    }

    private void leave(RequestOutcome how) {
        if (exchange != null) {
            exchange.outcome(how);
        }
        var _ = channel.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        loop.remove(this);
        if (welcome) {
            loop.server().connections().decrement();
        }
        phase = Phase.CLOSING;
        Exchange current = exchange;
        Running answer = running;
        exchange = null;
        running = null;
        if (current != null) {
            current.outcome(RequestOutcome.DISCONNECTED);
            if (answer != null) {
                answer.readerLeft();
            }
            current.answered();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (channel.isWritable()) {
            if (running != null) {
                running.writable();
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
        if (!(cause instanceof IOException)) {
            LOG.log(Level.WARNING, "a connection failed and is closed", cause);
        }
        var _ = channel.close();
    }
}
