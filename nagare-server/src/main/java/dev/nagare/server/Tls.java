package dev.nagare.server;

import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Reads a certificate and its key for TLS 1.3 and 1.2, over which a client may choose HTTP/2. */
final class Tls {
    private static final Pattern PEM = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END ");

    /** How each kind of key signs, to try whether a key and a certificate belong together. */
    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

    private Tls() {}

    /**
     * A PEM file that was read; all of PEM is ASCII.
     *
     * @param path where it is
     * @param text what is in it
     */
    private record Pem(Path path, String text) {
        static Pem read(Path path) {
            return new Pem(path, new String(SmallFile.bytes(path), StandardCharsets.US_ASCII));
        }
    }

    /** The two files of a server as they were read. */
    static final class Pair {
        private final Pem cert;
        private final Pem key;

        private Pair(Pem cert, Pem key) {
            this.cert = cert;
            this.key = key;
        }

        /**
         * Reads both.
         *
         * @param cert the file of the certificate and those that it is signed with
         * @param key the file of its key, in PKCS #8
         * @throws java.io.UncheckedIOException when one cannot be read
         */
        static Pair read(Path cert, Path key) {
            return new Pair(Pem.read(cert), Pem.read(key));
        }

        /** What stands for files of these names that cannot be read. */
        Pair missing() {
            return new Pair(new Pem(cert.path, ""), new Pem(key.path, ""));
        }

        boolean isSame(Pair other) {
            return cert.text.equals(other.cert.text) && key.text.equals(other.key.text);
        }
    }

    /** What is wrong with the two files of a server. */
    static List<ConfigProblem> problems(Path cert, Path key, Instant now) {
        List<ConfigProblem> problems = new ArrayList<>();
        X509Certificate[] chain = tried("tlsCert", () -> certificates(Pem.read(cert)), problems);
        PrivateKey secret = tried("tlsKey", () -> privateKey(Pem.read(key)), problems);
        if (chain != null) {
            Instant end = chain[0].getNotAfter().toInstant();
            if (now.isAfter(end)) {
                problems.add(new ConfigProblem(
                        "tlsCert", "the certificate in " + cert + " is no longer valid since " + end));
            }
        }
        if (chain != null && secret != null && !belongTogether(chain[0], secret)) {
            problems.add(new ConfigProblem("tlsKey", notTogether(cert, key)));
        }
        return problems;
    }

    private static <T> @Nullable T tried(String component, Supplier<T> reading, List<ConfigProblem> problems) {
        try {
            return reading.get();
        } catch (IllegalArgumentException | UncheckedIOException e) {
            problems.add(new ConfigProblem(component, String.valueOf(e.getMessage())));
            return null;
        }
    }

    private static String notTogether(Path cert, Path key) {
        return "the private key in " + key + " is not the key of the certificate in " + cert;
    }

    /**
     * What a server needs to speak TLS.
     *
     * @throws IllegalArgumentException when a file does not hold what it should; the message names the file
     */
    static SslContext context(Pair pair) {
        Path cert = pair.cert.path;
        X509Certificate[] chain = certificates(pair.cert);
        PrivateKey secret = privateKey(pair.key);
        if (!belongTogether(chain[0], secret)) {
            throw new IllegalArgumentException(notTogether(cert, pair.key.path));
        }
        try {
            return SslContextBuilder.forServer(secret, chain)
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            ApplicationProtocolConfig.Protocol.ALPN,
                            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                            ApplicationProtocolNames.HTTP_2,
                            ApplicationProtocolNames.HTTP_1_1))
                    .build();
        } catch (SSLException e) {
            throw new IllegalArgumentException("TLS cannot use the certificate in " + cert + ": " + e.getMessage(), e);
        }
    }

    private static X509Certificate[] certificates(Pem pem) {
        return CertificateFile.certificates(pem.path, pem.text.getBytes(StandardCharsets.US_ASCII));
    }

    private static PrivateKey privateKey(Pem pem) {
        Path file = pem.path;
        Matcher block = PEM.matcher(pem.text);
        while (block.find()) {
            String label = block.group(1);
            if (label.equals("PRIVATE KEY")) {
                return privateKey(file, block.group(2));
            }
            if (label.equals("ENCRYPTED PRIVATE KEY")) {
                throw new IllegalArgumentException("the private key in " + file + " is encrypted");
            }
            if (label.endsWith("PRIVATE KEY")) {
                throw new IllegalArgumentException("the private key in " + file
                        + " is not in PKCS #8; \"openssl pkcs8 -topk8 -nodes -in FILE\" makes it so");
            }
        }
        throw new IllegalArgumentException("there is no private key in " + file);
    }

    private static PrivateKey privateKey(Path file, String base64) {
        PKCS8EncodedKeySpec spec;
        try {
            spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the private key in " + file + " is damaged", e);
        }
        for (String algorithm : SIGNATURES.keySet()) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                // Then it is a key of another kind.
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java knows keys of the kind " + algorithm, e);
            }
        }
        throw new IllegalArgumentException("the private key in " + file + " is damaged or of an unknown kind");
    }

    private static boolean belongTogether(X509Certificate certificate, PrivateKey key) {
        String algorithm = SIGNATURES.getOrDefault(key.getAlgorithm(), "EdDSA");
        byte[] text = {1, 2, 3};
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(text);
            byte[] signature = signer.sign();
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(certificate.getPublicKey());
            verifier.update(text);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            // The public key is of another kind.
            return false;
        }
    }
}
