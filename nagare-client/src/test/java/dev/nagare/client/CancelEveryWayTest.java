package dev.nagare.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nagare.testkit.FaultyServer;
import dev.nagare.testkit.Http2Server;
import dev.nagare.testkit.ServerConnection;
import dev.nagare.testkit.TestTls;
import dev.nagare.wire.StreamEnd;
import java.net.http.HttpClient;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever way a stream is cancelled, before or after its first byte, over either version of HTTP: the server sees it. */
class CancelEveryWayTest {
    private static final HttpClient HTTP2 =
            Connections.transport().sslContext(TestTls.context()).build();
    /** Every way, before the first byte and after it. */
    static final String ALL = """
            CLOSE, false
            CLOSE, true
            INTERRUPT, false
            INTERRUPT, true
            FUTURE, false
            FUTURE, true
            SUBSCRIPTION, false
            SUBSCRIPTION, true
            """;

    /** How. */
    enum Way {
        CLOSE,
        INTERRUPT,
        FUTURE,
        SUBSCRIPTION
    }

    /** Somebody reads a stream in one of the ways, and somebody else cancels that. */
    interface Reading {
        /** Cancels, and waits until the reader is free. */
        void cancel() throws InterruptedException;
    }

    @ParameterizedTest
    @CsvSource(textBlock = ALL)
    void overHttp11(Way way, boolean afterFirstByte) throws InterruptedException {
        try (FaultyServer server = FaultyServer.start()) {
            ChatCompletionStream stream = Streams.client(server).stream(Streams.chat());
            BlockingQueue<String> read = new LinkedBlockingQueue<>();
            Reading reading = begin(way, stream, read);
            ServerConnection connection = server.accept();
            connection.read();
            if (afterFirstByte) {
                connection.beginEvents().chunk(Streams.event(Streams.content("a")));
                assertThat(read.poll(30, TimeUnit.SECONDS)).isEqualTo("a");
            }
            reading.cancel();
            connection.awaitGone();
            assertThat(stream.end()).contains(new StreamEnd.Cancelled());
            assertThat(read).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = ALL)
    void overHttp2(Way way, boolean afterFirstByte) throws InterruptedException {
        try (Http2Server server = Http2Server.start()) {
            ChatCompletionStream stream =
                    ChatClient.builder()
                            .baseUrl(server.url())
                            .httpClient(HTTP2)
                            .retries(RetryPolicy.NONE)
                            .build()
                            .stream(Streams.chat());
            BlockingQueue<String> read = new LinkedBlockingQueue<>();
            Reading reading = begin(way, stream, read);
            Http2Server.Exchange exchange = server.next();
            if (afterFirstByte) {
                exchange.beginEvents().data(Streams.event(Streams.content("a")));
                assertThat(read.poll(30, TimeUnit.SECONDS)).isEqualTo("a");
            }
            reading.cancel();
            exchange.awaitGone();
            assertThat(stream.end()).contains(new StreamEnd.Cancelled());
            assertThat(read).isEmpty();
        }
    }

    /** Begins to read; what is read goes into the queue. */
    static Reading begin(Way way, ChatCompletionStream stream, BlockingQueue<String> read) {
        return switch (way) {
            case CLOSE -> {
                FutureTask<Boolean> reader = new FutureTask<>(() -> readAll(stream, read));
                start(reader);
                yield () -> {
                    stream.close();
                    assertThat(Streams.await(reader)).isFalse();
                };
            }
            case INTERRUPT -> {
                FutureTask<Boolean> reader = new FutureTask<>(() -> readAll(stream, read));
                Thread thread = start(reader);
                yield () -> {
                    thread.interrupt();
                    // It stays noted.
                    assertThat(Streams.await(reader)).isTrue();
                };
            }
            case FUTURE -> {
                CompletableFuture<?> answer = stream.text().listen(read::add);
                yield () -> {
                    assertThat(answer.cancel(true)).isTrue();
                    assertThatThrownBy(answer::join).isInstanceOf(CancellationException.class);
                };
            }
            case SUBSCRIPTION -> {
                Subscriber subscriber = new Subscriber(read);
                stream.text().subscribe(subscriber);
                yield () -> subscriber.subscription.get().cancel();
            }
        };
    }

    /** Reads to the end; whether the thread has been interrupted. */
    private static boolean readAll(ChatCompletionStream stream, BlockingQueue<String> read) {
        stream.text().forEach(read::add);
        return Thread.currentThread().isInterrupted();
    }

    private static Thread start(FutureTask<Boolean> reader) {
        Thread thread = new Thread(reader, "test-reader");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Asks for everything and notes it. */
    private static final class Subscriber implements Flow.Subscriber<String> {
        private final BlockingQueue<String> read;
        private final AtomicReference<Flow.Subscription> subscription = new AtomicReference<>();

        Subscriber(BlockingQueue<String> read) {
            this.read = read;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription.set(given);
            given.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String text) {
            read.add(text);
        }

        @Override
        public void onError(Throwable error) {
            read.add("error");
        }

        @Override
        public void onComplete() {
            read.add("complete");
        }
    }
}
