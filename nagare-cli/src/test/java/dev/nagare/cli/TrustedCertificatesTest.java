package dev.nagare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.testkit.FaultyServer;
import dev.nagare.testkit.Http2Server;
import dev.nagare.testkit.Scenario;
import dev.nagare.testkit.ScriptedEngine;
import dev.nagare.testkit.TestTls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --cacert}: a server whose certificate no system trusts. */
class TrustedCertificatesTest {
    @TempDir
    private Path folder;

    private final Run run = new Run(ScriptedEngine.answering("x"));

    @Test
    void aServerIsTrustedByItsOwnCertificate() throws IOException, CertificateEncodingException {
        try (FaultyServer server = FaultyServer.startTls()) {
            Path pem = Files.writeString(folder.resolve("ca.pem"), pem(certificate()));
            server.enqueue(Scenario.LF.response());
            assertThat(run.nagare("chat", "--url", server.url(), "--cacert", pem.toString(), "hi"))
                    .isZero();
            assertThat(run.out()).isNotEmpty();
        }
    }

    @Test
    void withoutItTheServerIsNotTrusted() {
        try (Http2Server server = Http2Server.start()) {
            assertThat(run.nagare("chat", "--url", server.url(), "hi")).isEqualTo(1);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).contains("no secure connection to https://", "--cacert FILE");
        }
    }

    @Test
    void aFileWithoutCertificatesIsWrongUsage() throws IOException {
        Path none = Files.writeString(folder.resolve("none.pem"), "");
        Path broken = Files.writeString(
                folder.resolve("broken.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        for (Path file : new Path[] {none, broken, folder.resolve("missing.pem")}) {
            assertThat(run.nagare("chat", "--url", "https://127.0.0.1:1/v1", "--cacert", file.toString(), "hi"))
                    .isEqualTo(2);
        }
        String help = "Try 'nagare chat --help'.";
        assertThat(run.err().lines())
                .containsExactly(
                        "nagare: --cacert: there is no certificate in " + none,
                        help,
                        "nagare: --cacert: there is no readable certificate in " + broken,
                        help,
                        "nagare: --cacert: cannot read " + folder.resolve("missing.pem") + ": there is no such file",
                        help);
    }

    /** The certificate that the kit's servers show. */
    private static Certificate certificate() throws IOException {
        SSLContext kit = TestTls.context();
        try (ServerSocket server =
                kit.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> shake(server));
            try (SSLSocket socket =
                    (SSLSocket) kit.getSocketFactory().createSocket(server.getInetAddress(), server.getLocalPort())) {
                socket.setSoTimeout(60_000);
                return socket.getSession().getPeerCertificates()[0];
            }
        }
    }

    private static void shake(ServerSocket server) {
        try (SSLSocket socket = (SSLSocket) server.accept()) {
            socket.startHandshake();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String pem(Certificate certificate) throws CertificateEncodingException {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
        return "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n";
    }
}
