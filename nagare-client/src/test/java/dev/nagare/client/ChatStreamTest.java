package dev.nagare.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.testkit.FaultyServer;
import dev.nagare.testkit.ReceivedRequest;
import dev.nagare.testkit.ServerConnection;
import dev.nagare.wire.ChatCompletion;
import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChatCompletionRequestCodec;
import dev.nagare.wire.Completion;
import dev.nagare.wire.FinishReason;
import dev.nagare.wire.StreamEnd;
import dev.nagare.wire.Usage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A stream that goes well. */
class ChatStreamTest {
    private final FaultyServer server = FaultyServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void yieldsEveryChunkAsItArrives() {
        try (ChatCompletionStream stream = Streams.client(server).stream(Streams.chat())) {
            ServerConnection connection = server.accept();
            connection.read();
            connection.beginEvents().chunk(Streams.event(Streams.ROLE));
            Iterator<ChatCompletionChunk> chunks = stream.iterator();

            assertThat(chunks.next().choices().get(0).delta().content()).isEmpty();
            connection.chunk(Streams.event(Streams.content("Two")));
            assertThat(chunks.next().choices().get(0).delta().content()).isEqualTo("Two");
            assertThat(stream.snapshot().choices().get(0).message().text()).isEqualTo("Two");
            assertThat(stream.end()).isEmpty();
            assertThat(stream.usage()).isEmpty();
            connection.chunk(Streams.event(Streams.content(".")) + Streams.event(Streams.FINISH));
            assertThat(chunks.next().choices().get(0).delta().content()).isEqualTo(".");
            assertThat(chunks.next().choices().get(0).finishReason()).isEqualTo(FinishReason.STOP);
            connection.chunk(Streams.event(Streams.USAGE) + Streams.DONE).lastChunk();
            assertThat(chunks.next().usage()).isEqualTo(Usage.of(18, 2));

            assertThat(chunks.hasNext()).isFalse();
            org.assertj.core.api.Assertions.assertThatThrownBy(chunks::next).isInstanceOf(NoSuchElementException.class);
            assertThat(stream.end()).contains(new StreamEnd.Completed(true));
            assertThat(stream.usage()).contains(Usage.of(18, 2));
        }
    }

    @Test
    void textIsOnlyWhatTheAnswerSays() {
        try (ChatCompletionStream stream = answered(Streams.two())) {
            assertThat(Streams.texts(stream)).containsExactly("Two", ".");
            assertThat(stream.end()).contains(new StreamEnd.Completed(true));
        }
    }

    @Test
    void completionIsTheWholeAnswerHoweverMuchWasReadBefore() {
        try (ChatCompletionStream stream = answered(Streams.two())) {
            Iterator<String> text = stream.text().iterator();
            assertThat(text.next()).isEqualTo("Two");

            ChatCompletion answer = stream.completion();

            assertThat(answer.choices().get(0).message().text()).isEqualTo("Two.");
            assertThat(answer.choices().get(0).finishReason()).isEqualTo(FinishReason.STOP);
            assertThat(answer.usage()).isEqualTo(Usage.of(18, 2));
            assertThat(answer.id()).isEqualTo("chatcmpl-1");
            assertThat(text.hasNext()).isFalse();
            assertThat(stream.completion()).isEqualTo(answer);
        }
    }

    @Test
    void severalChoicesAreToldApart() {
        String body = Streams.event(Streams.content(1, "b"))
                + Streams.event(Streams.content(0, "a"))
                + Streams.event(Streams.content(1, "B"))
                + Streams.event(Streams.finish(1))
                + Streams.event(Streams.finish(0))
                + Streams.DONE;
        server.handle(1, connection -> {
            connection.read();
            connection.beginEvents().chunk(body).lastChunk();
        });
        try (ChatCompletionStream stream =
                Streams.client(server).stream(Streams.chat().toBuilder().n(2).build())) {
            List<String> second = new ArrayList<>();
            stream.text(1).forEach(second::add);

            assertThat(second).containsExactly("b", "B");
            assertThat(stream.completion().choices())
                    .extracting(choice -> choice.message().text())
                    .containsExactly("a", "bB");
        }
    }

    @Test
    void theRequestSaysWhatItMust() {
        ChatClient client = Streams.builder(server)
                .apiKey("sk-test")
                .organization("org-1")
                .project("proj-1")
                .header("X-Extra", "yes")
                .build();
        try (ChatCompletionStream stream = client.stream(Streams.chat())) {
            assertThat(stream.end()).isEmpty();
            ReceivedRequest request = server.accept().read();

            assertThat(request.head())
                    .startsWith("POST /v1/chat/completions HTTP/1.1\r\n")
                    .contains("Authorization: Bearer sk-test\r\n")
                    .contains("OpenAI-Organization: org-1\r\n")
                    .contains("OpenAI-Project: proj-1\r\n")
                    .contains("X-Extra: yes\r\n")
                    .contains("Content-Type: application/json\r\n")
                    .contains("Accept: text/event-stream, application/json\r\n")
                    .contains("User-Agent: nagare-client")
                    .doesNotContainIgnoringCase("upgrade");
            var sent = ChatCompletionRequestCodec.decode(request.body().getBytes(StandardCharsets.UTF_8));
            assertThat(sent).isEqualTo(Streams.chat().toBuilder().stream(true).build());
        }
    }

    @Test
    void timesAreThoseOfTheArrivals() {
        long[] now = {0};
        try (ChatCompletionStream stream = Streams.builder(server)
                .time(new ClientTime(() -> now[0], new Watchdog(() -> now[0], false), () -> 0.5))
                .build()
                .stream(Streams.chat())) {
            ServerConnection connection = server.accept();
            connection.read();
            assertThat(stream.timing().headers()).isNull();
            now[0] = 10_000_000;
            connection.beginEvents();
            assertThat(stream.response().requestId()).contains("req_test");
            now[0] = 20_000_000;
            Iterator<ChatCompletionChunk> chunks = stream.iterator();
            connection.chunk(Streams.event(Streams.ROLE));
            chunks.next();
            now[0] = 30_000_000;
            connection.chunk(Streams.event(Streams.content("Two")));
            chunks.next();
            now[0] = 50_000_000;
            connection.chunk(Streams.event(Streams.content(".")));
            chunks.next();
            now[0] = 60_000_000;
            connection.chunk(Streams.event(Streams.FINISH) + Streams.DONE);
            chunks.next();
            assertThat(stream.timing().total()).isNull();
            assertThat(chunks.hasNext()).isFalse();

            StreamTiming timing = stream.timing();
            assertThat(timing.headers()).hasMillis(10);
            assertThat(timing.firstEvent()).hasMillis(20);
            assertThat(timing.firstContent()).hasMillis(30);
            assertThat(timing.lastContent()).hasMillis(50);
            assertThat(timing.total()).hasMillis(60);
            assertThat(timing.chunks()).isEqualTo(4);
            assertThat(timing.contentChunks()).isEqualTo(2);
            assertThat(timing.timePerContentChunk())
                    .hasValueSatisfying(time -> assertThat(time).hasMillis(20));
        }
    }

    @Test
    void theOlderEndpointWorksTheSameWay() {
        String body = Streams.event("{\"id\":\"cmpl-1\",\"object\":\"text_completion\",\"created\":1,\"choices\":"
                        + "[{\"text\":\" two\",\"index\":0,\"logprobs\":null,\"finish_reason\":null}],\"model\":\"m\"}")
                + Streams.event(
                        "{\"id\":\"cmpl-1\",\"object\":\"text_completion\",\"created\":1,\"choices\":"
                                + "[{\"text\":\".\",\"index\":0,\"logprobs\":null,\"finish_reason\":\"length\"}],\"model\":\"m\"}")
                + Streams.DONE;
        try (CompletionStream stream = Streams.client(server).stream(Streams.completion())) {
            ServerConnection connection = server.accept();
            assertThat(connection.read().head()).startsWith("POST /v1/completions HTTP/1.1\r\n");
            connection.beginEvents().chunk(body).lastChunk();

            assertThat(Streams.texts(stream)).containsExactly(" two", ".");
            Completion answer = stream.completion();
            assertThat(answer.choices().get(0).text()).isEqualTo(" two.");
            assertThat(answer.choices().get(0).finishReason()).isEqualTo(FinishReason.LENGTH);
        }
    }

    @Test
    void endsAtDoneThoughTheServerKeepsTheConnectionOpen() {
        try (ChatCompletionStream stream = Streams.client(server).stream(Streams.chat())) {
            ServerConnection connection = server.accept();
            connection.read();
            connection.beginEvents().chunk(Streams.two());

            assertThat(Streams.texts(stream)).containsExactly("Two", ".");
            assertThat(stream.end()).contains(new StreamEnd.Completed(true));
            // Nothing more is said, so the connection is of no use and is given up.
            connection.awaitGone();
        }
    }

    @Test
    void aConnectionIsUsedAgainAfterAWholeAnswer() {
        // The moment that the rest of a response is waited for is never over, however slow the machine is.
        Watchdog watchdog = new Watchdog(() -> 0, false);
        ChatClient client = Streams.builder(server)
                .time(new ClientTime(() -> 0, watchdog, () -> 0.5))
                .build();
        ServerConnection connection;
        try (ChatCompletionStream stream = client.stream(Streams.chat())) {
            connection = server.accept();
            connection.read();
            connection.beginEvents().chunk(Streams.two());
            assertThat(Streams.texts(stream)).hasSize(2);
        }
        // After the reader has gone, the response still ends in good order.
        assertThat(watchdog.check())
                .as("the rest is waited for")
                .isEqualTo(Duration.ofSeconds(1).toNanos());
        connection.lastChunk();
        awaitNothingWatched(watchdog);
        var second = Streams.inBackground(() -> client.chat(Streams.chat()));
        assertThat(connection.read().head()).startsWith("POST /v1/chat/completions");
        connection.respond(200, "application/json", WholeAnswerTest.ANSWER);
        assertThat(Streams.await(second).choices()).hasSize(1);
    }

    /** Waits until the response has ended; before that its connection could not be used again. */
    private static void awaitNothingWatched(Watchdog watchdog) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (watchdog.check() <= Duration.ofSeconds(1).toNanos()) {
            assertThat(System.nanoTime()).as("the response has not ended").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private ChatCompletionStream answered(String body) {
        server.handle(1, connection -> {
            connection.read();
            connection.beginEvents().chunk(body).lastChunk();
        });
        return Streams.client(server).stream(Streams.chat());
    }
}
