package dev.nagare.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An HTTP client on a plain socket: it sends exactly what it is told, and reads one response at a time. */
final class RawClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;

    private final Socket socket;
    private final InputStream in;

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    static RawClient connect(int port) {
        return connect(port, 0);
    }

    /** A client whose socket takes only about this many bytes before they are read. */
    @SuppressWarnings("resource")
    static RawClient connect(int port, int receiveBuffer) {
        try {
            Socket socket = new Socket();
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
            return new RawClient(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RawClient send(String text) {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    RawClient send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a POST request with a body of JSON. */
    RawClient post(String path, String json, String... headers) {
        return send(postBytes(path, json, headers));
    }

    static String postBytes(String path, String json, String... headers) {
        StringBuilder head = new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: localhost\r\n");
        head.append("Content-Type: application/json\r\nContent-Length: ")
                .append(json.getBytes(StandardCharsets.UTF_8).length)
                .append("\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return head.append("\r\n").append(json).toString();
    }

    RawClient get(String path) {
        return send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    /** Reads a whole response that has a length or chunks, or lasts until the connection ends. */
    RawResponse response() {
        return body(head(), true);
    }

    /** Reads the response to a HEAD request. */
    RawResponse responseWithoutBody() {
        return body(head(), false);
    }

    private record Head(int status, Map<String, String> headers) {}

    private Head head() {
        String line = line();
        List<String> lines = new ArrayList<>();
        for (String header = line(); !header.isEmpty(); header = line()) {
            lines.add(header);
        }
        if (!line.startsWith("HTTP/1.1 ")) {
            throw new AssertionError("not a status line: " + line);
        }
        return new Head(Integer.parseInt(line.substring(9, 12)), RawResponse.headers(lines));
    }

    private RawResponse body(Head head, boolean hasBody) {
        List<String> chunks = new ArrayList<>();
        byte[] body = new byte[0];
        String length = head.headers.get("content-length");
        if (!hasBody || head.status == 204 || head.status < 200) {
            return new RawResponse(head.status, head.headers, body, chunks);
        }
        if ("chunked".equals(head.headers.get("transfer-encoding"))) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (byte[] chunk = chunk(); chunk.length > 0; chunk = chunk()) {
                all.writeBytes(chunk);
                chunks.add(new String(chunk, StandardCharsets.UTF_8));
            }
            body = all.toByteArray();
        } else if (length != null) {
            body = exactly(Integer.parseInt(length));
        } else {
            body = rest();
        }
        return new RawResponse(head.status, head.headers, body, chunks);
    }

    /** Reads the head of a chunked response and leaves its body. */
    RawResponse begin() {
        Head head = head();
        return new RawResponse(head.status, head.headers, new byte[0], List.of());
    }

    /** Whether something has come that has not been read; waits for it for a moment. */
    boolean isReadable() {
        try {
            in.mark(1);
            socket.setSoTimeout(20);
            boolean ended = in.read() < 0;
            in.reset();
            return !ended;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            patient();
        }
    }

    private void patient() {
        try {
            socket.setSoTimeout(PATIENCE_MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads one chunk of a chunked body; the last is empty. */
    String nextChunk() {
        return new String(chunk(), StandardCharsets.UTF_8);
    }

    /** Reads chunks of a chunked body until what was read contains the part. */
    String chunksWith(String part) {
        StringBuilder read = new StringBuilder(nextChunk());
        while (read.indexOf(part) < 0) {
            String chunk = nextChunk();
            if (chunk.isEmpty()) {
                throw new AssertionError("the body ended without " + part);
            }
            read.append(chunk);
        }
        return read.toString();
    }

    private byte[] chunk() {
        byte[] chunk = exactly(Integer.parseInt(line(), 16));
        if (!line().isEmpty()) {
            throw new AssertionError("no line end after a chunk");
        }
        return chunk;
    }

    /** Reads what is left until the server closes; a reset counts as a close. */
    byte[] rest() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            for (int b = in.read(); b >= 0; b = in.read()) {
                all.write(b);
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the server did not close", e);
        } catch (IOException e) {
            // Reset: nothing more comes.
        }
        return all.toByteArray();
    }

    /** Whether the server has closed, which this waits for, with nothing left to read. */
    boolean isClosedByServer() {
        return rest().length == 0;
    }

    private byte[] exactly(int count) {
        try {
            byte[] bytes = in.readNBytes(count);
            if (bytes.length < count) {
                throw new EOFException("the connection ended after " + bytes.length + " of " + count + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String line() {
        StringBuilder line = new StringBuilder();
        try {
            while (true) {
                int b = in.read();
                if (b < 0) {
                    throw new EOFException("the connection ended within a line: " + line);
                }
                if (b == '\n') {
                    if (line.isEmpty() || line.charAt(line.length() - 1) != '\r') {
                        throw new AssertionError("a line ends without a carriage return: " + line);
                    }
                    return line.substring(0, line.length() - 1);
                }
                line.append((char) b);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the sending half of the connection. */
    void shutdownOutput() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes with a reset instead of a proper end. */
    void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
