package dev.nagare.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nagare.testkit.FaultyServer;
import dev.nagare.testkit.ReceivedRequest;
import dev.nagare.testkit.ScriptedResponse;
import dev.nagare.wire.JsonObject;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.core.json.JsonFactory;

/** A proxy that wants to know who asks, and servers that must not learn it. */
class ProxyCredentialsTest {
    private static final String TUNNELING = "jdk.http.auth.tunneling.disabledSchemes";
    private static final String BASIC =
            "Basic " + Base64.getEncoder().encodeToString("user:pä:ss".getBytes(StandardCharsets.UTF_8));
    private static final ScriptedResponse WHO =
            ScriptedResponse.error(407, "who?").header("Proxy-Authenticate", "Basic realm=\"p\"");

    private final FaultyServer proxy = FaultyServer.start();

    @AfterEach
    void close() {
        proxy.close();
    }

    private ChatClientBuilder builder(String url) {
        return ChatClient.builder()
                .baseUrl(url)
                .proxy("127.0.0.1", proxy.port())
                .proxyCredentials("user", "pä:ss")
                .retries(RetryPolicy.NONE);
    }

    @Test
    void aPlainRequestTellsTheProxyAtOnce() {
        proxy.answering(request ->
                request.header("proxy-authorization").filter(BASIC::equals).isPresent()
                        ? ScriptedResponse.events(Streams.two())
                        : WHO);
        ChatClient client = builder("http://far.example/v1").apiKey("k").build();
        assertThat(Streams.texts(client.stream(Streams.chat()))).containsExactly("Two", ".");
        ReceivedRequest request = proxy.takeRequest();
        assertThat(request.address()).isEqualTo("http://far.example/v1/chat/completions");
        assertThat(request.header("authorization")).contains("Bearer k");
        assertThat(proxy.waitingRequests()).isZero();
    }

    @Test
    void aClientThatDiffersTellsItToo() {
        proxy.enqueue(ScriptedResponse.events(Streams.two()));
        ChatClient client = builder("http://far.example/v1").build().with(c -> c.header("X-Trace", "1"));
        assertThat(client.stream(Streams.chat()).completion().text()).isEqualTo("Two.");
        assertThat(proxy.takeRequest().header("proxy-authorization")).contains(BASIC);
    }

    @Test
    void aServerThatIsReachedDirectlyIsNotTold() {
        try (FaultyServer server = FaultyServer.start()) {
            server.enqueue(ScriptedResponse.events(Streams.two()));
            ChatClient client = builder(server.url()).build().with(c -> c.proxy(ProxySelector.of(null)));
            assertThat(client.stream(Streams.chat()).completion().text()).isEqualTo("Two.");
            assertThat(server.takeRequest().head()).doesNotContainIgnoringCase("proxy-");
        }
    }

    @Test
    void aRefusalIsTheOwnersOfTheCredentials() {
        proxy.enqueue(WHO);
        assertThatThrownBy(() -> builder("http://far.example/v1").build().chat(Streams.chat()))
                .isInstanceOfSatisfying(AccessException.class, e -> {
                    assertThat(e.status()).isEqualTo(407);
                    assertThat(e.isRetryable()).isFalse();
                });
    }

    @Test
    void aTunnelIsNotToldAsTheJdkComes() throws Exception {
        AtomicReference<ReceivedRequest> asked = new AtomicReference<>();
        proxy.handle(1, connection -> {
            asked.set(connection.read());
            connection.respond(407, "", "", "proxy-authenticate: Basic realm=\"p\"");
        });
        assertThat(ofAnotherProcess("https://far.example/v1", List.of())).startsWith("AccessException 407");
        assertThat(asked.get().head()).startsWith("CONNECT far.example:443 HTTP/1.1\r\n");
        assertThat(asked.get().header("proxy-authorization")).isEmpty();
    }

    @Test
    void aTunnelIsToldWhereTheJdkMayTellIt() throws Exception {
        AtomicReference<ReceivedRequest> asked = new AtomicReference<>();
        try (FaultyServer server = FaultyServer.startTls();
                ServerSocket tunnel = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            server.enqueue(ScriptedResponse.events(Streams.two()));
            FutureTask<Void> tunnelling = Streams.inBackground(() -> {
                carry(tunnel, server.port(), asked);
                return null;
            });
            String said = ofAnotherProcess(server.url(), List.of("-D" + TUNNELING + "="), tunnel.getLocalPort());
            assertThat(said).isEqualTo("Two.");
            Streams.await(tunnelling);
            assertThat(asked.get().head()).startsWith("CONNECT 127.0.0.1:" + server.port());
            assertThat(asked.get().header("proxy-authorization")).contains(BASIC);
            assertThat(server.takeRequest().head()).doesNotContainIgnoringCase("proxy-");
        }
    }

    /** Carries the bytes of one connection to a server and back, as a proxy does once it has let someone pass. */
    private static void carry(ServerSocket tunnel, int port, AtomicReference<ReceivedRequest> asked)
            throws IOException {
        try (Socket client = tunnel.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) client.getInputStream().read());
            }
            asked.set(new ReceivedRequest(head.toString(), ""));
            client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            FutureTask<Long> back =
                    Streams.inBackground(() -> server.getInputStream().transferTo(client.getOutputStream()));
            client.getInputStream().transferTo(server.getOutputStream());
            server.shutdownOutput();
            assertThat(Streams.await(back)).isPositive();
        } catch (SocketException e) {
            // The client has ended, which is how this ends.
        }
    }

    private String ofAnotherProcess(String url, List<String> flags) throws Exception {
        return ofAnotherProcess(url, flags, proxy.port());
    }

    /** What {@link ProxyProgram} prints: the JDK reads the property once in each process. */
    private static String ofAnotherProcess(String url, List<String> flags, int proxyPort) throws Exception {
        List<String> places = new ArrayList<>();
        for (Class<?> one : List.of(
                ChatClient.class, ProxyProgram.class, FaultyServer.class, JsonObject.class, JsonFactory.class)) {
            places.add(Path.of(one.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString());
        }
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(flags);
        command.addAll(List.of(
                "-cp",
                String.join(File.pathSeparator, places),
                ProxyProgram.class.getName(),
                url,
                Integer.toString(proxyPort)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return said;
    }
}
