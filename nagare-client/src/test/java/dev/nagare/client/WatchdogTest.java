package dev.nagare.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The thread that looks after all calls: what is wrong with one of them is not the others' trouble. */
class WatchdogTest {
    private static final long FAR = TimeUnit.DAYS.toNanos(1);

    private final Watchdog watchdog = new Watchdog(System::nanoTime, true);

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aCallThatThrowsIsLeftAloneAndTheOthersAreLookedAfter() throws InterruptedException {
        AtomicInteger throwing = new AtomicInteger();
        watchdog.add(
                now -> {
                    throwing.incrementAndGet();
                    throw new AssertionError("broken");
                },
                1);
        CountDownLatch first = new CountDownLatch(1);
        watchdog.add(
                now -> {
                    first.countDown();
                    return FAR;
                },
                1);
        await(first);
        CountDownLatch second = new CountDownLatch(1);
        watchdog.add(
                now -> {
                    second.countDown();
                    return FAR;
                },
                1);
        await(second);
        assertThat(throwing).hasValue(1);
    }

    @Test
    void aDeadlineThatComesToBeEarlierIsHeardOf() throws InterruptedException {
        CountDownLatch looked = new CountDownLatch(1);
        CountDownLatch again = new CountDownLatch(2);
        watchdog.add(
                now -> {
                    looked.countDown();
                    again.countDown();
                    return FAR;
                },
                FAR);
        await(looked);
        watchdog.hurry(FAR + FAR);
        watchdog.hurry(1);
        await(again);
    }

    @Test
    void aNewCallWithNoEarlierDeadlineDisturbsNoOther() throws InterruptedException {
        AtomicInteger looks = new AtomicInteger();
        CompletableFuture<Thread> looking = new CompletableFuture<>();
        watchdog.add(
                now -> {
                    looks.incrementAndGet();
                    looking.complete(Thread.currentThread());
                    return FAR;
                },
                FAR);
        asleep(looking.join());
        for (int i = 0; i < 100; i++) {
            watchdog.add(now -> FAR, FAR + FAR);
            asleep(looking.join());
        }
        assertThat(looks).hasValue(1);

        CountDownLatch urgent = new CountDownLatch(1);
        watchdog.add(
                now -> {
                    urgent.countDown();
                    return FAR;
                },
                1);
        await(urgent);
    }

    private static void asleep(Thread thread) {
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aThreadThatIsInterruptedIsFollowedByAnother() throws InterruptedException {
        CountDownLatch twoThreads = new CountDownLatch(1);
        Thread[] first = new Thread[1];
        watchdog.add(
                now -> {
                    Thread here = Thread.currentThread();
                    if (first[0] == null) {
                        first[0] = here;
                        here.interrupt();
                    } else if (first[0] != here) {
                        twoThreads.countDown();
                    }
                    return FAR;
                },
                1);
        await(twoThreads);
    }
}
