package dev.nagare.server;

import io.netty.handler.ssl.SslContext;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;

/**
 * The files of a certificate and its key, which are read again when they change: the next connections are served with
 * what is new, and open ones keep what they have. {@link #context()} is for any thread; {@link #check()} reads files, so it
 * is never called on an event loop, and by one thread at a time.
 *
 * <p>Two files cannot be replaced at once, so a change counts when two looks in a row have found the same.
 */
final class TlsFiles {
    private static final System.Logger LOG = System.getLogger(TlsFiles.class.getName());

    private final Path cert;
    private final Path key;
    private Tls.Pair looked;
    private boolean settled = true;
    private volatile SslContext context;

    /**
     * Reads the files.
     *
     * @throws UncheckedIOException when one cannot be read
     * @throws IllegalArgumentException when one does not hold what it should; the message names the file
     */
    TlsFiles(Path cert, Path key) {
        this.cert = cert;
        this.key = key;
        this.looked = Tls.Pair.read(cert, key);
        this.context = Tls.context(looked);
    }

    /** How to speak TLS now. */
    SslContext context() {
        return context;
    }

    /** Reads the files again; what is missing or wrong is logged, once, and the last certificate stays. */
    void check() {
        Tls.Pair now;
        try {
            now = Tls.Pair.read(cert, key);
        } catch (UncheckedIOException e) {
            now = looked.missing();
            if (!now.isSame(looked)) {
                LOG.log(Level.ERROR, "{0}; the last certificate stays", e.getMessage());
            }
            looked = now;
            settled = true;
            return;
        }
        if (!now.isSame(looked)) {
            looked = now;
            settled = false;
        } else if (!settled) {
            settled = true;
            take(now);
        }
    }

    private void take(Tls.Pair pair) {
        try {
            context = Tls.context(pair);
            LOG.log(Level.INFO, "the certificate was read again from {0}", cert);
        } catch (IllegalArgumentException e) {
            LOG.log(Level.ERROR, "{0}; the last certificate stays", e.getMessage());
        }
    }
}
