package dev.nagare.local.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Pages when memory runs out: nothing of them is lost. */
class SequenceCacheTest {
    private static final int BOUND = 8;

    private int memory = 3;
    private final PagePool pool = new PagePool(this::page, BOUND);

    private CachePage page() {
        if (memory == 0) {
            throw new OutOfMemoryError("on purpose");
        }
        memory--;
        return new CachePage(4);
    }

    @Test
    void aForkWithoutMemoryGivesBackWhatItHasTaken() {
        SequenceCache cache = new SequenceCache(pool, List.of(), 8);
        cache.ensure(70);
        cache.advance(70);
        assertThat(pool.used()).isEqualTo(3);
        assertThatThrownBy(() -> cache.fork(4)).isInstanceOf(OutOfMemoryError.class);
        cache.release();
        assertThat(pool.used()).isZero();
        assertThat(pool.has(BOUND)).isTrue();
        assertThat(pool.created()).isEqualTo(3);
    }

    @Test
    void aForkThatHasMemoryLaterIsWhole() {
        SequenceCache cache = new SequenceCache(pool, List.of(), 8);
        cache.ensure(70);
        cache.advance(70);
        cache.page(2)[1] = 5;
        assertThatThrownBy(() -> cache.fork(2)).isInstanceOf(OutOfMemoryError.class);
        memory = 1;
        SequenceCache fork = cache.fork(2);
        assertThat(fork.length()).isEqualTo(70);
        assertThat(fork.page(1)).isSameAs(cache.page(1));
        assertThat(fork.page(2)).isNotSameAs(cache.page(2)).containsExactly(0, 5, 0, 0);
        cache.release();
        fork.release();
        assertThat(pool.used()).isZero();
        assertThat(pool.has(BOUND)).isTrue();
    }

    @Test
    void aSequenceWithoutMemoryKeepsItsReservation() {
        SequenceCache cache = new SequenceCache(pool, List.of(), 8);
        assertThatThrownBy(() -> cache.ensure(200)).isInstanceOf(OutOfMemoryError.class);
        assertThat(pool.used()).isEqualTo(3);
        assertThat(pool.has(0)).isTrue();
        assertThat(pool.has(1)).isFalse();
        cache.release();
        assertThat(pool.has(BOUND)).isTrue();
    }
}
