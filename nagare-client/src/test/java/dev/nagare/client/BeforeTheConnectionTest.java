package dev.nagare.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nagare.testkit.FaultyServer;
import dev.nagare.testkit.FaultyServerExtension;
import dev.nagare.testkit.ServerConnection;
import dev.nagare.wire.StreamEnd;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A proxy that does not let a request through, and one that takes long to be found: neither holds anyone up. */
@ExtendWith(FaultyServerExtension.class)
class BeforeTheConnectionTest {
    /** Says that there is no proxy, once it is let. */
    private static final class Slow extends ProxySelector {
        final CountDownLatch asked = new CountDownLatch(1);
        final CountDownLatch answer = new CountDownLatch(1);

        @Override
        public List<Proxy> select(URI uri) {
            asked.countDown();
            await(answer);
            return List.of(Proxy.NO_PROXY);
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException error) {
            throw new AssertionError(error);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Refuses to connect, as long as it is asked. */
    private static void refuse(FaultyServer proxy, String... headers) {
        proxy.handle(3, connection -> {
            assertThat(connection.read().head()).startsWith("CONNECT example.invalid:443 ");
            connection.respond(407, "", "", headers);
            connection.awaitGone();
        });
    }

    private static void expect407(ChatClient client) {
        FutureTask<?> call =
                Streams.inBackground(() -> client.stream(Streams.chat()).completion());
        assertThatThrownBy(() -> Streams.await(call)).isInstanceOfSatisfying(AccessException.class, e -> {
            assertThat(e.status()).isEqualTo(407);
            assertThat(e.getMessage()).startsWith("HTTP 407: the proxy wants to know who asks");
            assertThat(e.response().orElseThrow().header("x-request-id")).contains("req_proxy");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"connection: close", "connection: keep-alive"})
    void aProxyThatRefusesToConnectIsAnErrorAndNotAHang(String header, FaultyServer server) {
        refuse(server, header, "proxy-authenticate: Basic realm=\"x\"", "x-request-id: req_proxy");
        expect407(ChatClient.builder()
                .baseUrl("https://example.invalid/v1")
                .proxy("127.0.0.1", server.port())
                .retries(RetryPolicy.NONE)
                .build());
    }

    @Test
    void soItIsWithAnHttpClientOfTheCallersOwn(FaultyServer server) {
        refuse(server, "proxy-authenticate: Basic realm=\"x\"", "x-request-id: req_proxy");
        expect407(ChatClient.builder()
                .baseUrl("https://example.invalid/v1")
                .httpClient(HttpClient.newBuilder()
                        .proxy(ProxySelector.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port())))
                        .build())
                .retries(RetryPolicy.NONE)
                .build());
    }

    private static ChatClient through(ProxySelector selector, FaultyServer server, Deadlines deadlines) {
        return ChatClient.builder()
                .baseUrl(server.url())
                .proxy(selector)
                .deadlines(deadlines)
                .retries(RetryPolicy.NONE)
                .build();
    }

    @Test
    void aStreamIsThereBeforeItsProxyIsFound(FaultyServer server) {
        Slow slow = new Slow();
        FutureTask<ChatCompletionStream> call =
                Streams.inBackground(() -> through(slow, server, Deadlines.DEFAULT).stream(Streams.chat()));
        try (ChatCompletionStream stream = Streams.await(call)) {
            await(slow.asked);
            slow.answer.countDown();
            ServerConnection connection = server.accept();
            connection.read();
            connection.beginEvents().chunk(Streams.two()).lastChunk();
            assertThat(Streams.texts(stream)).containsExactly("Two", ".");
        }
    }

    @Test
    void theDeadlinesRunWhileAProxyIsLookedFor(FaultyServer server) {
        Slow slow = new Slow();
        ChatClient client = through(slow, server, Deadlines.DEFAULT.withTotal(Duration.ofMillis(50)));
        FutureTask<?> call = Streams.inBackground(() -> client.chat(Streams.chat()));
        assertThatThrownBy(() -> Streams.await(call))
                .isInstanceOfSatisfying(
                        DeadlineException.class, e -> assertThat(e.kind()).isEqualTo(Deadlines.Kind.TOTAL));
        slow.answer.countDown();
    }

    @Test
    void closingFreesTheReaderWhileAProxyIsLookedFor(FaultyServer server) {
        Slow slow = new Slow();
        ChatCompletionStream stream = Streams.await(
                Streams.inBackground(() -> through(slow, server, Deadlines.DEFAULT).stream(Streams.chat())));
        await(slow.asked);
        FutureTask<Boolean> reader =
                Streams.inBackground(() -> stream.iterator().hasNext());
        stream.close();
        assertThat(Streams.await(reader)).isFalse();
        assertThat(stream.end()).contains(new StreamEnd.Cancelled());
        slow.answer.countDown();
    }
}
