package dev.nagare.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nagare.testkit.FaultyServer;
import dev.nagare.testkit.ServerConnection;
import dev.nagare.wire.StreamEnd;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Closing works from any thread at any time, frees the reader, closes the connection, and is no error. */
class CancelTest {
    private final FaultyServer server = FaultyServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void beforeTheHeaders() {
        ChatCompletionStream stream = Streams.client(server).stream(Streams.chat());
        ServerConnection connection = server.accept();
        connection.read();
        FutureTask<Boolean> reader =
                Streams.inBackground(() -> stream.iterator().hasNext());

        stream.close();

        assertThat(Streams.await(reader)).isFalse();
        connection.awaitGone();
        assertThat(stream.end()).contains(new StreamEnd.Cancelled());
        assertThatThrownBy(stream::response).isInstanceOf(CallCancelledException.class);
        assertThatThrownBy(stream::completion)
                .isInstanceOfSatisfying(
                        CallCancelledException.class,
                        e -> assertThat(e.partial()).isEmpty());
    }

    @Test
    void beforeAnyoneReads() {
        ChatCompletionStream stream = Streams.client(server).stream(Streams.chat());
        stream.close();
        assertThat(stream.iterator().hasNext()).isFalse();
        assertThat(stream.text().iterator().hasNext()).isFalse();
        assertThat(stream.end()).contains(new StreamEnd.Cancelled());
    }

    @RepeatedTest(20)
    void whileTheServerIsSilent() {
        ChatCompletionStream stream = Streams.client(server).stream(Streams.chat());
        ServerConnection connection = server.accept();
        connection.read();
        connection.beginEvents().chunk(Streams.event(Streams.content("Tw")));
        Iterator<String> text = stream.text().iterator();
        assertThat(text.next()).isEqualTo("Tw");
        FutureTask<Boolean> reader = Streams.inBackground(text::hasNext);

        stream.close();
        stream.close();

        assertThat(Streams.await(reader)).isFalse();
        connection.awaitGone();
        assertThat(stream.end()).contains(new StreamEnd.Cancelled());
        assertThat(stream.snapshot().choices().get(0).message().text()).isEqualTo("Tw");
        assertThat(stream.timing().total()).isNotNull();
        assertThatThrownBy(stream::completion)
                .isInstanceOfSatisfying(
                        CallCancelledException.class,
                        e -> assertThat(e.partial().orElseThrow().text()).isEqualTo("Tw"));
    }

    @Test
    void whileMoreHasComeThanWasRead() {
        ChatCompletionStream stream = Streams.client(server).stream(Streams.chat());
        ServerConnection connection = server.accept();
        connection.read();
        connection.beginEvents().chunk(Streams.event(Streams.content("a")) + Streams.event(Streams.content("b")));
        Iterator<String> text = stream.text().iterator();
        assertThat(text.next()).isEqualTo("a");

        stream.close();

        assertThat(text.hasNext()).isFalse();
        connection.awaitGone();
    }

    @Test
    void whatHasNextAnnouncedIsGivenThoughTheStreamWasClosedMeanwhile() {
        ChatCompletionStream stream = Streams.client(server).stream(Streams.chat());
        ServerConnection connection = server.accept();
        connection.read();
        connection.beginEvents().chunk(Streams.event(Streams.content("a")));
        Iterator<?> chunks = stream.iterator();
        assertThat(chunks.hasNext()).isTrue();

        stream.close();

        assertThat(chunks.hasNext()).isTrue();
        assertThat(String.valueOf(chunks.next())).contains("content=a");
        assertThat(chunks.hasNext()).isFalse();
        assertThatThrownBy(chunks::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void whatAViewAnnouncedIsGivenTooButNothingAfterIt() {
        for (Function<ChatCompletionStream, StreamView<?, ?>> view :
                List.<Function<ChatCompletionStream, StreamView<?, ?>>>of(
                        ChatCompletionStream::chunks, ChatCompletionStream::text, ChatCompletionStream::events)) {
            ChatCompletionStream stream = Streams.client(server).stream(Streams.chat());
            ServerConnection connection = server.accept();
            connection.read();
            connection.beginEvents().chunk(Streams.event(Streams.content("a")) + Streams.event(Streams.content("b")));
            Iterator<?> things = view.apply(stream).iterator();
            assertThat(things.hasNext()).isTrue();
            Streams.await(Streams.inBackground(() -> {
                stream.close();
                return true;
            }));

            assertThat(String.valueOf(things.next())).contains("a");
            assertThat(things.hasNext()).isFalse();
            connection.awaitGone();
        }
    }

    @Test
    void leavingTheBlockInTheMiddle() {
        ServerConnection connection;
        try (ChatCompletionStream stream = Streams.client(server).stream(Streams.chat())) {
            connection = server.accept();
            connection.read();
            connection.beginEvents().chunk(Streams.event(Streams.content("a")));
            assertThat(stream.text().iterator().next()).isEqualTo("a");
        }
        connection.awaitGone();
    }

    @RepeatedTest(5)
    void anInterruptWhileWaitingForTheBody() throws InterruptedException {
        ChatCompletionStream stream = Streams.client(server).stream(Streams.chat());
        ServerConnection connection = server.accept();
        connection.read();
        connection.beginEvents().chunk(Streams.event(Streams.content("Tw")));
        Iterator<String> text = stream.text().iterator();
        text.next();
        FutureTask<Boolean> reader =
                new FutureTask<>(() -> !text.hasNext() && Thread.currentThread().isInterrupted());
        Thread thread = new Thread(reader, "test-reader");
        thread.start();

        thread.interrupt();

        assertThat(Streams.await(reader)).isTrue();
        connection.awaitGone();
        assertThat(stream.end()).contains(new StreamEnd.Cancelled());
        thread.join();
    }

    @Test
    void anInterruptWhileWaitingForTheHeaders() {
        ChatCompletionStream stream = Streams.client(server).stream(Streams.chat());
        ServerConnection connection = server.accept();
        connection.read();
        FutureTask<Boolean> reader = new FutureTask<>(() -> {
            boolean ended = !stream.iterator().hasNext();
            return ended && Thread.currentThread().isInterrupted();
        });
        Thread thread = new Thread(reader, "test-reader");
        thread.start();
        thread.interrupt();

        assertThat(Streams.await(reader)).isTrue();
        connection.awaitGone();
        assertThat(stream.end()).contains(new StreamEnd.Cancelled());
    }

    @Test
    void afterTheEndItChangesNothing() {
        server.handle(1, connection -> {
            connection.read();
            connection.beginEvents().chunk(Streams.two()).lastChunk();
        });
        ChatCompletionStream stream = Streams.client(server).stream(Streams.chat());
        Streams.texts(stream);
        stream.close();
        assertThat(stream.end()).contains(new StreamEnd.Completed(true));
        assertThat(stream.completion().choices().get(0).message().text()).isEqualTo("Two.");
    }

    @Test
    void aSlowReaderSlowsTheServerAndLosesNothing() {
        int events = 4_000;
        String piece = Streams.event(Streams.content("x".repeat(1_000)));
        server.handle(1, connection -> {
            connection.read();
            connection.beginEvents();
            for (int i = 0; i < events; i++) {
                connection.chunk(piece);
            }
            connection.chunk(Streams.event(Streams.FINISH) + Streams.DONE).lastChunk();
        });
        try (ChatCompletionStream stream = Streams.client(server).stream(Streams.chat())) {
            // The whole of it fits into no buffer between the two; reading begins when the server has long been stuck.
            assertThat(stream.response().status()).isEqualTo(200);
            assertThat(Streams.texts(stream)).hasSize(events);
        }
    }
}
