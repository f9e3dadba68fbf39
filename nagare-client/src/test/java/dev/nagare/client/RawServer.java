package dev.nagare.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on the loopback that does nothing by itself: the test takes each connection and says every byte of it. */
final class RawServer implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;

    /** What answers one connection. */
    interface Script {
        /** Answers; the connection is closed afterwards. */
        void answer(Connection connection);
    }

    private final ServerSocket socket;
    private final List<Connection> connections = new CopyOnWriteArrayList<>();

    RawServer() {
        try {
            socket = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
            socket.setSoTimeout(PATIENCE_MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort() + "/v1";
    }

    /** The next connection; waits for it. */
    Connection accept() {
        try {
            Connection connection = new Connection(socket.accept());
            connections.add(connection);
            return connection;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers this many connections in another thread, one after another. */
    void answer(int times, Script script) {
        Thread thread = new Thread(
                () -> {
                    for (int i = 0; i < times; i++) {
                        try (Connection connection = accept()) {
                            script.answer(connection);
                        } catch (UncheckedIOException e) {
                            // The test is over, or the client has gone: the test says whether it should.
                        }
                    }
                },
                "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        connections.forEach(Connection::close);
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One connection. */
    static final class Connection implements AutoCloseable {
        private final Socket socket;
        private final InputStream in;

        Connection(Socket socket) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
        }

        /** Reads one request: its head and its body. */
        Request read() {
            try {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                while (!endsWithEmptyLine(bytes.toByteArray())) {
                    int b = in.read();
                    if (b < 0) {
                        throw new AssertionError("the connection ended within a request's head");
                    }
                    bytes.write(b);
                }
                String head = bytes.toString(StandardCharsets.ISO_8859_1);
                int length = 0;
                for (String line : head.split("\r\n", -1)) {
                    if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                        length = Integer.parseInt(line.substring(15).strip());
                    }
                }
                return new Request(head, new String(in.readNBytes(length), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static boolean endsWithEmptyLine(byte[] bytes) {
            int n = bytes.length;
            return n >= 4
                    && bytes[n - 4] == '\r'
                    && bytes[n - 3] == '\n'
                    && bytes[n - 2] == '\r'
                    && bytes[n - 1] == '\n';
        }

        /** Writes bytes as they are. */
        Connection write(byte[] bytes) {
            try {
                socket.getOutputStream().write(bytes);
                socket.getOutputStream().flush();
                return this;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Writes a text as it is. */
        Connection write(String text) {
            return write(text.getBytes(StandardCharsets.UTF_8));
        }

        /** Writes the head of an event stream in HTTP chunks. */
        Connection beginEvents() {
            return write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\nx-request-id: req_test\r\n")
                    .write("content-type: text/event-stream; charset=utf-8\r\n\r\n");
        }

        /** Writes the head of an event stream in HTTP chunks, after which the connection will not be used again. */
        Connection beginLastEvents() {
            return write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\nx-request-id: req_test\r\n")
                    .write("content-type: text/event-stream\r\nconnection: close\r\n\r\n");
        }

        /** Writes a text as one HTTP chunk. */
        Connection chunk(String text) {
            return chunk(text.getBytes(StandardCharsets.UTF_8));
        }

        /** Writes bytes as one HTTP chunk. */
        Connection chunk(byte[] bytes) {
            if (bytes.length == 0) {
                return this;
            }
            write(Integer.toHexString(bytes.length) + "\r\n");
            return write(bytes).write("\r\n");
        }

        /** Writes the last HTTP chunk. */
        Connection lastChunk() {
            return write("0\r\n\r\n");
        }

        /** Writes a whole response with a body of this type. */
        Connection respond(int status, String type, String body, String... headers) {
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
        void reset() {
            try {
                socket.setSoLinger(true, 0);
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Waits until the other side has gone; fails after some patience. */
        void awaitGone() {
            try {
                while (in.read() >= 0) {
                    // What it still had to say does not matter.
                }
            } catch (SocketException e) {
                // A reset is gone too.
            } catch (IOException e) {
                throw new AssertionError("the client has not closed the connection", e);
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

    /**
     * What a client sent.
     *
     * @param head the request line and the headers
     * @param body the body
     */
    record Request(String head, String body) {}
}
