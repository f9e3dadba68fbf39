package dev.nagare.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 server on the loopback that answers as a test says, and breaks in named ways.
 *
 * <p>Three ways to use it. {@linkplain #enqueue Scripted}: each request is answered by the next of some
 * {@linkplain ScriptedResponse responses}. {@linkplain #answering By function}: a function makes a response of each request.
 * {@linkplain #accept Manual}: the test takes each connection and writes every byte itself. Connections are real sockets;
 * nothing is simulated. Every wait ends after 30 seconds with an error. What goes wrong in the server's own threads is told by
 * {@link #check()}, which {@link FaultyServerExtension} calls after each test.
 */
public final class FaultyServer implements AutoCloseable {
    private final ServerSocket socket;
    private final @Nullable SSLContext tls;
    private final List<ServerConnection> connections = new CopyOnWriteArrayList<>();
    private final BlockingQueue<ScriptedResponse> responses = new LinkedBlockingQueue<>();
    private final BlockingQueue<ReceivedRequest> requests = new LinkedBlockingQueue<>();
    private final AtomicBoolean scripted = new AtomicBoolean();
    private volatile @Nullable Function<ReceivedRequest, ScriptedResponse> function;
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final List<ReceivedRequest> unscripted = new CopyOnWriteArrayList<>();
    private volatile boolean unscriptedAllowed;
    private volatile boolean closed;

    private FaultyServer(@Nullable SSLContext tls) {
        this.tls = tls;
        try {
            InetAddress loopback = InetAddress.getLoopbackAddress();
            socket = tls == null
                    ? new ServerSocket(0, 256, loopback)
                    : tls.getServerSocketFactory().createServerSocket(0, 256, loopback);
            socket.setSoTimeout(ServerConnection.PATIENCE_MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts one that speaks plain HTTP. */
    public static FaultyServer start() {
        return new FaultyServer(null);
    }

    /** Starts one that speaks TLS with the kit's own certificate, which {@link TestTls#context()} trusts. */
    public static FaultyServer startTls() {
        return new FaultyServer(TestTls.context());
    }

    /** The base URL for a client. */
    public String url() {
        String scheme = tls == null ? "http" : "https";
        return scheme + "://127.0.0.1:" + port() + "/v1";
    }

    /** The port. */
    public int port() {
        return socket.getLocalPort();
    }

    /** Answers the next requests, on whatever connection they come, with these responses in order. */
    public FaultyServer enqueue(ScriptedResponse... next) {
        responses.addAll(List.of(next));
        serve();
        return this;
    }

    /**
     * Answers every request with what this function says. What it throws fails {@link #check()}, and the request is answered
     * with 500.
     */
    public FaultyServer answering(Function<ReceivedRequest, ScriptedResponse> answers) {
        function = answers;
        serve();
        return this;
    }

    /** Lets requests be that nobody has scripted an answer for: they get 501, and {@link #check()} does not mind. */
    public FaultyServer allowUnscriptedRequests() {
        unscriptedAllowed = true;
        return this;
    }

    /**
     * Checks that everything went as scripted; call it at the end of a test, when its client is done.
     *
     * @throws AssertionError when a {@linkplain #answering function} or a {@linkplain #handle handler} has thrown something,
     *     when a request came that no response was scripted for, or when a scripted response was not asked for
     */
    public void check() {
        if (!failures.isEmpty()) {
            Throwable first = failures.get(0);
            AssertionError error = new AssertionError("what the test has the server do has failed: " + first, first);
            failures.stream().skip(1).forEach(error::addSuppressed);
            throw error;
        }
        if (!unscripted.isEmpty() && !unscriptedAllowed) {
            throw new AssertionError(
                    "no response was scripted for " + unscripted.size() + " of the requests, first for "
                            + unscripted.get(0).head().lines().findFirst().orElse("")
                            + "; a test that wants them answered with 501 calls allowUnscriptedRequests()");
        }
        if (!responses.isEmpty()) {
            throw new AssertionError(responses.size() + " of the scripted responses were not asked for");
        }
    }

    /**
     * The next request that a script or a function has been asked to answer; waits for it.
     *
     * @throws AssertionError when none comes within 30 seconds
     */
    public ReceivedRequest takeRequest() {
        try {
            ReceivedRequest request = requests.poll(ServerConnection.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            if (request == null) {
                throw new AssertionError("no request reached the server");
            }
            return request;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for a request", e);
        }
    }

    /** How many requests have come and have not been taken. */
    public int waitingRequests() {
        return requests.size();
    }

    /** How many responses are left that no request has asked for. */
    public int unusedResponses() {
        return responses.size();
    }

    /**
     * Takes the next connection; waits for it. Not for a server that answers by itself.
     *
     * @throws UncheckedIOException when none comes within 30 seconds, or the server is closed
     */
    public ServerConnection accept() {
        try {
            Socket accepted = socket.accept();
            ServerConnection connection = new ServerConnection(accepted);
            connections.add(connection);
            if (closed) {
                connection.close();
            }
            return connection;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Handles this many connections in another thread, one after another; each is closed afterwards. What the handler throws
     * fails {@link #check()}, but for an {@link UncheckedIOException}: the client has gone.
     */
    public void handle(int times, Consumer<ServerConnection> handler) {
        ScriptedEngine.daemon(
                        () -> {
                            for (int i = 0; i < times && !closed; i++) {
                                try (ServerConnection connection = accept()) {
                                    note(() -> handler.accept(connection));
                                } catch (UncheckedIOException e) {
                                    // The test is over, or the client has gone: the test says whether it should.
                                }
                            }
                        },
                        "faulty-server")
                .start();
    }

    /** Closes the port and every connection. */
    @Override
    public void close() {
        closed = true;
        connections.forEach(ServerConnection::close);
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve() {
        if (scripted.compareAndSet(false, true)) {
            ScriptedEngine.daemon(this::acceptAll, "faulty-server").start();
        }
    }

    private void acceptAll() {
        while (!closed) {
            try {
                ServerConnection connection = accept();
                ScriptedEngine.daemon(() -> answerAll(connection), "faulty-server-connection")
                        .start();
            } catch (UncheckedIOException e) {
                if (!(e.getCause() instanceof java.net.SocketTimeoutException)) {
                    return;
                }
            }
        }
    }

    private void answerAll(ServerConnection connection) {
        try (connection) {
            note(() -> answerRequests(connection));
        } catch (UncheckedIOException e) {
            // The client has gone, or the test is over: the test says whether it should.
        } finally {
            connections.remove(connection);
        }
    }

    private void answerRequests(ServerConnection connection) {
        boolean goesOn = true;
        while (goesOn) {
            ReceivedRequest request = connection.read();
            ScriptedResponse response = response(request);
            requests.add(request);
            goesOn = response.play(connection);
        }
    }

    /** Does a connection's work, and keeps what goes wrong with it, before the client sees the connection end. */
    private void note(Runnable work) {
        try {
            work.run();
        } catch (UncheckedIOException e) {
            throw e;
        } catch (RuntimeException | AssertionError e) {
            failures.add(e);
        }
    }

    private ScriptedResponse response(ReceivedRequest request) {
        Function<ReceivedRequest, ScriptedResponse> answers = function;
        if (answers != null) {
            return answer(answers, request);
        }
        ScriptedResponse next = responses.poll();
        if (next == null) {
            unscripted.add(request);
            return ScriptedResponse.error(501, "the test has no response for this request");
        }
        return next;
    }

    private ScriptedResponse answer(Function<ReceivedRequest, ScriptedResponse> answers, ReceivedRequest request) {
        try {
            return Objects.requireNonNull(answers.apply(request), "the function gave no response");
        } catch (RuntimeException | AssertionError e) {
            failures.add(e);
            return ScriptedResponse.error(500, "the test's function has failed: " + e);
        }
    }
}
