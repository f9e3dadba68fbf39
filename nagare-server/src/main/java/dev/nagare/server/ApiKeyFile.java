package dev.nagare.server;

import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The file of keys, which is read again when it changes. {@link #keys()} is for any thread; {@link #check()} reads a
 * file, so it is never called on an event loop, and by one thread at a time.
 *
 * <p>The file is compared by its bytes: times of files are too coarse to tell two quick changes apart.
 */
final class ApiKeyFile {
    private static final System.Logger LOG = System.getLogger(ApiKeyFile.class.getName());

    private final Path file;
    private final Consumer<Set<String>> changed;
    private byte[] bytes;
    private volatile ApiKeys keys;

    /**
     * Reads the file.
     *
     * @param changed is told the names of new keys, on the thread that calls {@link #check()}
     * @throws UncheckedIOException when it cannot be read, is larger than 1 MiB or is not UTF-8
     * @throws IllegalArgumentException when a line is wrong; the message names the file and the line
     */
    ApiKeyFile(Path file, Consumer<Set<String>> changed) {
        this.file = file;
        this.changed = changed;
        bytes = SmallFile.bytes(file);
        keys = parse(bytes);
    }

    /** The keys of now. */
    ApiKeys keys() {
        return keys;
    }

    /** Reads the file again; one that is missing or wrong is logged, once, and the keys stay as they are. */
    void check() {
        byte[] now;
        try {
            now = SmallFile.bytes(file);
        } catch (UncheckedIOException e) {
            now = new byte[0];
            if (bytes.length > 0) {
                LOG.log(Level.ERROR, "{0}; the last keys stay", e.getMessage());
            }
            bytes = now;
            return;
        }
        if (Arrays.equals(now, bytes)) {
            return;
        }
        bytes = now;
        try {
            ApiKeys read = parse(now);
            keys = read;
            changed.accept(read.names());
            LOG.log(Level.INFO, "{0} API keys were read from {1}", read.size(), file);
        } catch (IllegalArgumentException | UncheckedIOException e) {
            LOG.log(Level.ERROR, "{0}; the last keys stay", e.getMessage());
        }
    }

    private ApiKeys parse(byte[] text) {
        try {
            return ApiKeys.parse(SmallFile.text(file, text));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the API keys in " + file + " are wrong: " + e.getMessage(), e);
        }
    }
}
