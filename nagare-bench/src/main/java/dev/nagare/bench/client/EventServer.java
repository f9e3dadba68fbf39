package dev.nagare.bench.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A process that streams events to whoever asks, as the begin of the path says: {@code /paced-50/} so many a second,
 * {@code /bursts/} when it is told to, {@code /endless/} as fast as they are read, {@code /whole-20/} so many at once and
 * the end.
 *
 * <p>Prints {@code port N}. Its standard input says {@code burst N}, which writes so many events to every answer of bursts,
 * and {@code finish}, which ends every open answer in good order; each is answered with {@code streams=N} once it is on
 * its way.
 */
public final class EventServer {
    private static final int BACKLOG = 4_096;

    private final Set<ServedStream> open = ConcurrentHashMap.newKeySet();
    private final ServerSocket socket;

    private EventServer() throws IOException {
        socket = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    }

    /** Serves until the standard input ends. */
    public static void main(String[] arguments) throws IOException {
        EventServer server = new EventServer();
        Thread.ofPlatform().daemon().name("event-server").start(server::accept);
        System.out.println("port " + server.socket.getLocalPort());
        server.obey();
    }

    private void obey() throws IOException {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            if (order.equals("finish")) {
                open.forEach(ServedStream::finish);
            } else {
                int events = Integer.parseInt(order.substring("burst ".length()));
                open.forEach(stream -> stream.burst(events));
            }
            System.out.println("streams=" + open.size());
        }
    }

    private void accept() {
        while (true) {
            try {
                Socket accepted = socket.accept();
                Thread.ofVirtual().start(() -> serve(accepted));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    private void serve(Socket accepted) {
        try (accepted) {
            new ServedStream(open, accepted).serve();
        } catch (IOException e) {
            // The reader has gone; whether it had read enough is counted there.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
