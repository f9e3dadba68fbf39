package dev.nagare.local.schedule;

import static dev.nagare.local.schedule.StepByHand.alone;
import static dev.nagare.local.schedule.StepByHand.listener;
import static dev.nagare.local.schedule.StepByHand.prompt;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatcherTest {
    @Test
    void generatesWhatTheModelSays() {
        StepByHand by = new StepByHand();
        RecordingListener listener = listener();
        by.add(prompt(40, 1), 20, listener);
        by.run();
        assertThat(listener.tokens).isEqualTo(alone(prompt(40, 1), 20, 0));
        assertThat(listener.positions).isEqualTo(IntStream.range(40, 60).boxed().toList());
        assertThat(listener.ends).containsExactly(new SequenceEnd.LimitReached(0));
        assertThat(by.left).isEqualTo(1);
    }

    @Test
    void aSequenceOfOneTokenEndsWithItsPrompt() {
        StepByHand by = new StepByHand();
        RecordingListener listener = listener();
        by.add(prompt(1, 2), 1, listener);
        assertThat(by.batcher.step()).isTrue();
        assertThat(listener.tokens).hasSize(1);
        assertThat(listener.ends).containsExactly(new SequenceEnd.LimitReached(0));
        assertThat(by.batcher.step()).isFalse();
    }

    @Test
    void aListenerEndsItsSequence() {
        StepByHand by = new StepByHand();
        List<SequenceEnd> ends = new ArrayList<>();
        by.add(prompt(3, 3), 50, new SequenceListener() {
            @Override
            public int next(float[] logits, int offset, int position) {
                return position == 8 ? END : 1;
            }

            @Override
            public void ended(SequenceEnd end) {
                ends.add(end);
            }
        });
        by.run();
        assertThat(ends).containsExactly(new SequenceEnd.Finished(0));
        assertThat(by.steps).isEqualTo(6);
    }

    @Test
    void fourSequencesShareTheirSteps() {
        StepByHand by = new StepByHand();
        List<RecordingListener> listeners = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            RecordingListener listener = listener();
            listeners.add(listener);
            by.add(prompt(5 + i, i), 30, listener);
        }
        by.run();
        assertThat(by.steps).isLessThanOrEqualTo(31);
        for (int i = 0; i < 4; i++) {
            assertThat(listeners.get(i).tokens).isEqualTo(alone(prompt(5 + i, i), 30, 0));
        }
    }

    @Test
    void sequencesJoinWhileOthersRun() {
        StepByHand by = new StepByHand();
        RecordingListener first = listener();
        RecordingListener second = listener();
        by.add(prompt(10, 1), 20, first.before(count -> {
            if (count == 5) {
                by.add(prompt(12, 2), 20, second);
            }
        }));
        by.run();
        assertThat(first.tokens).isEqualTo(alone(prompt(10, 1), 20, 0));
        assertThat(second.tokens).isEqualTo(alone(prompt(12, 2), 20, 0));
        assertThat(by.steps).isEqualTo(26);
    }

    @Test
    void aLongPromptDoesNotHoldUpOthers() {
        StepByHand by = new StepByHand(StepByHand.config().withMostPromptRows(8));
        RecordingListener fast = listener();
        by.add(prompt(1, 1), 60, fast);
        by.batcher.step();
        RecordingListener slow = listener();
        by.add(prompt(160, 2), 3, slow);
        for (int i = 0; i < 20; i++) {
            assertThat(slow.tokens).isEmpty();
            by.batcher.step();
            assertThat(fast.tokens).hasSize(2 + i);
        }
        assertThat(slow.tokens).hasSize(1);
        by.run();
        assertThat(slow.tokens).isEqualTo(alone(prompt(160, 2), 3, 0));
    }

    @Test
    void aShortPromptDoesNotWaitForALongOne() {
        StepByHand by = new StepByHand(StepByHand.config().withMostPromptRows(8));
        RecordingListener slow = listener();
        by.add(prompt(160, 2), 3, slow);
        RecordingListener fast = listener();
        by.add(prompt(10, 1), 3, fast);
        for (int i = 0; i < 3; i++) {
            by.batcher.step();
        }
        assertThat(fast.tokens).hasSize(1);
        assertThat(slow.tokens).isEmpty();
        by.run();
        // Together they have 170 tokens; no room in a slice was left empty on the way.
        assertThat(by.steps + 3).isEqualTo(170 / 8 + 1 + 2);
        assertThat(fast.tokens).isEqualTo(alone(prompt(10, 1), 3, 0));
        assertThat(slow.tokens).isEqualTo(alone(prompt(160, 2), 3, 0));
    }

    @Test
    void cancelEndsWithinOneStep() {
        StepByHand by = new StepByHand();
        RecordingListener listener = listener();
        Sequence sequence = by.add(prompt(4, 1), 100, listener);
        RecordingListener other = listener();
        by.add(prompt(6, 2), 10, other);
        by.batcher.step();
        by.batcher.step();
        sequence.cancel();
        sequence.cancel();
        by.batcher.step();
        assertThat(listener.tokens).hasSize(2);
        assertThat(listener.ends).containsExactly(new SequenceEnd.Cancelled(0));
        by.run();
        assertThat(other.tokens).isEqualTo(alone(prompt(6, 2), 10, 0));
        assertThat(by.batcher.pool().used()).isZero();
    }

    @Test
    void cancelReachesSequencesThatWait() {
        StepByHand by = new StepByHand(StepByHand.config().withSequences(1, 10));
        RecordingListener first = listener();
        by.add(prompt(4, 1), 5, first);
        RecordingListener waiting = listener();
        Sequence sequence = by.add(prompt(4, 2), 5, waiting);
        by.batcher.step();
        sequence.cancel();
        by.batcher.step();
        assertThat(waiting.ends).containsExactly(new SequenceEnd.Cancelled(0));
        by.run();
        assertThat(first.tokens).hasSize(5);
        assertThat(waiting.tokens).isEmpty();
    }

    @Test
    void aStepThatOnlyCancelledSequencesNeedIsLeftBetweenLayers() {
        StepByHand by = new StepByHand();
        Sequence[] sequence = new Sequence[1];
        RecordingListener listener = listener().before(count -> {
            if (count == 3) {
                sequence[0].cancel();
            }
        });
        sequence[0] = by.add(prompt(4, 1), 100, listener);
        by.run();
        assertThat(listener.tokens).hasSize(4);
        assertThat(listener.ends).containsExactly(new SequenceEnd.Cancelled(0));
    }

    @Test
    void aPausedSequenceIsSkippedAndKeepsItsPlace() {
        StepByHand by = new StepByHand();
        RecordingListener listener = listener();
        Sequence sequence = by.add(prompt(40, 1), 20, listener);
        RecordingListener other = listener();
        by.add(prompt(7, 2), 30, other);
        for (int i = 0; i < 6; i++) {
            by.batcher.step();
        }
        int before = listener.tokens.size();
        sequence.pause();
        by.run();
        assertThat(other.ends).hasSize(1);
        assertThat(listener.tokens).hasSize(before);
        assertThat(listener.ends).isEmpty();
        sequence.resume();
        by.run();
        assertThat(listener.tokens).isEqualTo(alone(prompt(40, 1), 20, 0));
    }

    @Test
    void aPromptIsSkippedWhilePaused() {
        StepByHand by = new StepByHand();
        RecordingListener listener = listener();
        Sequence sequence = by.add(prompt(9, 1), 2, listener);
        sequence.pause();
        assertThat(by.batcher.step()).isFalse();
        sequence.cancel();
        assertThat(by.batcher.step()).isFalse();
        assertThat(listener.ends).containsExactly(new SequenceEnd.Cancelled(0));
        assertThat(by.batcher.pool().has(by.batcher.pool().bound())).isTrue();
    }

    @Test
    void aListenerThatThrowsEndsAlone() {
        StepByHand by = new StepByHand();
        IllegalStateException thrown = new IllegalStateException("no");
        RecordingListener bad = listener().before(count -> {
            if (count == 4) {
                throw thrown;
            }
        });
        RecordingListener good = listener();
        by.add(prompt(5, 1), 20, bad);
        by.add(prompt(6, 2), 20, good);
        by.run();
        assertThat(bad.tokens).hasSize(4);
        assertThat(bad.ends).containsExactly(new SequenceEnd.Failed(0, thrown));
        assertThat(good.tokens).isEqualTo(alone(prompt(6, 2), 20, 0));
    }

    @Test
    void anEndThatThrowsHarmsNobody() {
        StepByHand by = new StepByHand();
        by.add(prompt(5, 1), 2, new RecordingListener(StepByHand.VOCABULARY, 0) {
            @Override
            public void ended(SequenceEnd end) {
                throw new IllegalStateException("no");
            }
        });
        RecordingListener good = listener();
        by.add(prompt(6, 2), 10, good);
        by.run();
        assertThat(good.tokens).isEqualTo(alone(prompt(6, 2), 10, 0));
        assertThat(by.left).isEqualTo(2);
    }

    @Test
    void aTokenThatDoesNotExistFailsTheSequence() {
        StepByHand by = new StepByHand();
        List<SequenceEnd> ends = new ArrayList<>();
        by.add(prompt(5, 1), 2, new SequenceListener() {
            @Override
            public int next(float[] logits, int offset, int position) {
                return StepByHand.VOCABULARY;
            }

            @Override
            public void ended(SequenceEnd end) {
                ends.add(end);
            }
        });
        by.run();
        assertThat(ends)
                .singleElement()
                .isInstanceOfSatisfying(
                        SequenceEnd.Failed.class,
                        failed -> assertThat(failed.cause()).hasMessage("there is no token " + StepByHand.VOCABULARY));
    }

    @Test
    void tokensKeepTheirInterval() {
        StepByHand by = new StepByHand(StepByHand.config().withTokenInterval(Duration.ofMillis(10)));
        RecordingListener listener = listener();
        by.add(prompt(5, 1), 3, listener);
        by.run();
        assertThat(listener.tokens).hasSize(1);
        assertThat(by.batcher.idleNanos()).isEqualTo(10_000_000);
        by.now = 9_999_999;
        assertThat(by.batcher.step()).isFalse();
        by.now = 10_000_000;
        by.run();
        assertThat(listener.tokens).hasSize(2);
        by.now = 25_000_000;
        by.run();
        assertThat(listener.ends).containsExactly(new SequenceEnd.LimitReached(0));
        assertThat(by.batcher.idleNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aLateStepDoesNotMoveTheTokensAfterIt() {
        StepByHand by = new StepByHand(StepByHand.config().withTokenInterval(Duration.ofMillis(10)));
        RecordingListener listener = listener();
        by.add(prompt(5, 1), 9, listener);
        by.run();
        by.now = 17_000_000;
        by.run();
        assertThat(listener.tokens).hasSize(2);
        assertThat(by.batcher.idleNanos()).isEqualTo(3_000_000);
        by.now = 5_000_000_000L;
        by.run();
        assertThat(listener.tokens).as("seconds of waiting are not made up for").hasSize(3);
        assertThat(by.batcher.idleNanos()).isEqualTo(10_000_000);
    }

    @Test
    void endAllEndsEverySequenceOnce() {
        StepByHand by = new StepByHand(StepByHand.config().withSequences(2, 10));
        List<RecordingListener> listeners = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            RecordingListener listener = listener();
            listeners.add(listener);
            by.add(prompt(5, i), 20, listener);
        }
        by.batcher.step();
        by.batcher.endAll(null);
        by.batcher.endAll(null);
        assertThat(listeners)
                .allSatisfy(listener -> assertThat(listener.ends).containsExactly(new SequenceEnd.Closed(0)));
        assertThat(by.left).isEqualTo(5);
        assertThat(by.batcher.pool().used()).isZero();
        assertThat(by.batcher.step()).isFalse();
    }
}
