package dev.nagare.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Looks whether a certificate and a key can serve TLS, before anyone tries to connect. */
final class TlsFiles {
    private static final Pattern KEY = Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");

    private TlsFiles() {}

    /** Adds what is wrong with the files to the problems. */
    static void check(Path certFile, Path keyFile, Instant now, List<String> problems) {
        X509Certificate certificate = certificate(certFile, now, problems);
        String pem = read(keyFile, problems);
        if (certificate == null || pem == null) {
            return;
        }
        Matcher body = KEY.matcher(pem);
        if (!body.find()) {
            problems.add(keyFile + ": there is no private key in PKCS #8 and not encrypted (BEGIN PRIVATE KEY)");
            return;
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(body.group(1));
            PublicKey open = certificate.getPublicKey();
            PrivateKey secret =
                    KeyFactory.getInstance(open.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(der));
            if (!belongTogether(secret, open)) {
                problems.add(keyFile + ": the key is not that of the certificate in " + certFile);
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            problems.add(
                    keyFile + ": the key cannot be used with the certificate in " + certFile + ": " + e.getMessage());
        }
    }

    private static @Nullable X509Certificate certificate(Path file, Instant now, List<String> problems) {
        String pem = read(file, problems);
        if (pem == null) {
            return null;
        }
        try {
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
            Instant end = certificate.getNotAfter().toInstant();
            if (now.isAfter(end)) {
                problems.add(file + ": the certificate is no longer valid since " + end);
            }
            return certificate;
        } catch (CertificateException e) {
            problems.add(file + ": there is no certificate as PEM in it");
            return null;
        }
    }

    private static boolean belongTogether(PrivateKey secret, PublicKey open) throws GeneralSecurityException {
        String algorithm = switch (open.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> open.getAlgorithm();
        };
        Signature sign = Signature.getInstance(algorithm);
        byte[] text = "nagare".getBytes(StandardCharsets.US_ASCII);
        sign.initSign(secret);
        sign.update(text);
        byte[] signature = sign.sign();
        sign.initVerify(open);
        sign.update(text);
        return sign.verify(signature);
    }

    private static @Nullable String read(Path file, List<String> problems) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            problems.add(file + ": it cannot be read: " + e);
            return null;
        }
    }
}
