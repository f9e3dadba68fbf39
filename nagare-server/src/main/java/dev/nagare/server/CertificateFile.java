package dev.nagare.server;

import java.io.ByteArrayInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/** A file of certificates as PEM. Errors name the file and say why in plain words. */
public final class CertificateFile {
    private CertificateFile() {}

    /**
     * What is in a file: one certificate at least, in its order.
     *
     * @throws UncheckedIOException when it cannot be read or is too large
     * @throws IllegalArgumentException when it does not hold certificates
     */
    public static X509Certificate[] certificates(Path file) {
        return certificates(file, SmallFile.bytes(file));
    }

    /** What was read from a file. */
    static X509Certificate[] certificates(Path file, byte[] pem) {
        X509Certificate[] certificates;
        try {
            certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem))
                    .toArray(X509Certificate[]::new);
        } catch (CertificateException e) {
            throw new IllegalArgumentException("there is no readable certificate in " + file, e);
        }
        if (certificates.length == 0) {
            throw new IllegalArgumentException("there is no certificate in " + file);
        }
        return certificates;
    }
}
