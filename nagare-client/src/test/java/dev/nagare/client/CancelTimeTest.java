package dev.nagare.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.client.CancelEveryWayTest.Reading;
import dev.nagare.client.CancelEveryWayTest.Way;
import dev.nagare.testkit.FaultyServer;
import dev.nagare.testkit.FaultyServerExtension;
import dev.nagare.testkit.Http2Server;
import dev.nagare.testkit.ServerConnection;
import dev.nagare.testkit.TestTls;
import dev.nagare.wire.StreamEnd;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cancelling does not wait for the server, and neither does whoever is freed by it: the best of some tries takes no time. */
@ExtendWith(FaultyServerExtension.class)
class CancelTimeTest {
    private static final Duration LIMIT = Duration.ofMillis(100);

    /** A loaded machine may make any single try late, but not all of them. */
    private static final int TRIES = 20;

    /** One cancelled call; how long it took the reader to be free and the server to see it. */
    private interface Call {
        long nanos() throws InterruptedException;
    }

    private static void expectNoWait(Call call) throws InterruptedException {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < TRIES && best > LIMIT.toNanos(); i++) {
            best = Math.min(best, call.nanos());
        }
        assertThat(Duration.ofNanos(best)).isLessThan(LIMIT);
    }

    private static void awaitFirst(BlockingQueue<String> read) throws InterruptedException {
        assertThat(read.poll(30, TimeUnit.SECONDS)).isEqualTo("a");
    }

    @ParameterizedTest
    @CsvSource(textBlock = CancelEveryWayTest.ALL)
    void overHttp11(Way way, boolean afterFirstByte, FaultyServer server) throws InterruptedException {
        expectNoWait(() -> {
            BlockingQueue<String> read = new LinkedBlockingQueue<>();
            Reading reading = CancelEveryWayTest.begin(way, Streams.client(server).stream(Streams.chat()), read);
            ServerConnection connection = server.accept();
            connection.read();
            if (afterFirstByte) {
                connection.beginEvents().chunk(Streams.event(Streams.content("a")));
                awaitFirst(read);
            }
            long begin = System.nanoTime();
            reading.cancel();
            connection.awaitGone();
            return System.nanoTime() - begin;
        });
    }

    @ParameterizedTest
    @CsvSource(textBlock = CancelEveryWayTest.ALL)
    void overHttp2(Way way, boolean afterFirstByte) throws InterruptedException {
        try (Http2Server server = Http2Server.start()) {
            ChatClient client = ChatClient.builder()
                    .baseUrl(server.url())
                    .sslContext(TestTls.context())
                    .retries(RetryPolicy.NONE)
                    .build();
            expectNoWait(() -> {
                BlockingQueue<String> read = new LinkedBlockingQueue<>();
                Reading reading = CancelEveryWayTest.begin(way, client.stream(Streams.chat()), read);
                Http2Server.Exchange exchange = server.next();
                if (afterFirstByte) {
                    exchange.beginEvents().data(Streams.event(Streams.content("a")));
                    awaitFirst(read);
                }
                long begin = System.nanoTime();
                reading.cancel();
                exchange.awaitGone();
                return System.nanoTime() - begin;
            });
        }
    }

    @Test
    void anInterruptEndsAStreamThatNeverPauses(FaultyServer server) {
        String piece = Streams.event(Streams.content("x".repeat(500)));
        server.handle(1, connection -> {
            connection.read();
            connection.beginEvents();
            while (true) {
                connection.chunk(piece);
            }
        });
        ChatCompletionStream stream = Streams.client(server).stream(Streams.chat());
        FutureTask<Boolean> reader = Streams.inBackground(() -> {
            int pieces = 0;
            for (String ignored : stream.text()) {
                if (++pieces == 1_000) {
                    Thread.currentThread().interrupt();
                }
            }
            return Thread.currentThread().isInterrupted();
        });
        assertThat(Streams.await(reader)).isTrue();
        assertThat(stream.end()).contains(new StreamEnd.Cancelled());
    }
}
