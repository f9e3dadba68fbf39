package dev.nagare.cli;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** A standard input of which every read gives one piece, as a pipe does whose writer is slow. */
final class Pieces extends InputStream {
    private final Deque<byte[]> pieces = new ArrayDeque<>();

    Pieces(String... pieces) {
        List.of(pieces).forEach(piece -> this.pieces.add(piece.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public int read() {
        throw new UnsupportedOperationException("whoever reads bytes one by one is not live");
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        byte[] piece = pieces.poll();
        if (piece == null) {
            return -1;
        }
        System.arraycopy(piece, 0, into, offset, piece.length);
        return piece.length;
    }

    /** How many were not read. */
    int left() {
        return pieces.size();
    }
}
