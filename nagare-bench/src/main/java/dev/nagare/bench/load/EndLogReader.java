package dev.nagare.bench.load;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads an {@link EndLog} while it is written. Not for several threads at once. */
final class EndLogReader {
    private final Path file;
    private final Map<String, Line> lines = new HashMap<>();
    private long position;
    private String rest = "";
    private long total;
    private long twice;
    private long tokens;

    /** One request's end. */
    record Line(long nanos, String outcome, int status, long tokens) {}

    EndLogReader(Path file) {
        this.file = file;
    }

    /** Waits for the end of this request. */
    Line await(String id, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        for (Line line = find(id); System.nanoTime() < deadline; line = find(id)) {
            if (line != null) {
                return line;
            }
            pause(2);
        }
        throw new IllegalStateException("request " + id + " has not ended within " + patience);
    }

    /** The end of this request, if it has come. */
    @Nullable
    Line find(String id) {
        Line line = lines.get(id);
        if (line == null) {
            read();
            line = lines.get(id);
        }
        return line;
    }

    /** How many lines there are. */
    long total() {
        read();
        return total;
    }

    /** How many lines say that a request has ended which had ended before. */
    long twice() {
        read();
        return twice;
    }

    /** The completion tokens of all lines. */
    long tokens() {
        read();
        return tokens;
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void read() {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] bytes = new byte[(int) Math.min(Integer.MAX_VALUE - 16, in.length() - position)];
            in.seek(position);
            in.readFully(bytes);
            position += bytes.length;
            String text = rest + new String(bytes, StandardCharsets.UTF_8);
            int end = text.lastIndexOf('\n') + 1;
            rest = text.substring(end);
            text.substring(0, end).lines().forEach(this::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(String text) {
        String[] words = text.split(" ", -1);
        Line line = new Line(Long.parseLong(words[1]), words[2], Integer.parseInt(words[3]), Long.parseLong(words[4]));
        total++;
        tokens += line.tokens();
        if (lines.put(words[0], line) != null) {
            twice++;
        }
    }
}
