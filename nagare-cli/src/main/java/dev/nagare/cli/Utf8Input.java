package dev.nagare.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Text as it comes: every read gives the whole characters that are there, and waits only when there is none. What is not
 * UTF-8 becomes U+FFFD, as in every decoder that shows text to a person.
 */
final class Utf8Input {
    private static final int BYTES = 8 << 10;

    private final InputStream in;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final byte[] array = new byte[BYTES];
    private final ByteBuffer bytes = ByteBuffer.wrap(array).limit(0);

    /** Room for every byte as a character of its own. */
    private final CharBuffer chars = CharBuffer.allocate(BYTES + 1);

    private long replaced;
    private boolean over;

    Utf8Input(InputStream in) {
        this.in = in;
    }

    /** The next characters, at least one; null at the end. */
    @Nullable
    String next() throws IOException {
        while (!over) {
            bytes.compact();
            int count = in.read(array, bytes.position(), bytes.remaining());
            over = count < 0;
            bytes.position(bytes.position() + Math.max(count, 0)).flip();
            decode();
            if (chars.position() > 0) {
                String text = chars.flip().toString();
                chars.clear();
                return text;
            }
        }
        return null;
    }

    /** How many times something was replaced. */
    long replaced() {
        return replaced;
    }

    private void decode() {
        CoderResult result = decoder.decode(bytes, chars, over);
        while (result.isError()) {
            replaced++;
            bytes.position(bytes.position() + result.length());
            chars.put('\uFFFD');
            result = decoder.decode(bytes, chars, over);
        }
    }
}
