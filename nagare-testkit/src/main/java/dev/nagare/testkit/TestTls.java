package dev.nagare.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * TLS for tests: a certificate for {@code localhost} that comes with the kit, and who trusts it. Its key is public, so it
 * protects nothing.
 */
public final class TestTls {
    private static final char[] PASSWORD = "testkit".toCharArray();

    private TestTls() {}

    /** Shows the kit's certificate and trusts nothing else: for the servers of the kit, and for a client of theirs. */
    public static SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store());
            context.init(keys().getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no TLS", e);
        }
    }

    static KeyManagerFactory keys() throws GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store(), PASSWORD);
        return keys;
    }

    private static KeyStore store() throws GeneralSecurityException {
        try (InputStream in = TestTls.class.getResourceAsStream("localhost.p12")) {
            if (in == null) {
                throw new IllegalStateException("the kit's certificate is missing");
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD);
            return store;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
