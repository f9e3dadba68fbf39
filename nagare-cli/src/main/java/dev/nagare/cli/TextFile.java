package dev.nagare.cli;

import dev.nagare.server.SmallFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a text file as a whole: of a bounded size, and UTF-8, or a problem says why not. */
final class TextFile {
    private TextFile() {}

    /** Opens what is to be read. */
    @FunctionalInterface
    interface Source {
        /** The bytes, from the first. */
        InputStream open() throws IOException;
    }

    /**
     * The text, or null when a problem was added.
     *
     * @param label what the file is called in problems
     * @param mebibytes the most that it may have
     */
    static @Nullable String read(String label, Source source, int mebibytes, List<String> problems) {
        byte[] bytes;
        try (InputStream in = source.open()) {
            bytes = in.readNBytes((mebibytes << 20) + 1);
        } catch (IOException e) {
            problems.add(label + ": it cannot be read: " + SmallFile.why(e));
            return null;
        }
        if (bytes.length > mebibytes << 20) {
            problems.add(label + ": it is larger than " + mebibytes + " MiB");
            return null;
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer encoded = ByteBuffer.wrap(bytes);
        // UTF-8 has at least one byte for each char.
        CharBuffer text = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(encoded, text, true);
        if (result.isError()) {
            problems.add(label + ":" + (1 + lines(bytes, encoded.position())) + ": it is not UTF-8 from here on");
            return null;
        }
        return text.flip().toString();
    }

    private static int lines(byte[] bytes, int end) {
        int lines = 0;
        for (int i = 0; i < end; i++) {
            lines += bytes[i] == '\n' ? 1 : 0;
        }
        return lines;
    }
}
