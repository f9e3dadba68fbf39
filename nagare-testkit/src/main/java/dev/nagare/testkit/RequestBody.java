package dev.nagare.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Reads a request's body by its length or in HTTP chunks (RFC 9112, sections 6 and 7.1), whose trailers are dropped. */
final class RequestBody {
    static final int MAX_BYTES = 64 << 20;

    /** Longer lines are neither the size of a chunk nor a trailer. */
    private static final int MAX_LINE = 8_192;

    private RequestBody() {}

    /**
     * The body's bytes; none when the head names neither a length nor chunks.
     *
     * @throws IllegalArgumentException when it is not HTTP, or larger than {@link #MAX_BYTES}
     */
    static byte[] read(ReceivedRequest head, InputStream in) throws IOException {
        String coding = head.header("transfer-encoding").orElse("").toLowerCase(Locale.ROOT);
        if (coding.equals("chunked")) {
            return chunked(in);
        }
        if (!coding.isEmpty()) {
            throw new IllegalArgumentException("a request's transfer-encoding is not chunked, but " + coding);
        }
        return exactly(size(head.header("content-length").orElse("0"), 10, 0), in);
    }

    private static byte[] chunked(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String line = line(in);
            int extension = line.indexOf(';');
            int size = size((extension < 0 ? line : line.substring(0, extension)).strip(), 16, body.size());
            if (size == 0) {
                while (!line(in).isEmpty()) {
                    // A trailer says nothing that a test could ask for.
                }
                return body.toByteArray();
            }
            body.write(exactly(size, in));
            if (!line(in).isEmpty()) {
                throw new IllegalArgumentException("a chunk of a request's body is longer than it says");
            }
        }
    }

    private static int size(String text, int radix, int before) {
        boolean isNumber = !text.isEmpty() && text.chars().allMatch(c -> c < 128 && Character.digit(c, radix) >= 0);
        if (!isNumber) {
            throw new IllegalArgumentException("the size of a request's body is no number: " + text);
        }
        long size = text.length() > 15 ? Long.MAX_VALUE : Long.parseLong(text, radix);
        if (size > MAX_BYTES - before) {
            throw new IllegalArgumentException("a request's body is larger than " + MAX_BYTES + " bytes");
        }
        return (int) size;
    }

    private static byte[] exactly(int size, InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw new SocketException("the connection ended before a request's body did");
        }
        return bytes;
    }

    /** A line without its end, which is CRLF. */
    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new SocketException("the connection ended before a request's body did");
            }
            if (line.size() == MAX_LINE) {
                throw new IllegalArgumentException("a line of a request's body is longer than " + MAX_LINE + " bytes");
            }
            line.write(b);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        if (!text.endsWith("\r")) {
            throw new IllegalArgumentException("a line of a request's body does not end with CRLF");
        }
        return text.substring(0, text.length() - 1);
    }
}
