package dev.nagare.local.schedule;

import static dev.nagare.local.schedule.StepByHand.alone;
import static dev.nagare.local.schedule.StepByHand.listener;
import static dev.nagare.local.schedule.StepByHand.prompt;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages: shared between the sequences of a prompt, kept for later ones, bounded, and all given back. */
class MemoryTest {
    @ParameterizedTest(name = "a prompt of {0}")
    @ValueSource(ints = {1, 31, 32, 33, 63, 64, 65, 100})
    void sequencesOfOnePromptComputeItOnce(int length) {
        StepByHand by = new StepByHand();
        List<RecordingListener> listeners = new ArrayList<>();
        for (int rank = 0; rank < 4; rank++) {
            listeners.add(new RecordingListener(StepByHand.VOCABULARY, rank));
        }
        by.add(prompt(length, 1), 40, listeners);
        while (listeners.getFirst().tokens.isEmpty()) {
            by.batcher.step();
        }
        int full = length / 32;
        assertThat(by.batcher.pool().used()).isEqualTo(full + (length % 32 == 0 ? 0 : 4));
        by.run();
        for (int rank = 0; rank < 4; rank++) {
            assertThat(listeners.get(rank).tokens).isEqualTo(alone(prompt(length, 1), 40, rank));
        }
        assertGivenBack(by);
    }

    @Test
    void aCancelledSiblingDoesNotStopThePrompt() {
        StepByHand by = new StepByHand(StepByHand.config().withMostPromptRows(8));
        List<RecordingListener> listeners = List.of(listener(), listener(), listener());
        List<Sequence> sequences = by.add(prompt(70, 1), 10, listeners);
        by.batcher.step();
        sequences.getFirst().cancel();
        by.run();
        assertThat(listeners.getFirst().ends).containsExactly(new SequenceEnd.Cancelled(0));
        assertThat(listeners.getFirst().tokens).isEmpty();
        assertThat(listeners.get(1).tokens).isEqualTo(alone(prompt(70, 1), 10, 0));
        assertThat(listeners.get(2).tokens).isEqualTo(alone(prompt(70, 1), 10, 0));
        assertGivenBack(by);
    }

    @Test
    void theNextTurnComputesOnlyWhatIsNew() {
        StepByHand by = new StepByHand();
        RecordingListener first = listener();
        by.add(prompt(70, 1), 60, first);
        by.run();
        int[] next = Arrays.copyOf(prompt(70, 1), 140);
        for (int i = 0; i < 60; i++) {
            next[70 + i] = first.tokens.get(i);
        }
        RecordingListener second = listener();
        by.add(next, 5, second);
        by.run();
        assertThat(second.tokens).isEqualTo(alone(next, 5, 0));
        assertThat(second.ends).containsExactly(new SequenceEnd.LimitReached(128));
    }

    @Test
    void atLeastOneTokenOfAPromptIsComputed() {
        StepByHand by = new StepByHand();
        for (int expected : new int[] {0, 32}) {
            RecordingListener listener = listener();
            by.add(prompt(64, 1), 3, listener);
            by.run();
            assertThat(listener.tokens).isEqualTo(alone(prompt(64, 1), 3, 0));
            assertThat(listener.ends).containsExactly(new SequenceEnd.LimitReached(expected));
        }
    }

    @Test
    void sequencesWaitForMemory() {
        StepByHand by = new StepByHand(StepByHand.pages(10));
        List<RecordingListener> listeners = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            RecordingListener listener = listener();
            listeners.add(listener);
            by.add(prompt(100, i), 29, listener);
        }
        by.batcher.step();
        by.run();
        for (int i = 0; i < 6; i++) {
            assertThat(listeners.get(i).tokens).isEqualTo(alone(prompt(100, i), 29, 0));
        }
        assertThat(by.batcher.pool().created()).isLessThanOrEqualTo(10);
        assertGivenBack(by);
    }

    @Test
    void anOldPrefixGivesWayToANewSequence() {
        StepByHand by = new StepByHand(StepByHand.pages(8));
        for (int i = 0; i < 10; i++) {
            RecordingListener listener = listener();
            by.add(prompt(100, i), 10, listener);
            by.run();
            assertThat(listener.ends).containsExactly(new SequenceEnd.LimitReached(0));
        }
        assertThat(by.batcher.pool().created()).isEqualTo(8);
        assertThat(by.batcher.pool().tree().size()).isLessThanOrEqualTo(8);
        RecordingListener again = listener();
        by.add(prompt(100, 9), 10, again);
        by.run();
        assertThat(again.ends).containsExactly(new SequenceEnd.LimitReached(96));
        assertThat(again.tokens).isEqualTo(alone(prompt(100, 9), 10, 0));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void randomTrafficLosesNothing(long seed) {
        Random random = new Random(seed);
        StepByHand by = new StepByHand(StepByHand.pages(9 + random.nextInt(20)).withSequences(5, 100));
        List<Sequence> sequences = new ArrayList<>();
        List<RecordingListener> listeners = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            int count = 1 + random.nextInt(3);
            List<RecordingListener> group = new ArrayList<>();
            for (int rank = 0; rank < count; rank++) {
                group.add(new RecordingListener(StepByHand.VOCABULARY, rank));
            }
            int[] prompt = prompt(1 + random.nextInt(60), random.nextInt(4));
            listeners.addAll(group);
            sequences.addAll(by.add(prompt, 1 + random.nextInt(40), group));
            for (int steps = random.nextInt(6); steps > 0; steps--) {
                by.batcher.step();
                Sequence any = sequences.get(random.nextInt(sequences.size()));
                switch (random.nextInt(6)) {
                    case 0 -> any.cancel();
                    case 1 -> any.pause();
                    default -> any.resume();
                }
            }
        }
        sequences.forEach(Sequence::resume);
        by.run();
        assertThat(by.left).isEqualTo(sequences.size());
        for (int i = 0; i < sequences.size(); i++) {
            RecordingListener listener = listeners.get(i);
            int rank = sequences.get(i).group.sequences().indexOf(sequences.get(i));
            assertThat(listener.ends).hasSize(1);
            assertThat(listener.tokens).isEqualTo(alone(sequences.get(i).group.prompt(), listener.tokens.size(), rank));
        }
        assertThat(by.batcher.pool().created())
                .isLessThanOrEqualTo(by.batcher.pool().bound());
        assertGivenBack(by);
    }

    private static void assertGivenBack(StepByHand by) {
        assertThat(by.batcher.pool().used()).isZero();
        assertThat(by.batcher.pool().has(by.batcher.pool().bound())).isTrue();
    }
}
