package dev.nagare.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** One reads at a time, and a subscriber to the end. */
class TurnTest {
    private final Turn turn = new Turn();

    @Test
    void threadsFollowOneAnother() {
        assertThat(turn.begin()).isTrue();
        turn.over();
        assertThat(turn.begin()).isTrue();
    }

    @Test
    void whoeverComesWhileAThreadLooksIsRefused() {
        turn.begin();
        assertThat(turn.begin()).isFalse();
        assertThat(turn.claim()).isFalse();
        assertThat(turn.refusal()).hasMessage("another thread reads the stream");
    }

    @Test
    void aSubscriberFollowsAThreadAndNobodyFollowsASubscriber() {
        turn.begin();
        turn.over();
        assertThat(turn.claim()).isTrue();
        assertThat(turn.claim()).isFalse();
        assertThat(turn.begin()).isFalse();
        assertThat(turn.refusal()).hasMessage("a subscriber or a listener reads the stream");
    }
}
