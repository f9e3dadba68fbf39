package dev.nagare.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who runs, who waits and who is refused. */
class AdmissionTest {
    private final AtomicLong clock = new AtomicLong();
    private final List<String> told = new ArrayList<>();

    private Admission admission(int maxRunning, int maxQueued) {
        return new Admission(maxRunning, maxQueued, clock::get);
    }

    private Admission.@Nullable Place enter(Admission admission, String key, String name) {
        return admission.enter(key, new Admission.Waiter() {
            @Override
            public void admitted() {
                told.add(name);
            }

            @Override
            public void displaced() {
                told.add("-" + name);
            }
        });
    }

    private Admission.Place enters(Admission admission, String key, String name) {
        Admission.Place place = enter(admission, key, name);
        if (place == null) {
            throw new AssertionError(name + " was refused");
        }
        return place;
    }

    @Test
    void soManyRunAndTheOthersWaitInOrder() {
        Admission admission = admission(2, 10);
        Admission.Place first = enters(admission, "a", "1");
        Admission.Place second = enters(admission, "a", "2");
        Admission.Place third = enters(admission, "a", "3");
        Admission.Place fourth = enters(admission, "a", "4");
        assertThat(first.isRunning()).isTrue();
        assertThat(second.isRunning()).isTrue();
        assertThat(third.isWaiting()).isTrue();
        assertThat(admission.running()).isEqualTo(2);
        assertThat(admission.waiting()).isEqualTo(2);
        second.leave();
        second.leave();
        assertThat(told).containsExactly("3");
        assertThat(third.isRunning()).isTrue();
        assertThat(fourth.isWaiting()).isTrue();
        first.leave();
        third.leave();
        fourth.leave();
        assertThat(told).containsExactly("3", "4");
        assertThat(admission.running()).isZero();
        assertThat(admission.waiting()).isZero();
    }

    @Test
    void whoLeavesTheQueueIsNeverAdmitted() {
        Admission admission = admission(1, 10);
        Admission.Place running = enters(admission, "a", "1");
        enters(admission, "a", "2").leave();
        enters(admission, "a", "3");
        assertThat(admission.waiting()).isEqualTo(1);
        running.leave();
        assertThat(told).containsExactly("3");
    }

    @Test
    void keysTakeTurns() {
        Admission admission = admission(1, 100);
        Deque<Admission.Place> running = new ArrayDeque<>(List.of(enters(admission, "a", "a0")));
        List<Admission.Place> waiting = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            waiting.add(enters(admission, "a", "a" + i));
        }
        waiting.add(enters(admission, "b", "b1"));
        waiting.add(enters(admission, "b", "b2"));
        waiting.add(enters(admission, "c", "c1"));
        running.addAll(waiting);
        for (int i = 0; i < 8; i++) {
            Admission.Place place = running.stream()
                    .filter(Admission.Place::isRunning)
                    .findFirst()
                    .orElseThrow();
            place.leave();
        }
        assertThat(told).containsExactly("a1", "b1", "c1", "a2", "b2", "a3", "a4", "a5");
    }

    @Test
    void aFullQueueRefusesAndSaysWhenToComeBack() {
        Admission admission = admission(2, 3);
        assertThat(admission.retryAfterSeconds()).as("nothing is known yet").isEqualTo(1);
        Admission.Place first = enters(admission, "a", "1");
        enters(admission, "a", "2");
        clock.addAndGet(TimeUnit.SECONDS.toNanos(10));
        first.generated();
        first.leave();
        enters(admission, "a", "3");
        enters(admission, "a", "4");
        enters(admission, "a", "5");
        enters(admission, "a", "6");
        assertThat(enter(admission, "a", "7")).isNull();
        assertThat(admission.retryAfterSeconds())
                .as("10 s each, two at a time, the fourth in the queue")
                .isEqualTo(20);
        assertThat(told).isEmpty();
    }

    @Test
    void aPlaceThatIsGivenUpAtOnceSaysNothingOfWhenToComeBack() {
        Admission admission = admission(1, 100);
        Admission.Place first = enters(admission, "a", "1");
        List<Admission.Place> leaving = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            leaving.add(enters(admission, "a", "left" + i));
        }
        clock.addAndGet(TimeUnit.SECONDS.toNanos(10));
        first.generated();
        first.leave();
        assertThat(admission.retryAfterSeconds()).isEqualTo(120);
        // Each is admitted when the one before leaves, and its reader has gone.
        leaving.forEach(Admission.Place::leave);
        assertThat(admission.retryAfterSeconds()).isEqualTo(10);
    }

    @Test
    void whenToComeBackIsBounded() {
        Admission admission = admission(1, 0);
        Admission.Place place = enters(admission, "a", "1");
        clock.addAndGet(TimeUnit.HOURS.toNanos(3));
        place.generated();
        place.leave();
        assertThat(admission.retryAfterSeconds()).isEqualTo(120);
    }

    @Test
    void aKeyThatFillsTheQueueMakesRoomForTheOthers() {
        Admission admission = admission(1, 4);
        enters(admission, "a", "a0");
        enters(admission, "a", "a1");
        enters(admission, "a", "a2");
        enters(admission, "a", "a3");
        Admission.Place newest = enters(admission, "a", "a4");
        enters(admission, "b", "b1");
        assertThat(told).containsExactly("-a4");
        assertThat(newest.isWaiting()).isFalse();
        newest.leave();
        assertThat(admission.waiting()).isEqualTo(4);
        enters(admission, "c", "c1");
        assertThat(told).containsExactly("-a4", "-a3");
        assertThat(enter(admission, "b", "b2"))
                .as("a has two waiting, b would have two")
                .isNull();
        assertThat(enter(admission, "a", "a5")).isNull();
        assertThat(admission.waiting()).isEqualTo(4);
    }

    @Test
    void aQueueOfNoneRefusesAtOnce() {
        Admission admission = admission(1, 0);
        Admission.Place place = enters(admission, "a", "1");
        assertThat(enter(admission, "b", "2")).isNull();
        place.leave();
        assertThat(enter(admission, "b", "3")).isNotNull();
    }

    /** Many threads enter, run and leave; the bounds hold at every moment and nobody is forgotten. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theBoundsHoldUnderManyThreads(long seed) throws InterruptedException {
        int maxRunning = 3;
        int threads = 8;
        int rounds = 2_000;
        Admission admission = new Admission(maxRunning, 6, System::nanoTime);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger served = new AtomicInteger();
        AtomicInteger left = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(threads);
        for (int t = 0; t < threads; t++) {
            SplittableRandom random = new SplittableRandom(seed * 100 + t);
            Thread thread = new Thread(() -> {
                for (int i = 0; i < rounds; i++) {
                    CountDownLatch turn = new CountDownLatch(1);
                    AtomicInteger out = new AtomicInteger();
                    Admission.Place place = admission.enter("key" + random.nextInt(3), new Admission.Waiter() {
                        @Override
                        public void admitted() {
                            turn.countDown();
                        }

                        @Override
                        public void displaced() {
                            out.set(1);
                            turn.countDown();
                        }
                    });
                    if (place == null) {
                        left.incrementAndGet();
                        continue;
                    }
                    if (random.nextInt(8) == 0) {
                        place.leave();
                        left.incrementAndGet();
                        continue;
                    }
                    if (!place.isRunning()) {
                        awaitTurn(turn);
                    }
                    if (out.get() == 1) {
                        left.incrementAndGet();
                        continue;
                    }
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    inside.decrementAndGet();
                    served.incrementAndGet();
                    place.leave();
                }
                done.countDown();
            });
            thread.setDaemon(true);
            thread.start();
        }
        assertThat(done.await(60, TimeUnit.SECONDS)).as("nobody waits for good").isTrue();
        assertThat(most.get()).isLessThanOrEqualTo(maxRunning);
        assertThat(served.get() + left.get()).isEqualTo(threads * rounds);
        assertThat(admission.running()).isZero();
        assertThat(admission.waiting()).isZero();
    }

    private static void awaitTurn(CountDownLatch turn) {
        try {
            if (!turn.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("the turn never came");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
