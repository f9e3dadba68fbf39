package dev.nagare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.wire.Usage;
import org.junit.jupiter.api.Test;

/** The closing line's rate, on a clock by hand. */
class StopwatchTest {
    /** Where such a clock begins says nothing, so here it is below 0. */
    private static final long BEGIN = -3_600_000_000_000L;

    private long now = BEGIN;
    private final Stopwatch watch = new Stopwatch(() -> now);

    private void text(long millis) {
        now = BEGIN + millis * 1_000_000;
        watch.text();
    }

    @Test
    void aStreamHasARate() {
        text(10);
        text(510);
        assertThat(watch.closingLine(Usage.of(7, 6))).contains("first token 10 ms, total 510 ms, 10 tokens/s, 7 + 6");
    }

    @Test
    void whatCameWholeHasNone() {
        text(10);
        now += 1;
        assertThat(watch.closingLine(Usage.of(7, 6))).doesNotContain("tokens/s").contains("7 + 6 = 13 tokens");
    }
}
