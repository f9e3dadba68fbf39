package dev.nagare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsFilesTest {
    private static final char[] PASSWORD = "password".toCharArray();

    @TempDir
    Path folder;

    private final List<String> problems = new ArrayList<>();

    @Test
    void aCertificateAndItsKeyAreFineUntilItEnds() throws Exception {
        make("one", "EC");
        check("one.crt", "one.key", Instant.now());
        assertThat(problems).isEmpty();
        check("one.crt", "one.key", Instant.now().plusSeconds(86_400L * 30));
        assertThat(problems)
                .hasSize(1)
                .first()
                .asString()
                .contains("one.crt: the certificate is no longer valid since ");
    }

    @Test
    void aKeyOfAnotherCertificateIsTold() throws Exception {
        make("one", "EC");
        make("two", "EC");
        make("three", "RSA");
        check("three.crt", "three.key", Instant.now());
        assertThat(problems).isEmpty();
        check("one.crt", "two.key", Instant.now());
        check("one.crt", "three.key", Instant.now());
        assertThat(problems).hasSize(2);
        assertThat(problems.get(0)).contains("two.key: the key is not that of the certificate in ");
        assertThat(problems.get(1)).contains("three.key: the key cannot be used with the certificate in ");
    }

    @Test
    void aFileThatHoldsSomethingElseIsTold() throws Exception {
        make("one", "EC");
        check("one.key", "one.key", Instant.now());
        check("one.crt", "one.crt", Instant.now());
        assertThat(problems).hasSize(2);
        assertThat(problems.get(0)).contains("one.key: there is no certificate as PEM in it");
        assertThat(problems.get(1)).contains("one.crt: there is no private key in PKCS #8");
    }

    private void check(String cert, String key, Instant now) {
        TlsFiles.check(folder.resolve(cert), folder.resolve(key), now, problems);
    }

    /** Writes NAME.crt and NAME.key, valid for a day, by the JDK's own tool. */
    private void make(String name, String algorithm)
            throws IOException, GeneralSecurityException, InterruptedException {
        Path store = folder.resolve(name + ".p12");
        Process tool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        algorithm,
                        "-dname",
                        "CN=localhost",
                        "-validity",
                        "1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        store.toString())
                .inheritIO()
                .start();
        assertThat(tool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        pem(name + ".crt", "CERTIFICATE", keys.getCertificate(name).getEncoded());
        pem(name + ".key", "PRIVATE KEY", keys.getKey(name, PASSWORD).getEncoded());
    }

    private void pem(String file, String label, byte[] der) throws IOException {
        String text = "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + label + "-----\n";
        Files.writeString(folder.resolve(file), text);
    }
}
