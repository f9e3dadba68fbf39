package dev.nagare.cli;

import dev.nagare.server.CertificateFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The certificates that a caller trusts in place of the system's, out of a PEM file. */
final class TrustedCertificates {
    private TrustedCertificates() {}

    /**
     * A context that trusts what is in a file, and nothing else.
     *
     * @throws java.io.UncheckedIOException when the file cannot be read; the message names it
     * @throws IllegalArgumentException when it does not hold certificates; the message names it
     */
    static SSLContext context(Path file) {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int count = 0;
            for (Certificate certificate : CertificateFile.certificates(file)) {
                trusted.setCertificateEntry("trusted-" + count++, certificate);
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException(
                    "the certificates in " + file + " cannot be trusted: " + e.getMessage(), e);
        }
    }
}
