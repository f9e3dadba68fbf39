package dev.nagare.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/**
 * The server's side of one connection: reads requests, and writes bytes as a test says.
 *
 * <p>What cannot be written because the other side has gone throws {@link UncheckedIOException}. Reading waits for at most
 * 30 seconds. For one thread, but for {@link #close()}.
 */
public final class ServerConnection implements AutoCloseable {
    static final int PATIENCE_MILLIS = 30_000;

    private static final String EVENTS = String.join(
            "\r\n",
            "HTTP/1.1 200 OK",
            "transfer-encoding: chunked",
            "x-request-id: req_test",
            "content-type: text/event-stream; charset=utf-8",
            "");

    private final Socket socket;
    private final InputStream in;

    ServerConnection(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /**
     * Reads the next request: its head, and its body by its length or in HTTP chunks.
     *
     * @throws UncheckedIOException when the connection ends, also before the request begins
     * @throws IllegalArgumentException when the body is not HTTP, or larger than 64 MiB
     */
    public ReceivedRequest read() {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            int matched = 0;
            while (matched < 4) {
                int b = in.read();
                if (b < 0) {
                    throw new SocketException("the connection ended before a request did");
                }
                bytes.write(b);
                matched = b == (matched % 2 == 0 ? '\r' : '\n') ? matched + 1 : b == '\r' ? 1 : 0;
            }
            ReceivedRequest head = new ReceivedRequest(bytes.toString(StandardCharsets.ISO_8859_1), "");
            return new ReceivedRequest(head.head(), new String(RequestBody.read(head, in), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes bytes as they are. */
    public ServerConnection write(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a text as it is. */
    public ServerConnection write(String text) {
        return write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes the head of an event stream in HTTP chunks, with the request id {@code req_test}. */
    public ServerConnection beginEvents() {
        return write(EVENTS + "\r\n");
    }

    /** As {@link #beginEvents()}, but says that the connection will not be used again. */
    public ServerConnection beginLastEvents() {
        return write(EVENTS + "connection: close\r\n\r\n");
    }

    /** Writes a text as one HTTP chunk. */
    public ServerConnection chunk(String text) {
        return chunk(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes bytes as one HTTP chunk; nothing for none, which would be the last chunk. */
    public ServerConnection chunk(byte[] bytes) {
        if (bytes.length == 0) {
            return this;
        }
        byte[] head = (Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[head.length + bytes.length + 2];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(bytes, 0, all, head.length, bytes.length);
        all[all.length - 2] = '\r';
        all[all.length - 1] = '\n';
        return write(all);
    }

    /** Writes the last HTTP chunk. */
    public ServerConnection lastChunk() {
        return write("0\r\n\r\n");
    }

    /** Writes a whole response with a body of this type and these header lines. */
    public ServerConnection respond(int status, String type, String body, String... headers) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Status\r\n");
        if (!type.isEmpty()) {
            head.append("content-type: ").append(type).append("\r\n");
        }
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        head.append("content-length: ").append(bytes.length).append("\r\n\r\n");
        return write(head.toString()).write(bytes);
    }

    /** Breaks the connection with a reset. */
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Waits until the other side has gone.
     *
     * @throws AssertionError when it has not within 30 seconds
     */
    public void awaitGone() {
        try {
            while (in.read() >= 0) {
                // What it still had to say does not matter.
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the client has not closed the connection", e);
        } catch (IOException e) {
            // A reset, or what TLS makes of one, is gone too; so is a connection that the test has closed.
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
