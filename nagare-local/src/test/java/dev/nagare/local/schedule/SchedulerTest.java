package dev.nagare.local.schedule;

import static dev.nagare.local.schedule.StepByHand.MODEL;
import static dev.nagare.local.schedule.StepByHand.alone;
import static dev.nagare.local.schedule.StepByHand.prompt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nagare.local.schedule.RejectedSequenceException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SchedulerTest {
    private final Scheduler scheduler =
            new Scheduler(MODEL, StepByHand.config().withThreads(3).withSequences(2, 2));

    @AfterEach
    void close() {
        scheduler.close();
    }

    /** A listener whose end another thread can wait for, and which can be held in its first token. */
    private static final class Waiting extends RecordingListener {
        private final CompletableFuture<SequenceEnd> end = new CompletableFuture<>();
        private final CountDownLatch began = new CountDownLatch(1);
        private final AtomicReference<Thread> thread = new AtomicReference<>();

        Waiting() {
            super(StepByHand.VOCABULARY, 0);
        }

        @Override
        public int next(float[] logits, int offset, int position) {
            thread.set(Thread.currentThread());
            int token = super.next(logits, offset, position);
            began.countDown();
            return token;
        }

        @Override
        public void ended(SequenceEnd how) {
            super.ended(how);
            end.complete(how);
        }

        SequenceEnd await() throws Exception {
            return end.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void answersFromItsOwnThread() throws Exception {
        Waiting listener = new Waiting();
        scheduler.submit(prompt(20, 1), 30, listener);
        assertThat(listener.await()).isEqualTo(new SequenceEnd.LimitReached(0));
        assertThat(listener.tokens).isEqualTo(alone(prompt(20, 1), 30, 0));
        assertThat(listener.thread.get().getName()).isEqualTo("nagare-engine-0");
        assertThat(listener.thread.get().isDaemon()).isTrue();
    }

    @Test
    void wakesUpForEachOfManySequences() throws Exception {
        for (int i = 0; i < 50; i++) {
            Waiting listener = new Waiting();
            scheduler.submit(prompt(5, i), 3, listener);
            listener.await();
            assertThat(listener.tokens).isEqualTo(alone(prompt(5, i), 3, 0));
        }
    }

    @Test
    void cancelsAndResumesFromOtherThreads() throws Exception {
        Waiting cancelled = new Waiting();
        SequenceHandle handle = scheduler.submit(prompt(5, 1), 200, cancelled);
        Waiting paused = new Waiting();
        SequenceHandle other = scheduler.submit(prompt(5, 2), 200, paused);
        other.pause();
        handle.cancel();
        assertThat(cancelled.await()).isInstanceOf(SequenceEnd.Cancelled.class);
        other.resume();
        assertThat(paused.await()).isInstanceOf(SequenceEnd.LimitReached.class);
        assertThat(paused.tokens).isEqualTo(alone(prompt(5, 2), 200, 0));
        handle.resume();
        handle.cancel();
        assertThat(cancelled.ends).hasSize(1);
    }

    @Test
    void rejectsWhatItHasNoPlaceFor() throws Exception {
        List<SequenceHandle> handles = new ArrayList<>();
        List<Waiting> listeners = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Waiting listener = new Waiting();
            SequenceHandle handle = scheduler.submit(prompt(5, i), 200, listener);
            handle.pause();
            handles.add(handle);
            listeners.add(listener);
        }
        assertRejected(Reason.QUEUE_FULL, 5, 10, 1);
        handles.getFirst().cancel();
        listeners.getFirst().await();
        scheduler.submit(prompt(5, 9), 10, new Waiting());
        assertRejected(Reason.QUEUE_FULL, 5, 10, 1);
    }

    @Test
    void rejectsWhatWillNeverFit() {
        assertThat(scheduler.contextLength()).isEqualTo(256);
        assertRejected(Reason.TOO_LONG, 250, 7, 1);
        assertRejected(Reason.TOO_LONG, 1, Integer.MAX_VALUE, 1);
        assertRejected(Reason.TOO_LONG, 5, 5, 3);
    }

    @Test
    void refusesArgumentsThatMakeNoSense() {
        assertThatThrownBy(() -> scheduler.submit(new int[0], 1, new Waiting()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> scheduler.submit(new int[] {1}, 0, new Waiting()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> scheduler.submit(new int[] {StepByHand.VOCABULARY}, 1, new Waiting()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no token " + StepByHand.VOCABULARY);
        assertThatThrownBy(() -> scheduler.submit(new int[] {-1}, 1, new Waiting()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void closeEndsEverything() throws Exception {
        List<Waiting> listeners = List.of(new Waiting(), new Waiting(), new Waiting(), new Waiting());
        List<SequenceHandle> handles = new ArrayList<>();
        for (Waiting listener : listeners) {
            SequenceHandle handle = scheduler.submit(prompt(5, 1), 250, listener);
            handle.pause();
            handles.add(handle);
        }
        scheduler.close();
        for (Waiting listener : listeners) {
            assertThat(listener.end).isDone();
            assertThat(listener.await()).isInstanceOf(SequenceEnd.Closed.class);
        }
        assertRejected(Reason.CLOSED, 5, 10, 1);
        handles.forEach(SequenceHandle::cancel);
        scheduler.close();
    }

    @Test
    void aListenerMayCloseIt() throws Exception {
        Waiting listener = new Waiting();
        listener.before(count -> {
            if (count == 3) {
                scheduler.close();
            }
        });
        scheduler.submit(prompt(5, 1), 100, listener);
        assertThat(listener.await()).isEqualTo(new SequenceEnd.Closed(0));
        assertThat(listener.tokens).hasSize(4);
        scheduler.close();
    }

    @Test
    void surviveAnErrorInAListener() throws Exception {
        Waiting bad = new Waiting();
        bad.before(count -> {
            throw new StackOverflowError();
        });
        scheduler.submit(prompt(5, 1), 10, bad);
        assertThat(bad.await()).isInstanceOf(SequenceEnd.Failed.class);
        Waiting good = new Waiting();
        scheduler.submit(prompt(5, 2), 10, good);
        assertThat(good.await()).isEqualTo(new SequenceEnd.LimitReached(0));
    }

    private void assertRejected(Reason reason, int promptLength, int mostNew, int count) {
        List<Waiting> listeners = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            listeners.add(new Waiting());
        }
        assertThatExceptionOfType(RejectedSequenceException.class)
                .isThrownBy(() -> scheduler.submit(prompt(promptLength, 1), mostNew, listeners))
                .satisfies(rejected -> assertThat(rejected.reason()).isEqualTo(reason));
        assertThat(listeners).allSatisfy(listener -> assertThat(listener.ends).isEmpty());
    }
}
