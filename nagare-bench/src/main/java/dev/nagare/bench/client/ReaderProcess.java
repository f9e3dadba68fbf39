package dev.nagare.bench.client;

import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * A process that reads streams with one of the clients, as many as it is told to, each in a thread of its own, and counts.
 *
 * <p>Arguments: the client and the server's port. Every line of the standard input is answered, once it is done, with one
 * of {@code name=value}: how many pieces of text and characters all streams had so far, the process's processor time in
 * nanoseconds, the bytes that all threads allocated.
 *
 * <ul>
 *   <li>{@code open KIND N platform|virtual} opens streams and waits for the first text of each,
 *   <li>{@code stall KIND N} opens streams in virtual threads whose readers stop at the first text,
 *   <li>{@code expect N} makes ready for so many further pieces in each stream, {@code reached} waits for them,
 *   <li>{@code ended} waits for the end of all streams,
 *   <li>{@code memory} collects garbage first, and adds what the heap and the direct buffers hold,
 *   <li>{@code counters} does nothing.
 * </ul>
 */
public final class ReaderProcess {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final String client;
    private final int port;
    private final Map<String, StreamingClient> clients = new HashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Tally> tallies = new ArrayList<>();
    private CountDownLatch reached = new CountDownLatch(0);

    private ReaderProcess(String client, int port) {
        this.client = client;
        this.port = port;
    }

    /** Obeys until the standard input ends. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        ReaderProcess process = new ReaderProcess(arguments[0], Integer.parseInt(arguments[1]));
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            System.out.println(process.obey(order.split(" ", -1)));
        }
        // Streams that nobody reads to the end hold threads.
        Runtime.getRuntime().halt(0);
    }

    private String obey(String[] order) throws InterruptedException {
        switch (order[0]) {
            case "open" -> open(order[1], Integer.parseInt(order[2]), order[3].equals("virtual"));
            case "stall" -> stall(order[1], Integer.parseInt(order[2]));
            case "expect" -> expect(Integer.parseInt(order[1]));
            case "reached" -> reached.await();
            case "ended" -> ended();
            case "memory" -> {
                return counters() + memory();
            }
            default -> {
                // The counters are the answer.
            }
        }
        return counters();
    }

    private void open(String kind, int streams, boolean virtual) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(streams);
        for (int i = 0; i < streams; i++) {
            Tally tally = new Tally();
            tally.expect(1, begun);
            tallies.add(tally);
            start(kind, tally, virtual);
        }
        begun.await();
    }

    private void stall(String kind, int streams) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(streams);
        CountDownLatch never = new CountDownLatch(1);
        for (int i = 0; i < streams; i++) {
            start(
                    kind,
                    piece -> {
                        begun.countDown();
                        try {
                            never.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    },
                    true);
        }
        begun.await();
    }

    private void start(String kind, TextSink sink, boolean virtual) {
        StreamingClient reader = clients.computeIfAbsent(kind, key -> StreamingClient.of(client, port, key));
        Runnable task = () -> {
            try {
                reader.read(sink);
            } catch (Exception e) {
                // What was lost shows in the counts, or in a wait that does not end: say why, and end.
                e.printStackTrace();
                Runtime.getRuntime().halt(1);
            }
        };
        threads.add(
                virtual ? Thread.ofVirtual().start(task) : Thread.ofPlatform().start(task));
    }

    private void expect(long more) {
        reached = new CountDownLatch(tallies.size());
        tallies.forEach(tally -> tally.expect(more, reached));
    }

    private void ended() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
        threads.clear();
        tallies.clear();
    }

    private String counters() {
        long pieces = 0;
        long characters = 0;
        for (Tally tally : tallies) {
            pieces += tally.pieces();
            characters += tally.characters();
        }
        return "pieces=" + pieces + " characters=" + characters + " bytes=" + THREADS.getTotalThreadAllocatedBytes()
                + " cpu=" + ProcessCpu.nanos() + " now=" + System.nanoTime();
    }

    private static String memory() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return " heap="
                + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() + " direct=" + direct;
    }
}
