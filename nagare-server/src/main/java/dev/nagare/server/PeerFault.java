package dev.nagare.server;

import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.IOException;
import java.lang.System.Logger.Level;

/**
 * Tells a connection that its peer broke from one that this server broke. Anyone can connect and send anything, so what a
 * peer can cause is never worth more than a line for debugging: else it could fill the log.
 */
final class PeerFault {
    private PeerFault() {}

    /** Logs why a connection is closed. */
    static void log(System.Logger log, Throwable cause) {
        if (isPeers(cause)) {
            log.log(Level.DEBUG, "a connection was broken by its peer and is closed: {0}", cause.toString());
        } else {
            log.log(Level.WARNING, "a connection failed and is closed", cause);
        }
    }

    /** A decoder wraps whatever is thrown within it, which may be a fault of ours: then what it wraps decides. */
    private static boolean isPeers(Throwable cause) {
        if (cause instanceof DecoderException && cause.getCause() != null) {
            return isPeers(cause.getCause());
        }
        return cause instanceof IOException || cause instanceof Http2Exception || cause instanceof DecoderException;
    }
}
