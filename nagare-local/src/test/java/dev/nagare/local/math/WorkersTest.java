package dev.nagare.local.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkersTest {
    private final ConcurrentLinkedQueue<Thread> threads = new ConcurrentLinkedQueue<>();
    private final Workers workers = new Workers(4, task -> {
        Thread thread = Thread.ofPlatform().daemon().unstarted(task);
        threads.add(thread);
        return thread;
    });

    @AfterEach
    void close() {
        workers.close();
    }

    @Test
    void everyUnitIsDoneOnce() {
        doUnits();
    }

    private void doUnits() {
        for (int units = 0; units < 300; units++) {
            AtomicIntegerArray done = new AtomicIntegerArray(units);
            workers.run(Long.MAX_VALUE, units, (worker, from, to) -> {
                assertThat(worker).isBetween(0, 3);
                for (int i = from; i < to; i++) {
                    done.incrementAndGet(i);
                }
            });
            for (int i = 0; i < units; i++) {
                assertThat(done.get(i)).isEqualTo(1);
            }
        }
    }

    @Test
    void allThreadsTakePart() {
        CyclicBarrier together = new CyclicBarrier(4);
        ConcurrentLinkedQueue<Integer> seen = new ConcurrentLinkedQueue<>();
        for (int round = 0; round < 20; round++) {
            seen.clear();
            workers.run(Long.MAX_VALUE, 4, (worker, from, to) -> {
                seen.add(worker);
                try {
                    together.await(30, TimeUnit.SECONDS);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(seen).containsExactlyInAnyOrder(0, 1, 2, 3);
        }
    }

    @Test
    void aSmallJobStaysOnItsCaller() {
        Thread caller = Thread.currentThread();
        workers.run(Workers.SMALL - 1, 100, (worker, from, to) -> {
            assertThat(Thread.currentThread()).isSameAs(caller);
            assertThat(List.of(worker, from, to)).containsExactly(0, 0, 100);
        });
    }

    @Test
    void aFailureIsTheCallers() {
        for (int unit : new int[] {0, 57, 99}) {
            assertThatThrownBy(() -> workers.run(Long.MAX_VALUE, 100, (worker, from, to) -> {
                        if (from <= unit && unit < to) {
                            throw new IllegalArgumentException("no");
                        }
                    }))
                    .hasRootCauseMessage("no");
        }
        doUnits();
    }

    @Test
    void threadsParkAndEnd() throws Exception {
        CountDownLatch ran = new CountDownLatch(1);
        workers.run(Long.MAX_VALUE, 2, (worker, from, to) -> ran.countDown());
        for (Thread thread : threads) {
            while (thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        }
        workers.close();
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
