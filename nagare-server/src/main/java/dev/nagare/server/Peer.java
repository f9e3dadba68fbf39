package dev.nagare.server;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of a connection.
 *
 * @param door where it came in
 * @param address its address without the port; null when it is not known
 */
record Peer(Door door, @Nullable String address) {
    static Peer of(Channel channel, Door door) {
        InetAddress address = channel.remoteAddress() instanceof InetSocketAddress socket ? socket.getAddress() : null;
        return new Peer(door, address == null ? null : address.getHostAddress());
    }
}
