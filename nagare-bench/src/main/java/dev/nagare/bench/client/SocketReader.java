package dev.nagare.bench.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A bare blocking socket: HTTP chunks, which here hold whole lines, and {@link ContentScan}. A connection for each stream. */
final class SocketReader implements StreamingClient {
    private static final int BUFFER = 16 << 10;

    private final int port;
    private final byte[] request;

    SocketReader(int port, String kind) {
        this.port = port;
        String body = "{\"model\":\"any\",\"messages\":[{\"role\":\"user\",\"content\":\"When is the tide?\"}],"
                .concat("\"stream\":true}");
        this.request = "POST /"
                .concat(kind)
                .concat("/v1/chat/completions HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n")
                .concat("content-length: ")
                .concat(Integer.toString(body.length()))
                .concat("\r\n\r\n")
                .concat(body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void read(TextSink sink) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            socket.getOutputStream().write(request);
            new Body(socket.getInputStream()).read(sink);
        }
    }

    /** The response, in one buffer. */
    private static final class Body {
        private final InputStream in;
        private byte[] bytes = new byte[BUFFER];
        private int at;
        private int end;

        Body(InputStream in) {
            this.in = in;
        }

        void read(TextSink sink) throws IOException {
            while (lineLength() > 0) {
                // The head is not looked at.
            }
            for (int size = chunkSize(); size > 0; size = chunkSize()) {
                require(size + 2);
                if (bytes[at + size - 1] != '\n') {
                    throw new IOException("a chunk that does not hold whole lines");
                }
                boolean more = ContentScan.lines(bytes, at, at + size, sink);
                at += size + 2;
                if (!more) {
                    return;
                }
            }
        }

        private int chunkSize() throws IOException {
            int size = 0;
            while (true) {
                require(1);
                byte b = bytes[at++];
                if (b == '\r') {
                    require(1);
                    at++;
                    return size;
                }
                size = size * 16 + Character.digit(b, 16);
            }
        }

        private int lineLength() throws IOException {
            int length = 0;
            while (true) {
                require(1);
                byte b = bytes[at++];
                if (b == '\n') {
                    return length;
                }
                length += b == '\r' ? 0 : 1;
            }
        }

        /** Sees to it that so many bytes are there. */
        private void require(int count) throws IOException {
            while (end - at < count) {
                if (end == bytes.length || at == end) {
                    byte[] to = count > bytes.length ? Arrays.copyOf(bytes, count) : bytes;
                    System.arraycopy(bytes, at, to, 0, end - at);
                    bytes = to;
                    end -= at;
                    at = 0;
                }
                int read = in.read(bytes, end, bytes.length - end);
                if (read < 0) {
                    throw new EOFException("the answer was cut");
                }
                end += read;
            }
        }
    }
}
