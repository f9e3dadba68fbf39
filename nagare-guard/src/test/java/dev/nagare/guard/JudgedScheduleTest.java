package dev.nagare.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.engine.GenerationEnd;
import dev.nagare.wire.ChunkChoice;
import dev.nagare.wire.FinishReason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A judged stream under schedules of every kind: whatever comes when, only accepted text is shown, and soon. */
class JudgedScheduleTest {
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverComesWhenOnlyAcceptedTextIsShown(long seed) {
        Random random = new Random(seed);
        for (int run = 0; run < 300; run++) {
            int choices = 1 + random.nextInt(3);
            int badness = random.nextInt(3) == 0 ? 12 : 1_000_000;
            ScriptedJudge judge = new ScriptedJudge();
            DrivenStream stream = new DrivenStream(judge, Judge.of(judge).maxHeld(1 + random.nextInt(40)), choices);
            StringBuilder[] said = new StringBuilder[choices];
            for (int choice = 0; choice < choices; choice++) {
                said[choice] = new StringBuilder();
                stream.give(ChunkChoice.role(choice));
            }
            boolean readerPaused = false;
            for (int step = 0; step < 60; step++) {
                switch (random.nextInt(5)) {
                    case 0 -> {
                        readerPaused = !readerPaused;
                        if (readerPaused) {
                            stream.stream.pause();
                        } else {
                            stream.stream.resume();
                        }
                    }
                    case 1, 2 -> {
                        if (judge.isAsked()) {
                            judge.answer();
                        }
                    }
                    default -> {
                        int choice = random.nextInt(choices);
                        if (!stream.paused && !stream.cancelledChoices.contains(choice)) {
                            String piece = piece(random, badness);
                            switch (random.nextInt(4)) {
                                case 0 -> stream.reason(choice, piece);
                                case 1 -> stream.call(choice, piece);
                                default -> {
                                    said[choice].append(piece);
                                    stream.say(choice, piece);
                                }
                            }
                        }
                    }
                }
                stream.assertAccepted();
            }
            finish(stream, choices);
            if (readerPaused) {
                stream.stream.resume();
            }
            while (judge.isAsked()) {
                judge.answer();
                stream.assertAccepted();
            }
            assertThat(stream.end).as("seed %d run %d", seed, run).isInstanceOf(GenerationEnd.Completed.class);
            assertThat(stream.finishes).hasSize(choices);
            for (int choice = 0; choice < choices; choice++) {
                boolean rejected = stream.cancelledChoices.contains(choice);
                assertThat(said[choice].toString()).startsWith(stream.text(choice));
                if (!rejected) {
                    assertThat(stream.finishes.get(choice)).isIn(FinishReason.STOP, FinishReason.CONTENT_FILTER);
                }
                if (FinishReason.STOP.equals(stream.finishes.get(choice))) {
                    assertThat(stream.text(choice)).isEqualTo(said[choice].toString());
                }
            }
        }
    }

    private static String piece(Random random, int badness) {
        StringBuilder piece = new StringBuilder();
        for (int i = random.nextInt(6); i >= 0; i--) {
            piece.append(random.nextInt(badness) == 0 ? 'X' : (char) ('a' + random.nextInt(26)));
        }
        return piece.toString();
    }

    /** The engine ends: a finish chunk for each choice that was not cancelled. */
    private static void finish(DrivenStream stream, int choices) {
        for (int choice = 0; choice < choices; choice++) {
            if (!stream.cancelledChoices.contains(choice)) {
                stream.give(ChunkChoice.finish(choice, FinishReason.STOP));
            }
        }
        stream.complete();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13, 14})
    void nothingIsLaterThanTwiceTheJudgesTime(long seed) {
        Random random = new Random(seed);
        for (int run = 0; run < 100; run++) {
            int slowest = 1 + random.nextInt(50);
            boolean steady = random.nextBoolean();
            ScriptedJudge judge = new ScriptedJudge();
            DrivenStream stream = new DrivenStream(judge, Judge.of(judge).maxHeld(1_000_000), 1);
            Deque<Integer> arrivals = new ArrayDeque<>();
            List<Integer> delays = new ArrayList<>();
            int shown = 0;
            int answerAt = -1;
            int asked = 0;
            for (int now = 0; now < 400 || judge.isAsked(); now++) {
                if (judge.isAsked() && now >= answerAt) {
                    judge.answer();
                }
                if (now < 400 && random.nextInt(3) == 0) {
                    arrivals.add(now);
                    stream.say(0, "abc");
                }
                if (judge.questions.size() > asked) {
                    asked = judge.questions.size();
                    answerAt = now + (steady ? slowest : 1 + random.nextInt(slowest));
                }
                for (; shown < stream.shown.size(); shown++) {
                    delays.add(now - arrivals.remove());
                }
            }
            assertThat(arrivals).isEmpty();
            assertThat(delays).as("seed %d run %d", seed, run).isNotEmpty().allMatch(delay -> delay <= 2 * slowest);
        }
    }

    @Test
    void aVerdictIsAlwaysAwaitedWhileTextWaits() {
        ScriptedJudge judge = new ScriptedJudge();
        DrivenStream stream = new DrivenStream(judge, Judge.of(judge), 1);
        assertThat(judge.questions).isEmpty();
        stream.say(0, "a");
        stream.say(0, "b");
        stream.say(0, "c");
        assertThat(judge.questions).containsExactly(List.of("a"));
        judge.answer();
        assertThat(stream.text(0)).isEqualTo("a");
        assertThat(judge.questions).containsExactly(List.of("a"), List.of("abc"));
        judge.answer();
        assertThat(stream.text(0)).isEqualTo("abc");
        assertThat(judge.isAsked()).isFalse();
    }

    @Test
    void whatWaitsIsBoundedByPausingTheEngine() {
        Random random = new Random(5);
        ScriptedJudge judge = new ScriptedJudge();
        DrivenStream stream = new DrivenStream(judge, Judge.of(judge).maxHeld(100), 1);
        int said = 0;
        int most = 0;
        for (int step = 0; step < 5_000; step++) {
            if (!stream.paused && random.nextInt(4) > 0) {
                stream.say(0, "0123456789");
                said += 10;
            } else if (judge.isAsked()) {
                judge.answer();
            }
            most = Math.max(most, said - stream.text(0).length());
            assertThat(stream.paused && !judge.isAsked())
                    .as("never at rest for good")
                    .isFalse();
        }
        assertThat(most).isBetween(101, 110);
    }
}
