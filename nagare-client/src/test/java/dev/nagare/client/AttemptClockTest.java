package dev.nagare.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.client.Deadlines.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is left of which deadline; all times are in nanoseconds, from a moment at which a clock may as well overflow. */
class AttemptClockTest {
    private static final long BEGIN = nearlyOver();
    private static final long NEVER = Long.MAX_VALUE;
    private static final Duration HUNDRED = Duration.ofNanos(100);

    private final AttemptClock clock =
            new AttemptClock(new Deadlines(HUNDRED, HUNDRED, HUNDRED, HUNDRED, HUNDRED, HUNDRED), BEGIN - 10, BEGIN);

    private static long nearlyOver() {
        return Long.MAX_VALUE - 5;
    }

    private long left(Kind kind, long now) {
        return clock.left(kind, BEGIN + now, BEGIN);
    }

    @Test
    void headersRunFromTheAttemptsBeginWhetherAnyoneWaitsOrNot() {
        assertThat(left(Kind.HEADERS, 30)).isEqualTo(70);
        clock.headCame(BEGIN + 40);
        assertThat(left(Kind.HEADERS, 50)).isEqualTo(NEVER);
        assertThat(clock.headTime()).isEqualTo(Duration.ofNanos(50));
    }

    @Test
    void theTotalRunsFromTheCallsBegin() {
        assertThat(left(Kind.TOTAL, 30)).isEqualTo(60);
    }

    @Test
    void theFirstContentIsWaitedForFromTheRequestOn() {
        assertThat(left(Kind.FIRST_CONTENT, 30)).isEqualTo(NEVER);
        clock.waitBegins(BEGIN + 30);
        assertThat(left(Kind.FIRST_CONTENT, 40)).isEqualTo(60);
        clock.headCame(BEGIN + 50);
        assertThat(left(Kind.FIRST_CONTENT, 60)).isEqualTo(40);
        clock.eventCame(BEGIN + 70, false);
        assertThat(left(Kind.FIRST_CONTENT, 80)).isEqualTo(20);
        clock.eventCame(BEGIN + 90, true);
        assertThat(left(Kind.FIRST_CONTENT, 95)).isEqualTo(NEVER);
    }

    @Test
    void afterTheHeadTheFirstContentLosesNoTimeWhileNobodyWaits() {
        clock.headCame(BEGIN + 20);
        clock.waitBegins(BEGIN + 1_000);
        assertThat(left(Kind.FIRST_CONTENT, 1_000)).isEqualTo(80);
        clock.waitOver(BEGIN + 1_010);
        clock.waitBegins(BEGIN + 5_000);
        assertThat(left(Kind.FIRST_CONTENT, 5_000)).isEqualTo(70);
    }

    @Test
    void progressRunsFromTheLastEventAndNothingElse() {
        clock.headCame(BEGIN);
        clock.waitBegins(BEGIN);
        assertThat(left(Kind.PROGRESS, 10)).isEqualTo(NEVER);
        clock.eventCame(BEGIN + 20, true);
        assertThat(left(Kind.PROGRESS, 50)).isEqualTo(70);
        clock.eventCame(BEGIN + 60, false);
        assertThat(left(Kind.PROGRESS, 60)).isEqualTo(100);
    }

    @Test
    void progressLosesNoTimeWhileNobodyWaitsButKeepsWhatWasWaited() {
        clock.headCame(BEGIN);
        clock.waitBegins(BEGIN);
        clock.eventCame(BEGIN, true);
        clock.waitOver(BEGIN + 60);
        assertThat(left(Kind.PROGRESS, 70)).isEqualTo(NEVER);
        clock.waitBegins(BEGIN + 1_000);
        assertThat(left(Kind.PROGRESS, 1_000)).isEqualTo(40);
        clock.waitOver(BEGIN + 1_010);
        clock.waitBegins(BEGIN + 2_000);
        assertThat(left(Kind.PROGRESS, 2_030)).isEqualTo(0);
    }

    @Test
    void anEventThatHadLongComeWhenItIsReadTakesNoTimeAway() {
        clock.headCame(BEGIN);
        clock.waitBegins(BEGIN + 1_000);
        clock.eventCame(BEGIN + 10, true);
        assertThat(left(Kind.PROGRESS, 1_000)).isEqualTo(100);
        clock.waitOver(BEGIN + 1_000);
        clock.eventCame(BEGIN + 20, true);
        clock.waitBegins(BEGIN + 3_000);
        assertThat(left(Kind.PROGRESS, 3_000)).isEqualTo(100);
    }

    @Test
    void idleRunsFromTheLastByteOrFromWhereTheWaitBegan() {
        clock.headCame(BEGIN);
        clock.waitBegins(BEGIN + 30);
        assertThat(clock.left(Kind.IDLE, BEGIN + 40, BEGIN + 10)).isEqualTo(90);
        assertThat(clock.left(Kind.IDLE, BEGIN + 40, BEGIN + 35)).isEqualTo(95);
        clock.waitOver(BEGIN + 40);
        assertThat(clock.left(Kind.IDLE, BEGIN + 500, BEGIN + 35)).isEqualTo(NEVER);
    }

    @Test
    void idleWaitsForTheHead() {
        clock.waitBegins(BEGIN);
        assertThat(left(Kind.IDLE, 50)).isEqualTo(NEVER);
    }

    @Test
    void whatHasComeInTimeIsLookedAtBeforeADeadlineOfWaitingPasses() {
        clock.headCame(BEGIN);
        clock.waitBegins(BEGIN);
        clock.eventCame(BEGIN, true);
        assertThat(clock.passed(BEGIN + 95, BEGIN + 95, BEGIN + 95)).isEqualTo(Kind.TOTAL);
        AttemptClock untimed = new AttemptClock(new Deadlines(null, null, null, HUNDRED, null, null), BEGIN, BEGIN);
        untimed.headCame(BEGIN);
        untimed.waitBegins(BEGIN);
        untimed.eventCame(BEGIN, true);
        assertThat(untimed.passed(BEGIN + 100, BEGIN + 99, BEGIN + 99)).isNull();
        assertThat(untimed.passed(BEGIN + 110, BEGIN + 109, BEGIN + 101)).isEqualTo(Kind.PROGRESS);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aDeadlineOfForEverHasNotPassedBeforeItBegan(Kind kind) {
        Duration forEver = Duration.ofSeconds(Long.MAX_VALUE);
        AttemptClock eternal =
                new AttemptClock(new Deadlines(forEver, forEver, forEver, forEver, forEver, forEver), BEGIN, BEGIN);
        eternal.waitBegins(BEGIN);
        for (int i = 0; i < 3; i++) {
            // Whoever asks may have looked at the clock before what has happened since.
            assertThat(eternal.left(kind, BEGIN - 1_000, BEGIN)).isPositive();
            assertThat(eternal.passed(BEGIN - 1_000, BEGIN, BEGIN - 2_000)).isNull();
            eternal.headCame(BEGIN);
            if (i == 1) {
                eternal.eventCame(BEGIN, true);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void withoutADeadlineNothingPasses(Kind kind) {
        AttemptClock none = new AttemptClock(new Deadlines(null, null, null, null, null, null), BEGIN, BEGIN);
        none.waitBegins(BEGIN);
        none.headCame(BEGIN);
        assertThat(none.left(kind, BEGIN + 1_000_000, BEGIN)).isEqualTo(NEVER);
        assertThat(none.left(BEGIN + 1_000_000, BEGIN)).isEqualTo(NEVER);
    }
}
