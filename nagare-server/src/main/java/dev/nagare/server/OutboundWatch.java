package dev.nagare.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a socket's peer accepts bytes. It does when the write at the head of the queue changes or advances;
 * looking costs nothing per write. Event loop only.
 */
final class OutboundWatch {
    private final Channel channel;
    private @Nullable Object head;
    private long progress;
    private long waiting;
    private long since;

    OutboundWatch(Channel channel) {
        this.channel = channel;
    }

    /** Whether bytes wait and none has been accepted for this long; to be asked now and then. */
    @SuppressWarnings("ReferenceEquality") // equal buffers may be different writes
    boolean isStalled(long now, long limitNanos) {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        if (buffer == null || buffer.isEmpty()) {
            head = null;
            return false;
        }
        Object currentHead = buffer.current();
        long currentProgress = buffer.currentProgress();
        long currentWaiting = buffer.totalPendingWriteBytes();
        if (currentHead != head || currentProgress != progress || currentWaiting < waiting || head == null) {
            since = now;
        }
        head = currentHead;
        progress = currentProgress;
        waiting = currentWaiting;
        return now - since >= limitNanos;
    }
}
