package dev.nagare.client;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** A body that is kept until it is whole, up to a limit. */
final class BodyBytes {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final byte[] scratch = new byte[4 << 10];
    private final long limit;

    BodyBytes(long limit) {
        this.limit = limit;
    }

    /** Adds a piece; false when it was cut off at the limit. */
    boolean add(BodyPipe.Piece piece) {
        for (ByteBuffer buffer : piece.buffers()) {
            while (buffer.hasRemaining()) {
                int count = Math.min(scratch.length, buffer.remaining());
                buffer.get(scratch, 0, count);
                if (bytes.size() + (long) count > limit) {
                    bytes.write(scratch, 0, (int) (limit - bytes.size()));
                    return false;
                }
                bytes.write(scratch, 0, count);
            }
        }
        return true;
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }
}
