package dev.nagare.server;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** A request's body as it comes; it grows with what has come, never with what was announced. Event loop only. */
final class BodyBuffer {
    private final int limit;
    private byte[] bytes = new byte[0];
    private int length;

    /** An empty body that may grow to this many bytes. */
    BodyBuffer(int limit) {
        this.limit = limit;
    }

    /** Appends what is readable, or returns false when the body would be too large. */
    boolean append(ByteBuf more) {
        int count = more.readableBytes();
        if (count > limit - length) {
            return false;
        }
        if (length + count > bytes.length) {
            int doubled = (int) Math.min(limit, Math.max(1024L, bytes.length * 2L));
            bytes = Arrays.copyOf(bytes, Math.max(length + count, doubled));
        }
        more.readBytes(bytes, length, count);
        length += count;
        return true;
    }

    /** The whole body. */
    byte[] toByteArray() {
        return bytes.length == length ? bytes : Arrays.copyOf(bytes, length);
    }
}
