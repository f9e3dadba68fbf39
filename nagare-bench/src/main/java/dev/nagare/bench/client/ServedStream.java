package dev.nagare.bench.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One connection to the {@link EventServer}: answers its requests one after another, each as its path says. */
final class ServedStream {
    private static final Pattern KIND = Pattern.compile("POST /(?:([a-z]+)(?:-(\\d+))?)/");
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");
    private static final int FINISH = 0;

    /** How many events are written at a time when nothing limits them. */
    private static final int BLOCK = 64;

    private final Set<ServedStream> open;
    private final InputStream in;
    private final OutputStream out;
    private final BlockingQueue<Integer> orders = new LinkedBlockingQueue<>();

    ServedStream(Set<ServedStream> open, Socket socket) throws IOException {
        this.open = open;
        socket.setTcpNoDelay(true);
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /** Has this many events written, if the answer is one of bursts. Any thread. */
    void burst(int events) {
        orders.add(events);
    }

    /** Has the answer ended in good order. Any thread. */
    void finish() {
        orders.add(FINISH);
    }

    /** Answers until the other side leaves. */
    void serve() throws IOException, InterruptedException {
        try {
            while (true) {
                Matcher request = KIND.matcher(request());
                if (!request.find()) {
                    throw new IOException("no such path");
                }
                open.add(this);
                out.write(EventText.HEAD);
                out.write(EventText.begin());
                int number = request.group(2) == null ? 0 : Integer.parseInt(request.group(2));
                switch (request.group(1)) {
                    case "whole" -> out.write(EventText.words(number));
                    case "bursts" -> bursts();
                    case "paced" -> paced(TimeUnit.SECONDS.toNanos(1) / number);
                    case "endless" -> endless();
                    default -> throw new IOException("no such kind of answer");
                }
                open.remove(this);
                orders.clear();
                out.write(EventText.end());
            }
        } finally {
            open.remove(this);
        }
    }

    private void bursts() throws IOException, InterruptedException {
        for (int events = orders.take(); events != FINISH; events = orders.take()) {
            out.write(EventText.words(events));
        }
    }

    private void paced(long interval) throws IOException, InterruptedException {
        byte[] event = EventText.words(1);
        long due = System.nanoTime() + interval;
        while (orders.poll(due - System.nanoTime(), TimeUnit.NANOSECONDS) == null) {
            out.write(event);
            due += interval;
        }
    }

    private void endless() throws IOException {
        byte[] block = EventText.words(BLOCK);
        while (orders.isEmpty()) {
            out.write(block);
        }
    }

    /** Reads a request; returns its head. */
    private String request() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (int matched = 0; matched < 4; ) {
            int b = in.read();
            if (b < 0) {
                throw new EOFException("the other side has gone");
            }
            head.write(b);
            matched = b == (matched % 2 == 0 ? '\r' : '\n') ? matched + 1 : 0;
        }
        String text = head.toString(StandardCharsets.ISO_8859_1);
        Matcher length = LENGTH.matcher(text);
        if (!length.find()) {
            throw new IOException("a request without a length");
        }
        in.skipNBytes(Integer.parseInt(length.group(1)));
        return text;
    }
}
