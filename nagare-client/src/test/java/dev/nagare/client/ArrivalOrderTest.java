package dev.nagare.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nagare.wire.ChatCompletion;
import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.StreamEnd;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Between one look of the reader and the next anything may have arrived: the head, the first piece, the end. Whatever it was,
 * the reader sees it in that order and loses nothing.
 */
class ArrivalOrderTest {
    private static final String FIRST = Streams.event(Streams.content("a"));
    private static final String REST = Streams.event(Streams.FINISH) + Streams.DONE;

    private final ManualHttp http = new ManualHttp();
    private final AtomicLong now = new AtomicLong();
    private final Watchdog watchdog = new Watchdog(now::get, false);
    private final ClientTime time = new ClientTime(now::get, watchdog, () -> 0.5);
    private final StreamReader<ChatCompletionChunk, ChatCompletion> reader = new StreamReader<>(
            new Call(
                    http,
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1/v1")).build(),
                    new ClientSettings(
                            Deadlines.DEFAULT.withTotal(Duration.ofHours(1)),
                            RetryPolicy.NONE,
                            EndPolicy.FINISH_REASONS,
                            1 << 20,
                            Runnable::run),
                    time),
            new ChatAssembly(1),
            null);

    private void expectFirstChunkAndTheEnd() {
        assertThat(reader.tryHasNext()).isTrue();
        assertThat(String.valueOf(reader.take())).contains("content=a");
        http.piece(REST);
        assertThat(reader.tryHasNext()).isTrue();
        reader.take();
        assertThat(reader.tryHasNext()).isFalse();
        assertThat(reader.state().end()).contains(new StreamEnd.Completed(true));
    }

    @Test
    void nothingThenTheHeadThenTheFirstPiece() {
        assertThat(reader.tryHasNext()).isFalse();
        http.head();
        assertThat(reader.tryHasNext()).isFalse();
        http.piece(FIRST);
        expectFirstChunkAndTheEnd();
    }

    @Test
    void theFirstPieceJustAfterTheHead() {
        assertThat(reader.tryHasNext()).isFalse();
        http.head();
        http.piece(FIRST);
        expectFirstChunkAndTheEnd();
    }

    @Test
    void everythingBeforeTheFirstLook() {
        http.head();
        http.piece(FIRST);
        expectFirstChunkAndTheEnd();
    }

    @Test
    void theEndJustAfterTheHead() {
        assertThat(reader.tryHasNext()).isFalse();
        http.head();
        http.end();
        assertThat(reader.tryHasNext()).isFalse();
        assertThat(reader.state().end().orElseThrow()).isInstanceOf(StreamEnd.Truncated.class);
    }

    @Test
    void aWholeBodyAndItsEndBeforeTheFirstLook() {
        http.head();
        http.piece(FIRST + REST);
        http.end();
        assertThat(reader.completion().choices().get(0).message().text()).isEqualTo("a");
    }

    @Test
    void aFailureInPlaceOfTheHead() {
        assertThat(reader.tryHasNext()).isFalse();
        http.fail(new IOException("reset"));
        assertThatThrownBy(reader::hasNext).isInstanceOf(TransportException.class);
    }

    /** The JDK's client does so when a reset of HTTP/2 comes while it hands the body over. */
    @Test
    void aFailureThatTheBodyIsNotToldOf() {
        http.head();
        http.piece(FIRST);
        http.fail(new IOException("reset"));
        passes(Duration.ofSeconds(2));
        assertThat(reader.tryHasNext()).as("what had come").isTrue();
        reader.take();

        http.piece(Streams.event(Streams.content("b")));
        assertThat(reader.tryHasNext()).as("what comes after the failure").isTrue();
        reader.take();
        passes(Duration.ofMillis(999));
        assertThat(reader.tryHasNext()).isFalse();
        assertThat(reader.state().end()).as("the end may still be told").isEmpty();

        passes(Duration.ofMillis(1));
        assertThatThrownBy(reader::hasNext).isInstanceOfSatisfying(TransportException.class, e -> {
            assertThat(e).hasRootCauseMessage("reset");
            assertThat(e.partial().orElseThrow().text()).isEqualTo("ab");
        });
    }

    @Test
    void theSecondAfterAFailureCountsFromWhatWasTakenLast() {
        http.head();
        http.piece(FIRST);
        http.fail(new IOException("reset"));
        passes(Duration.ofSeconds(1));
        now.addAndGet(Duration.ofMillis(999).toNanos());
        assertThat(reader.tryHasNext()).isTrue();
        reader.take();
        passes(Duration.ofMillis(1));
        assertThat(reader.tryHasNext()).as("the rest may still come").isFalse();
        http.piece(REST);
        http.end();
        while (reader.tryHasNext()) {
            reader.take();
        }
        assertThat(reader.state().end()).contains(new StreamEnd.Completed(true));
    }

    private void passes(Duration time) {
        now.addAndGet(time.toNanos());
        watchdog.check();
    }

    @Test
    void closedBetweenTheHeadAndTheFirstPiece() {
        http.head();
        reader.close();
        http.piece(FIRST);
        assertThat(reader.hasNext()).isFalse();
        assertThat(http.isCancelled()).isTrue();
        assertThat(reader.state().end()).contains(new StreamEnd.Cancelled());
    }

    @Test
    void whatIsOverIsNotCancelled() {
        http.head();
        http.piece("{}");
        http.end();
        assertThatThrownBy(reader::hasNext).isInstanceOf(ProtocolException.class);
        // By now the connection may serve another call, which would break.
        assertThat(http.isCancelled()).isFalse();
    }

    @Test
    void aDeadlineThatPassesDropsNothingOfWhatHadCome() {
        http.head();
        http.piece(FIRST);
        http.piece(Streams.event(Streams.content("b")));
        now.addAndGet(Duration.ofHours(1).toNanos());
        watchdog.check();
        assertThat(http.isCancelled()).isTrue();

        assertThat(reader.hasNext()).isTrue();
        assertThat(String.valueOf(reader.take())).contains("content=a");
        assertThat(reader.hasNext()).isTrue();
        assertThat(String.valueOf(reader.take())).contains("content=b");
        assertThatThrownBy(reader::hasNext).isInstanceOfSatisfying(DeadlineException.class, e -> {
            assertThat(e.kind()).isEqualTo(Deadlines.Kind.TOTAL);
            assertThat(e.partial().orElseThrow().text()).isEqualTo("ab");
        });
    }

    @Test
    void aSubscriberIsToldOfNothingBeforeItKnowsItsSubscription() {
        http.head();
        http.piece(FIRST);
        http.piece(REST);
        List<String> signals = new ArrayList<>();
        // The reader's executor runs everything in the calling thread: what came too early would be seen to.
        new StreamView<>(reader, Items.single(reader, chunk -> "chunk")).subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(10);
                signals.add("subscribed");
            }

            @Override
            public void onNext(String item) {
                signals.add(item);
            }

            @Override
            public void onError(Throwable error) {
                signals.add("error");
            }

            @Override
            public void onComplete() {
                signals.add("complete");
            }
        });
        assertThat(signals).containsExactly("subscribed", "chunk", "chunk", "complete");
    }

    @Test
    void thePipeItselfNeverShowsAPieceBeforeTheHead() {
        BodyPipe pipe = new BodyPipe(() -> 0, () -> {});
        assertThat(pipe.poll()).isNull();
        pipe.begin();
        pipe.onNext(List.of(ByteBuffer.allocate(1)));
        pipe.onComplete();
        assertThat(pipe.poll()).isSameAs(BodyPipe.HEAD);
        assertThat(pipe.poll()).satisfies(piece -> assertThat(piece.isEnd()).isFalse());
        assertThat(pipe.poll()).isSameAs(BodyPipe.END);
    }
}
