package dev.nagare.bench.load;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client over a plain socket that may behave badly. It asks once: the server closes after the answer. */
final class Peer implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 300_000;

    private final Socket socket;
    private final InputStream in;

    /** Connects to a port of this machine. */
    Peer(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = socket.getInputStream();
    }

    /** Sends a request with an id of the caller's choice. */
    Peer post(String path, String id, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return send("POST " + path
                + " HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-type: application/json\r\nx-request-id: "
                + id + "\r\ncontent-length: " + bytes.length + "\r\n\r\n" + body);
    }

    /** Sends these bytes, whatever they are. */
    Peer send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Reads what has come, at least a byte; the number of bytes, or -1 at the end. */
    int read(byte[] into) throws IOException {
        return in.read(into);
    }

    /** Reads to the end of the connection, at most this many bytes. */
    String readAll(int most) throws IOException {
        return new String(in.readNBytes(most), StandardCharsets.UTF_8);
    }

    /** Closes so that the other side gets a reset instead of an end. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
