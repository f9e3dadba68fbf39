package dev.nagare.local.schedule;

import static dev.nagare.local.schedule.StepByHand.alone;
import static dev.nagare.local.schedule.StepByHand.prompt;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The logits after the tokens of a prompt, for those that want them. */
class PromptReadingTest {
    /** Writes down the likeliest token at each place of its prompt. */
    private static final class Reading extends RecordingListener {
        final List<Integer> read = new ArrayList<>();
        final List<Integer> places = new ArrayList<>();

        Reading() {
            super(StepByHand.VOCABULARY, 0);
        }

        @Override
        public boolean readsPrompt() {
            return true;
        }

        @Override
        public void prompt(float[] logits, int offset, int position) {
            places.add(position);
            read.add(choose(logits, offset, StepByHand.VOCABULARY, 0));
        }
    }

    /** What the model expects after each beginning of a prompt but the whole, each computed by itself. */
    private static List<Integer> expected(int[] prompt) {
        List<Integer> tokens = new ArrayList<>();
        for (int length = 1; length < prompt.length; length++) {
            tokens.addAll(alone(Arrays.copyOf(prompt, length), 1, 0));
        }
        return tokens;
    }

    @ParameterizedTest(name = "slices of {0}")
    @ValueSource(ints = {1, 3, 7, 32, 64})
    void everyPlaceIsShownOnceAndInOrder(int rows) {
        StepByHand by = new StepByHand(StepByHand.config().withMostPromptRows(rows));
        int[] prompt = prompt(40, 1);
        Reading reading = new Reading();
        RecordingListener beside = StepByHand.listener();
        by.add(prompt(5, 9), 60, beside);
        by.add(prompt, 5, reading);
        by.run();
        assertThat(reading.read).isEqualTo(expected(prompt));
        assertThat(reading.places)
                .isSorted()
                .doesNotHaveDuplicates()
                .startsWith(1)
                .endsWith(39);
        assertThat(reading.tokens).isEqualTo(alone(prompt, 5, 0));
        assertThat(beside.tokens).isEqualTo(alone(prompt(5, 9), 60, 0));
    }

    @Test
    void whatEarlierSequencesLeftIsNotUsedAndNotHarmed() {
        StepByHand by = new StepByHand();
        int[] prompt = prompt(100, 3);
        for (int i = 0; i < 3; i++) {
            Reading reading = new Reading();
            by.add(prompt, 4, reading);
            by.run();
            assertThat(reading.read).isEqualTo(expected(prompt));
            assertThat(reading.ends).containsExactly(new SequenceEnd.LimitReached(0));
        }
        RecordingListener later = StepByHand.listener();
        by.add(prompt, 4, later);
        by.run();
        assertThat(later.ends).containsExactly(new SequenceEnd.LimitReached(96));
        assertThat(later.tokens).isEqualTo(alone(prompt, 4, 0));
        assertThat(by.batcher.pool().used()).isZero();
    }

    @Test
    void aPromptOfOneTokenHasNothingToRead() {
        StepByHand by = new StepByHand();
        Reading reading = new Reading();
        by.add(prompt(1, 1), 3, reading);
        by.run();
        assertThat(reading.read).isEmpty();
        assertThat(reading.tokens).isEqualTo(alone(prompt(1, 1), 3, 0));
    }

    @Test
    void readersThatThrowEndAloneAndGiveEverythingBack() {
        StepByHand by = new StepByHand(StepByHand.config().withMostPromptRows(8));
        RecordingListener bad = new RecordingListener(StepByHand.VOCABULARY, 0) {
            @Override
            public boolean readsPrompt() {
                return true;
            }

            @Override
            public void prompt(float[] logits, int offset, int position) {
                if (position == 12) {
                    throw new IllegalStateException("on purpose");
                }
            }
        };
        Reading good = new Reading();
        int[] prompt = prompt(40, 2);
        by.add(prompt, 5, List.of(bad, good));
        by.run();
        assertThat(bad.tokens).isEmpty();
        assertThat(bad.ends).singleElement().isInstanceOf(SequenceEnd.Failed.class);
        assertThat(good.tokens).isEqualTo(alone(prompt, 5, 0));
        by.add(prompt(13, 2), 5, bad);
        by.run();
        assertThat(bad.ends).hasSize(2);
        assertThat(by.batcher.pool().used()).isZero();
        assertThat(by.batcher.pool().has(by.batcher.pool().bound())).isTrue();
    }

    @Test
    void aCancelledReaderIsShownNothingMore() {
        StepByHand by = new StepByHand(StepByHand.config().withMostPromptRows(8));
        Reading reading = new Reading();
        Sequence sequence = by.add(prompt(40, 2), 5, reading);
        by.batcher.step();
        int before = reading.read.size();
        sequence.cancel();
        by.run();
        assertThat(reading.read).hasSize(before);
        assertThat(reading.ends).containsExactly(new SequenceEnd.Cancelled(0));
        assertThat(by.batcher.pool().has(by.batcher.pool().bound())).isTrue();
    }
}
