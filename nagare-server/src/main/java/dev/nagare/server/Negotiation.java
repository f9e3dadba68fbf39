package dev.nagare.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import java.lang.System.Logger.Level;

/** Makes a connection of HTTP/2 or HTTP/1.1 when the handshake of TLS has said which. Event loop only. */
final class Negotiation extends ApplicationProtocolNegotiationHandler {
    private static final System.Logger LOG = System.getLogger(Negotiation.class.getName());

    private final LoopState loop;
    private final Peer peer;

    Negotiation(LoopState loop, Peer peer) {
        super(ApplicationProtocolNames.HTTP_1_1);
        this.loop = loop;
        this.peer = peer;
    }

    @Override
    protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
        if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
            new MultiplexedConnection(loop, ctx.channel(), peer).open();
        } else {
            new HttpConnection(loop, ctx.channel(), peer, true).open();
        }
    }

    @Override
    protected void handshakeFailure(ChannelHandlerContext ctx, Throwable cause) {
        failed(ctx, cause);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        failed(ctx, cause);
    }

    private static void failed(ChannelHandlerContext ctx, Throwable cause) {
        // Anyone can connect and say anything: that is not this server's fault.
        LOG.log(Level.DEBUG, "a TLS handshake failed: {0}", cause.toString());
        var _ = ctx.close();
    }
}
