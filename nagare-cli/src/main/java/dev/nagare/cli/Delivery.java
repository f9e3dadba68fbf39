package dev.nagare.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Standard output, which remembers whether what was written reached anyone. For any thread.
 *
 * <p>A reader that has closed its pipe has had enough, which is no error; a full disk has lost an answer.
 */
final class Delivery extends FilterOutputStream {
    /** What standard output is, on Linux. */
    private static final Path TARGET = Path.of("/proc/self/fd/1");

    private volatile @Nullable IOException failure;

    Delivery(OutputStream target) {
        super(target);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    @Override
    public void flush() throws IOException {
        try {
            out.flush();
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /** Why something written is lost, or null when nothing is, or when its reader has left. */
    @Nullable
    String lost() {
        IOException e = failure;
        return e == null || readerLeft(e) ? null : String.valueOf(e.getMessage());
    }

    /** The system's message may be in any language, so what standard output is counts first. */
    private static boolean readerLeft(IOException e) {
        try {
            String target = Files.readSymbolicLink(TARGET).toString();
            return target.startsWith("pipe:") || target.startsWith("socket:");
        } catch (IOException | UnsupportedOperationException unknown) {
            return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
        }
    }
}
