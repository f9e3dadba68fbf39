package dev.nagare.bench.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The peers of a soak: each asks again and again, well or badly, as a seed decides. While the server is away they wait.
 */
final class SoakPeers implements AutoCloseable {
    private static final String CHAT = "/v1/chat/completions";
    private static final String COMPLETIONS = "/v1/completions";
    private static final int MOST_ANSWER = 1 << 20;

    private final int port;
    private final List<Thread> threads = new ArrayList<>();
    private final Map<String, Boolean> answered = new ConcurrentHashMap<>();
    private final Queue<String> cutIds = new ConcurrentLinkedQueue<>();
    private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private volatile boolean serving;
    private volatile boolean closed;

    private SoakPeers(int port) {
        this.port = port;
    }

    static SoakPeers start(int port, int count, long seed) {
        SoakPeers peers = new SoakPeers(port);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < count; i++) {
            SplittableRandom own = random.split();
            peers.threads.add(Thread.ofVirtual().start(() -> peers.run(own)));
        }
        return peers;
    }

    /** Says whether there is a server to ask. */
    void serving(boolean is) {
        serving = is;
    }

    /** The ids of the requests of which a byte of the answer was seen. */
    Map<String, Boolean> answered() {
        return answered;
    }

    /** How many streams ended in the middle, without an error and without {@code [DONE]}, though their reader stayed. */
    long cut() {
        return cutIds.size();
    }

    Queue<String> cutIds() {
        return cutIds;
    }

    private void run(SplittableRandom random) {
        while (!closed) {
            if (!serving) {
                EndLogReader.pause(20);
                continue;
            }
            String id = "soak-" + ids.incrementAndGet();
            try (Peer peer = new Peer(port)) {
                behave(peer, id, random);
            } catch (IOException e) {
                // The server is away, or has reset a connection on which nonsense came.
                count("connections refused or reset");
                EndLogReader.pause(50);
            }
        }
    }

    private void behave(Peer peer, String id, SplittableRandom random) throws IOException {
        boolean chat = random.nextInt(3) > 0;
        String path = chat ? CHAT : COMPLETIONS;
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> stay(peer.post(path, id, body(chat, true, 1 + random.nextInt(200))), id);
            case 3 -> whole(peer.post(path, id, body(chat, false, 1 + random.nextInt(100))), id);
            case 4, 5, 6 -> leave(peer.post(path, id, body(chat, random.nextBoolean(), 1_000)), id, random);
            case 7 -> slow(peer.post(path, id, body(chat, true, 500)), id, random);
            default -> nonsense(peer, id, random);
        }
    }

    private void stay(Peer peer, String id) throws IOException {
        String answer = peer.readAll(MOST_ANSWER);
        if (answer.isEmpty()) {
            count("connections closed without a word");
            return;
        }
        answered.put(id, true);
        if (!answer.startsWith("HTTP/1.1 200")) {
            count("streams refused");
        } else if (!answer.contains("data: [DONE]")) {
            cutIds.add(id);
        } else {
            count(answer.contains("\"error\"") ? "streams told of an error" : "streams whole");
        }
    }

    private void whole(Peer peer, String id) throws IOException {
        String answer = peer.readAll(MOST_ANSWER);
        if (!answer.isEmpty()) {
            answered.put(id, true);
            count(answer.startsWith("HTTP/1.1 200") ? "answers whole" : "answers refused");
        }
    }

    private void leave(Peer peer, String id, SplittableRandom random) throws IOException {
        if (random.nextBoolean()) {
            EndLogReader.pause(random.nextInt(50));
        } else {
            byte[] some = new byte[1 + random.nextInt(5_000)];
            if (peer.read(some) > 0) {
                answered.put(id, true);
            }
        }
        if (random.nextBoolean()) {
            peer.reset();
        }
        count("readers left");
    }

    private void slow(Peer peer, String id, SplittableRandom random) throws IOException {
        byte[] one = new byte[1];
        for (int i = random.nextInt(40); i > 0 && peer.read(one) > 0; i--) {
            answered.put(id, true);
            EndLogReader.pause(50);
        }
        count("slow readers");
    }

    private void nonsense(Peer peer, String id, SplittableRandom random) throws IOException {
        switch (random.nextInt(6)) {
            case 0 -> peer.post(CHAT, id, "{\"model\":\"paced\",\"messages\":[");
            case 1 -> peer.post(CHAT, id, "{\"model\":\"paced\",\"messages\":[],\"n\":-1}");
            case 2 -> peer.send("NONSENSE\r\n\r\n");
            case 3 -> peer.send("GET /nowhere HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
            case 4 -> peer.send("POST " + CHAT + " HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{\"model\":");
            default -> peer.send("GET /health HTTP/1.1\r\nx: " + "y".repeat(100_000) + "\r\n\r\n");
        }
        if (random.nextBoolean()) {
            peer.read(new byte[4096]);
        }
        count("nonsense");
    }

    private static String body(boolean chat, boolean stream, int tokens) {
        return "{\"model\":\"paced\","
                + (chat ? "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]" : "\"prompt\":\"Hi\"")
                + ",\"max_tokens\":" + tokens + ",\"stream\":" + stream + "}";
    }

    private void count(String what) {
        counts.computeIfAbsent(what, _ -> new AtomicLong()).incrementAndGet();
    }

    /** Lets every peer end what it does, which takes a few seconds. */
    @Override
    public void close() {
        closed = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public String toString() {
        return new java.util.TreeMap<>(counts).toString();
    }
}
