package dev.nagare.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.testkit.FaultyServer;
import dev.nagare.testkit.FaultyServerExtension;
import dev.nagare.testkit.ServerConnection;
import dev.nagare.wire.StreamEnd;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Cancelling does not wait for the server, and neither does whoever is freed by it: the best of some tries takes no time. */
@ExtendWith(FaultyServerExtension.class)
class CancelTimeTest {
    private static final Duration LIMIT = Duration.ofMillis(100);

    /** A loaded machine may make any single try late, but not all of them. */
    private static final int TRIES = 20;

    @Test
    void fromCloseToTheFreedReaderAndTheServersNotice(FaultyServer server) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < TRIES && best > LIMIT.toNanos(); i++) {
            ChatCompletionStream stream = Streams.client(server).stream(Streams.chat());
            ServerConnection connection = server.accept();
            connection.read();
            connection.beginEvents().chunk(Streams.event(Streams.content("a")));
            Iterator<String> text = stream.text().iterator();
            assertThat(text.next()).isEqualTo("a");
            FutureTask<Boolean> reader = Streams.inBackground(text::hasNext);
            long begin = System.nanoTime();
            stream.close();
            assertThat(Streams.await(reader)).isFalse();
            connection.awaitGone();
            best = Math.min(best, System.nanoTime() - begin);
        }
        assertThat(Duration.ofNanos(best)).isLessThan(LIMIT);
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
