package dev.nagare.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nagare.testkit.Http2Server;
import dev.nagare.testkit.TestTls;
import dev.nagare.wire.StreamEnd;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The same promises over HTTP/2: a cut answer is cut, and closing resets the stream. */
class Http2Test {
    private static final HttpClient HTTP =
            Connections.transport().sslContext(TestTls.context()).build();

    private final Http2Server server = Http2Server.start();

    @AfterEach
    void close() {
        server.close();
    }

    private ChatClient client() {
        return client(server);
    }

    static ChatClient client(Http2Server server) {
        return ChatClient.builder()
                .baseUrl(server.url())
                .httpClient(HTTP)
                .retries(RetryPolicy.NONE)
                .build();
    }

    @Test
    void aWholeAnswer() {
        try (ChatCompletionStream stream = client().stream(Streams.chat())) {
            server.next().beginEvents().data(Streams.two()).end();
            assertThat(Streams.texts(stream)).containsExactly("Two", ".");
            assertThat(stream.end()).contains(new StreamEnd.Completed(true));
        }
    }

    @Test
    void theEndOfTheStreamIsNotTheEndOfTheAnswer() {
        try (ChatCompletionStream stream = client().stream(Streams.chat())) {
            server.next()
                    .beginEvents()
                    .data(Streams.event(Streams.content("Tw")))
                    .end();
            assertThatThrownBy(stream::completion)
                    .isInstanceOfSatisfying(
                            TruncatedStreamException.class,
                            e -> assertThat(e.partial().orElseThrow().text()).isEqualTo("Tw"));
        }
    }

    @Test
    void aResetIsAFailureThatKeepsWhatHadCome() {
        try (ChatCompletionStream stream = client().stream(Streams.chat())) {
            Http2Server.Exchange exchange = server.next().beginEvents().data(Streams.event(Streams.content("Tw")));
            assertThat(stream.text().iterator().next()).isEqualTo("Tw");
            exchange.reset();
            assertThatThrownBy(stream::completion)
                    .isInstanceOfSatisfying(
                            TransportException.class,
                            e -> assertThat(e.partial().orElseThrow().text()).isEqualTo("Tw"));
        }
    }

    @Test
    void aConnectionThatDropsIsAFailure() {
        try (ChatCompletionStream stream = client().stream(Streams.chat())) {
            Http2Server.Exchange exchange = server.next().beginEvents().data(Streams.event(Streams.content("Tw")));
            assertThat(stream.text().iterator().next()).isEqualTo("Tw");
            exchange.drop();
            assertThatThrownBy(stream::completion).isInstanceOf(TransportException.class);
        }
    }

    @Test
    void aServerThatGoesAwayInTheMiddleIsAFailureThatKeepsWhatHadCome() {
        try (ChatCompletionStream stream = client().stream(Streams.chat())) {
            Http2Server.Exchange exchange = server.next().beginEvents().data(Streams.event(Streams.content("Tw")));
            assertThat(stream.text().iterator().next()).isEqualTo("Tw");
            exchange.goAway();
            assertThatThrownBy(stream::completion)
                    .isInstanceOfSatisfying(
                            TransportException.class,
                            e -> assertThat(e.partial().orElseThrow().text()).isEqualTo("Tw"));
        }
    }

    @Test
    void aServerThatGoesAwayBeforeItAnswersIsAskedAgain() {
        ChatClient client = client().with(c -> c.retries(RetryPolicy.DEFAULT.withFirstPause(Duration.ZERO)));
        try (ChatCompletionStream stream = client.stream(Streams.chat())) {
            FutureTask<?> reader = Streams.inBackground(stream::completion);
            server.next().goAway();
            server.next().beginEvents().data(Streams.two()).end();
            Streams.await(reader);
            assertThat(stream.end()).contains(new StreamEnd.Completed(true));
        }
    }

    @Test
    void closingBeforeTheHeadersResetsTheStream() {
        ChatCompletionStream stream = client().stream(Streams.chat());
        Http2Server.Exchange exchange = server.next();
        stream.close();
        exchange.awaitGone();
        assertThat(stream.end()).contains(new StreamEnd.Cancelled());
    }

    @Test
    void closingWhileTheServerIsSilentFreesTheReaderAndResetsTheStream() {
        ChatCompletionStream stream = client().stream(Streams.chat());
        Http2Server.Exchange exchange = server.next().beginEvents().data(Streams.event(Streams.content("Tw")));
        Iterator<String> text = stream.text().iterator();
        assertThat(text.next()).isEqualTo("Tw");
        FutureTask<Boolean> reader = Streams.inBackground(text::hasNext);
        stream.close();
        assertThat(Streams.await(reader)).isFalse();
        exchange.awaitGone();
        assertThat(stream.end()).contains(new StreamEnd.Cancelled());
    }

    @Test
    void anInterruptResetsTheStream() throws InterruptedException {
        ChatCompletionStream stream = client().stream(Streams.chat());
        Http2Server.Exchange exchange = server.next().beginEvents().data(Streams.event(Streams.content("Tw")));
        Iterator<String> text = stream.text().iterator();
        assertThat(text.next()).isEqualTo("Tw");
        FutureTask<Boolean> reader = new FutureTask<>(text::hasNext);
        Thread thread = new Thread(reader, "test-reader");
        thread.start();
        thread.interrupt();
        assertThat(Streams.await(reader)).isFalse();
        exchange.awaitGone();
        thread.join();
    }

    @Test
    void cancellingTheFutureResetsTheStream() {
        var answer = client().stream(Streams.chat()).completionAsync();
        Http2Server.Exchange exchange = server.next();
        answer.cancel(true);
        exchange.awaitGone();
    }

    @Test
    void hundredsOfStreamsThatAreClosedOrResetLeaveAnotherOfTheirConnectionAlone() {
        ChatClient client = client();
        try (ChatCompletionStream kept = client.stream(Streams.chat())) {
            Http2Server.Exchange first = server.next().beginEvents().data(Streams.event(Streams.content("Two.")));
            Iterator<String> text = kept.text().iterator();
            assertThat(text.next()).isEqualTo("Two.");
            for (int i = 0; i < 300; i++) {
                ChatCompletionStream stream = client.stream(Streams.chat());
                Http2Server.Exchange exchange = server.next().beginEvents();
                stream.close();
                exchange.awaitGone();
            }
            for (int i = 0; i < 300; i++) {
                ChatCompletionStream stream = client.stream(Streams.chat());
                server.next().beginEvents().reset();
                stream.close();
            }
            first.data(Streams.event(Streams.FINISH) + Streams.DONE).end();
            assertThat(text.hasNext()).isFalse();
            assertThat(kept.end()).contains(new StreamEnd.Completed(true));
        }
    }
}
