package dev.nagare.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nagare.testkit.ScriptedEngine;
import dev.nagare.testkit.ScriptedGeneration;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS, the version of HTTP that is chosen over it, and files that are not what they should be. */
@ExtendWith(NoLeaks.class)
class TlsTest {
    @TempDir
    static Path folder;

    private static TestCertificate certificate;

    @BeforeAll
    static void make() {
        certificate = TestCertificate.make(folder, "EC");
    }

    private static TestServer start(ScriptedEngine engine, TestCertificate with) {
        return TestServer.start(engine, config -> config.tls(with.cert(), with.key()));
    }

    private static HttpRequest.Builder request(TestServer server, String path) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + server.server.port() + path));
    }

    private static HttpClient client(TestCertificate trusted, HttpClient.Version version) {
        return HttpClient.newBuilder()
                .sslContext(trusted.trust())
                .version(version)
                .build();
    }

    @ParameterizedTest
    @EnumSource
    void theClientChoosesTheVersion(HttpClient.Version version) throws Exception {
        try (TestServer server = start(ScriptedEngine.answering("Two", "."), certificate);
                HttpClient client = client(certificate, version)) {
            HttpResponse<String> whole = client.send(
                    request(server, Bodies.CHAT)
                            .header("X-Request-Id", "r1")
                            .POST(HttpRequest.BodyPublishers.ofString(Bodies.chat()))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(whole.version()).isEqualTo(version);
            assertThat(whole.statusCode()).isEqualTo(200);
            assertThat(whole.body()).contains("\"content\":\"Two.\"");
            assertThat(whole.headers().firstValue("x-request-id")).contains("r1");
            assertThat(whole.headers().map()).doesNotContainKeys("strict-transport-security");
            HttpResponse<String> streamed = client.send(
                    request(server, Bodies.CHAT)
                            .POST(HttpRequest.BodyPublishers.ofString(Bodies.chat("\"stream\":true")))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(streamed.headers().firstValue("content-type")).contains("text/event-stream; charset=utf-8");
            assertThat(RawResponse.events(streamed.body())).hasSize(5).last().isEqualTo("[DONE]");
            if (version == HttpClient.Version.HTTP_2) {
                assertThat(streamed.headers().map()).doesNotContainKeys("connection", "transfer-encoding");
            }
            HttpResponse<String> wrong =
                    client.send(request(server, "/nowhere").GET().build(), HttpResponse.BodyHandlers.ofString());
            assertThat(wrong.statusCode()).isEqualTo(404);
            assertThat(wrong.body()).contains("unknown_url");
            RequestEnded event = server.recorded.next();
            assertThat(event.requestId()).isEqualTo("r1");
            assertThat(event.remoteAddress()).isEqualTo("127.0.0.1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "Ed25519"})
    void otherKindsOfKeysWork(String algorithm) throws Exception {
        TestCertificate other = TestCertificate.make(folder, algorithm);
        try (TestServer server = start(ScriptedEngine.answering("x"), other);
                HttpClient client = client(other, HttpClient.Version.HTTP_2)) {
            assertThat(client.send(request(server, "/health").build(), HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachTokenComesWhenItIsMadeAndWhoLeavesCancels(HttpClient.Version version) throws Exception {
        try (TestServer server = start(ScriptedEngine.manual(), certificate);
                HttpClient client = client(certificate, version)) {
            var sent = client.sendAsync(
                    request(server, Bodies.CHAT)
                            .POST(HttpRequest.BodyPublishers.ofString(Bodies.chat("\"stream\":true")))
                            .build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            ScriptedGeneration generation = server.engine.next();
            generation.text("0");
            try (InputStream body = sent.get().body()) {
                StringBuilder text = new StringBuilder();
                for (int i = 0; i < 50; i++) {
                    while (!text.toString().contains("\"content\":\"" + i + "\"")) {
                        byte[] some = new byte[4_096];
                        text.append(new String(some, 0, body.read(some), StandardCharsets.UTF_8));
                    }
                    generation.text(Integer.toString(i + 1));
                }
            }
            generation.awaitCancelled();
            assertThat(server.recorded.next().outcome()).isEqualTo(RequestOutcome.DISCONNECTED);
        }
    }

    @Test
    void aClientThatIsCutOffAndOneThatSpeaksNoTlsAreNoFault() throws Exception {
        try (TestServer server = start(ScriptedEngine.answering("x"), certificate);
                RawClient plain = server.connect()) {
            plain.get("/health");
            plain.rest();
            try (SSLSocket socket = (SSLSocket)
                    certificate.trust().getSocketFactory().createSocket("127.0.0.1", server.server.port())) {
                socket.getOutputStream()
                        .write("GET /health HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                byte[] some = new byte[12];
                assertThat(socket.getInputStream().readNBytes(some, 0, 12)).isEqualTo(12);
                assertThat(new String(some, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200");
            }
        }
    }

    /** A peer that could write into the log as often as it likes could fill a disk with it. */
    @ParameterizedTest
    @EnumSource
    void garbageAfterTheHandshakeIsNotWorthAWarning(HttpClient.Version version) throws Exception {
        try (TestServer server = start(ScriptedEngine.answering("x"), certificate);
                Logged logged = Logged.warnings();
                Socket plain = new Socket(InetAddress.getLoopbackAddress(), server.server.port());
                SSLSocket socket = (SSLSocket) certificate
                        .trust()
                        .getSocketFactory()
                        .createSocket(plain, "localhost", plain.getPort(), false)) {
            boolean second = version == HttpClient.Version.HTTP_2;
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {second ? "h2" : "http/1.1"});
            socket.setSSLParameters(parameters);
            socket.setSoTimeout(30_000);
            // What comes back shows that there is a connection of this version, and no handshake any more.
            String hello = second
                    ? "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0"
                    : "GET /health HTTP/1.1\r\nHost: x\r\n\r\n";
            socket.getOutputStream().write(hello.getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).isNotNegative();
            plain.getOutputStream().write("no record of TLS at all\r\n".getBytes(StandardCharsets.US_ASCII));
            awaitEnd(plain.getInputStream());
            assertThat(logged.messages()).isEmpty();
        }
    }

    private static void awaitEnd(InputStream in) {
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the server did not close", e);
        } catch (IOException e) {
            // Reset: that is an end too.
        }
    }

    /** What is thrown within a decoder is wrapped as what it could not decode is: then it is no fault of the peer. */
    @Test
    void onlyAPeersFaultIsNotWorthAWarning() {
        System.Logger log = System.getLogger(TlsTest.class.getName());
        try (Logged logged = Logged.warnings()) {
            PeerFault.log(log, new DecoderException(new SSLException("on purpose")));
            PeerFault.log(log, new DecoderException("on purpose"));
            PeerFault.log(log, new IOException("on purpose"));
            assertThat(logged.messages()).isEmpty();
            PeerFault.log(log, new DecoderException(new IllegalStateException("on purpose")));
            assertThat(logged.messages()).hasSize(1);
        }
    }

    @Test
    void anotherCertificateIsServedOnceItIsWhole() throws Exception {
        TestCertificate first = TestCertificate.make(folder, "EC");
        TestCertificate second = TestCertificate.make(folder, "RSA");
        TlsFiles files = new TlsFiles(first.cert(), first.key());
        SslContext before = files.context();
        files.check();
        assertThat(files.context()).isSameAs(before);
        Files.copy(second.cert(), first.cert(), StandardCopyOption.REPLACE_EXISTING);
        files.check();
        assertThat(files.context()).as("the key is still to come").isSameAs(before);
        Files.copy(second.key(), first.key(), StandardCopyOption.REPLACE_EXISTING);
        files.check();
        assertThat(files.context()).as("it may still be being written").isSameAs(before);
        files.check();
        SslContext after = files.context();
        assertThat(after).isNotSameAs(before);
        files.check();
        assertThat(files.context()).isSameAs(after);
    }

    @Test
    void aCertificateThatTurnsBadIsToldOnceAndTheLastOneStays() throws Exception {
        TestCertificate own = TestCertificate.make(folder, "EC");
        byte[] good = Files.readAllBytes(own.cert());
        TlsFiles files = new TlsFiles(own.cert(), own.key());
        SslContext before = files.context();
        try (Logged logged = Logged.warnings()) {
            for (String wrong : new String[] {"nonsense", "-----BEGIN CERTIFICATE-----\n"}) {
                Files.writeString(own.cert(), wrong);
                for (int i = 0; i < 4; i++) {
                    files.check();
                }
            }
            Files.delete(own.cert());
            for (int i = 0; i < 4; i++) {
                files.check();
            }
            assertThat(logged.messages()).hasSize(3);
            assertThat(files.context()).isSameAs(before);
        }
        Files.write(own.cert(), good);
        files.check();
        files.check();
        assertThat(files.context()).isNotSameAs(before);
    }

    @Test
    void newConnectionsAreServedWithTheNewCertificateAndOpenOnesGoOn() throws Exception {
        TestCertificate first = TestCertificate.make(folder, "EC");
        TestCertificate second = TestCertificate.make(folder, "EC");
        try (TestServer server = start(ScriptedEngine.answering("x"), first);
                HttpClient before = client(first, HttpClient.Version.HTTP_2)) {
            HttpRequest health = request(server, "/health").build();
            assertThat(before.send(health, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
            Files.copy(second.cert(), first.cert(), StandardCopyOption.REPLACE_EXISTING);
            Files.copy(second.key(), first.key(), StandardCopyOption.REPLACE_EXISTING);
            awaitServed(server.server.port(), second);
            assertThat(before.send(health, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
        }
    }

    private static void awaitServed(int port, TestCertificate expected) throws IOException {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (true) {
            try (SSLSocket socket =
                    (SSLSocket) expected.trust().getSocketFactory().createSocket("127.0.0.1", port)) {
                socket.startHandshake();
                return;
            } catch (SSLException e) {
                assertThat(System.nanoTime()).as("it is still the old one").isLessThan(deadline);
            }
        }
    }

    @Test
    void whatIsWrongIsFoundBeforeAServerIsStarted() throws Exception {
        TestCertificate own = TestCertificate.make(folder, "EC");
        Path none = folder.resolve("nowhere.pem");
        assertThat(Tls.problems(own.cert(), own.key(), Instant.now())).isEmpty();
        assertThat(Tls.problems(own.cert(), own.key(), Instant.now().plus(Duration.ofDays(30))))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.component()).isEqualTo("tlsCert");
                    assertThat(problem.message()).contains(own.cert() + " is no longer valid since ");
                });
        assertThat(Tls.problems(none, none, Instant.now()))
                .containsExactly(
                        new ConfigProblem("tlsCert", "cannot read " + none + ": there is no such file"),
                        new ConfigProblem("tlsKey", "cannot read " + none + ": there is no such file"));
        assertThat(Tls.problems(own.cert(), certificate.key(), Instant.now()))
                .containsExactly(new ConfigProblem(
                        "tlsKey",
                        "the private key in " + certificate.key() + " is not the key of the certificate in "
                                + own.cert()));
    }

    private static SslContext context(Path cert, Path key) {
        return Tls.context(Tls.Pair.read(cert, key));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CERTIFICATE           | no key here            | there is no private key in KEY",
                "PRIVATE KEY           | bm8ga2V5               | the private key in KEY is damaged or of an unknown"
                        + " kind",
                "PRIVATE KEY           | ?                      | the private key in KEY is damaged or of an unknown"
                        + " kind",
                "ENCRYPTED PRIVATE KEY | bm8ga2V5               | the private key in KEY is encrypted",
                "RSA PRIVATE KEY       | bm8ga2V5               | the private key in KEY is not in PKCS #8",
            })
    void aKeyThatCannotBeUsedIsNamed(String label, String text, String message) throws IOException {
        Path key = Files.writeString(
                folder.resolve("broken-key.pem"),
                "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n");
        assertThatThrownBy(() -> context(certificate.cert(), key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message.replace("in KEY", "in " + key));
    }

    @Test
    void aCertificateThatCannotBeUsedIsNamed() throws IOException {
        Path none = folder.resolve("none.pem");
        assertThatThrownBy(() -> context(none, certificate.key()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot read " + none);
        for (String text : List.of("", "nonsense", "-----BEGIN CERTIFICATE-----\nbm8=\n-----END CERTIFICATE-----\n")) {
            Path broken = Files.writeString(folder.resolve("broken-cert.pem"), text);
            assertThatThrownBy(() -> context(broken, certificate.key()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(broken.toString());
        }
        TestCertificate other = TestCertificate.make(folder, "RSA");
        assertThatThrownBy(() -> context(other.cert(), certificate.key()))
                .hasMessage("the private key in " + certificate.key() + " is not the key of the certificate in "
                        + other.cert());
    }
}
