package dev.nagare.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What comes out of the pipe when it is cut, stopped, left or broken, and since when what is in it has waited. */
class BodyPipeTest {
    private final AtomicLong now = new AtomicLong(100);
    private final AtomicInteger signals = new AtomicInteger();
    private final BodyPipe pipe = new BodyPipe(now::get, signals::incrementAndGet);
    private final Connection connection = new Connection();

    /** Notes what the pipe asks of the HTTP client. */
    private static final class Connection implements Flow.Subscription {
        long requested;
        boolean cancelled;

        @Override
        public void request(long count) {
            requested += count;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    private void begin() {
        pipe.begin();
        pipe.onSubscribe(connection);
    }

    private void piece(int bytes) {
        pipe.onNext(List.of(ByteBuffer.allocate(bytes)));
    }

    private static boolean isPiece(BodyPipe.@Nullable Piece piece) {
        return piece != null && !piece.isEnd() && !piece.buffers().isEmpty();
    }

    @Test
    void whatHasComeCanBeTakenAfterACut() {
        begin();
        piece(1);
        piece(1);
        pipe.cut();
        assertThat(connection.cancelled).isTrue();
        assertThat(pipe.isOver()).isTrue();
        assertThat(pipe.poll()).isSameAs(BodyPipe.HEAD);
        assertThat(isPiece(pipe.poll())).isTrue();
        assertThat(isPiece(pipe.poll())).isTrue();
        assertThat(pipe.poll()).isSameAs(BodyPipe.END);
    }

    @Test
    void nothingCanBeTakenAfterAStop() {
        begin();
        piece(1);
        pipe.stop();
        assertThat(connection.cancelled).isTrue();
        assertThat(pipe.poll()).isSameAs(BodyPipe.END);
        piece(1);
        assertThat(pipe.poll()).isSameAs(BodyPipe.END);
    }

    @Test
    void aStopAfterACutDropsWhatWasLeft() {
        begin();
        piece(1);
        pipe.cut();
        pipe.stop();
        assertThat(pipe.poll()).isSameAs(BodyPipe.END);
    }

    @Test
    void aBodyThatHasBeenReceivedNeedsNoCancel() {
        begin();
        pipe.onComplete();
        pipe.cut();
        assertThat(connection.cancelled).isFalse();
    }

    @Test
    void aConnectionThatComesAfterTheCutIsClosed() {
        pipe.cut();
        begin();
        assertThat(connection.cancelled).isTrue();
        assertThat(pipe.poll()).isSameAs(BodyPipe.END);
    }

    @Test
    void whatWaitsLongestSaysUntilWhenAllHasBeenSeen() {
        assertThat(pipe.seenUntil(100)).isEqualTo(100);
        begin();
        now.set(110);
        piece(1);
        now.set(120);
        piece(1);
        assertThat(pipe.seenUntil(200)).isEqualTo(100);
        pipe.poll();
        assertThat(pipe.seenUntil(200)).isEqualTo(110);
        pipe.poll();
        assertThat(pipe.seenUntil(200)).isEqualTo(120);
        pipe.poll();
        assertThat(pipe.seenUntil(200)).isEqualTo(200);
        assertThat(pipe.lastArrival()).isEqualTo(120);
    }

    @Test
    void theHeadIsAnArrivalToo() {
        now.set(150);
        begin();
        assertThat(pipe.lastArrival()).isEqualTo(150);
    }

    @Test
    void aFailureIsToldOnceAllHasBeenTaken() {
        begin();
        piece(1);
        IOException reset = new IOException("reset");
        pipe.onError(reset);
        pipe.onComplete();
        pipe.poll();
        assertThat(isPiece(pipe.poll())).isTrue();
        assertThat(pipe.poll()).isSameAs(BodyPipe.END);
        assertThat(pipe.failure()).isSameAs(reset);
    }

    @Test
    void aCallThatEndsWithoutABodyEndsThePipeButNoBodyThatHasBegun() {
        pipe.callOver(null);
        assertThat(pipe.poll()).isSameAs(BodyPipe.END);
        assertThat(pipe.failure()).isNull();

        BodyPipe begun = new BodyPipe(now::get, signals::incrementAndGet);
        begun.begin();
        begun.onSubscribe(connection);
        begun.callOver(new IOException("reset"));
        assertThat(begun.poll()).isSameAs(BodyPipe.HEAD);
        assertThat(begun.poll()).isNull();
    }

    @Test
    void demandFollowsWhatIsTaken() {
        begin();
        long first = connection.requested;
        for (int i = 0; i < first; i++) {
            piece(1);
        }
        pipe.poll();
        for (int i = 0; i < first; i++) {
            pipe.poll();
        }
        assertThat(connection.requested).isEqualTo(2 * first);
    }

    @Test
    void whatFollowsAnAnswerPassesUnreadUpToABound() {
        begin();
        piece(1);
        pipe.discard();
        piece(60 << 10);
        assertThat(connection.cancelled).isFalse();
        piece(5 << 10);
        assertThat(connection.cancelled).isTrue();
    }

    @Test
    void everyArrivalAndEveryEndIsSignalled() {
        begin();
        piece(1);
        pipe.onComplete();
        assertThat(signals).hasValue(3);
        pipe.cut();
        assertThat(signals).hasValue(4);
    }
}
