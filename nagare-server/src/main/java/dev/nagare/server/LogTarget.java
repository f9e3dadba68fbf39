package dev.nagare.server;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where the lines of a log go. For one thread. */
interface LogTarget extends AutoCloseable {
    /** Writes whole lines and hands them to the system. */
    void write(byte[] lines) throws IOException;

    @Override
    void close() throws IOException;

    /** A stream that is someone else's to close. */
    static LogTarget to(OutputStream stream) {
        return new LogTarget() {
            @Override
            public void write(byte[] lines) throws IOException {
                stream.write(lines);
                stream.flush();
            }

            @Override
            public void close() {
                // Not ours.
            }
        };
    }

    /** A file that is appended to, and opened anew when it has been moved away or removed. */
    final class Appended implements LogTarget {
        private final Path file;
        private OutputStream stream;
        private @Nullable Object key;

        /** Opens the file, which is made when it is not there. */
        Appended(Path file) throws IOException {
            this.file = file;
            this.stream = open(file);
            this.key = keyOf(file);
        }

        @Override
        public void write(byte[] lines) throws IOException {
            if (!Objects.equals(key, keyOf(file))) {
                OutputStream fresh = open(file);
                stream.close();
                stream = fresh;
                key = keyOf(file);
            }
            stream.write(lines);
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }

        /** Unlike a channel's, this stream survives an interrupt of the thread that writes. */
        private static OutputStream open(Path file) throws IOException {
            return new FileOutputStream(file.toFile(), true);
        }

        /** What tells one file from another under the same name; null where the system has no such thing. */
        private static @Nullable Object keyOf(Path file) throws IOException {
            try {
                return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            } catch (NoSuchFileException e) {
                return "none";
            }
        }
    }
}
