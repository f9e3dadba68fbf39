package dev.nagare.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.wire.ModerationResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole texts by the rules of a policy: what a stream of the same text would have found. */
class PolicyModeratorTest {
    private static final Policy POLICY = Policy.builder("house")
            .rule(Rule.phrases("weapons", "pipe bomb").category("violence"))
            .rule(Rule.phrases("tools", "pipe", "wrench").annotate())
            .rule(Rule.detector("mail", Detector.EMAIL).redact("[mail]"))
            .build();

    private static ModerationResult judge(Policy policy, String text) {
        return new PolicyModerator(policy, Runnable::run)
                .moderate(List.of(text))
                .join()
                .get(0);
    }

    @Test
    void eachTextHasAResultThatNamesEveryCategory() {
        PolicyModerator moderator = new PolicyModerator(POLICY);
        List<ModerationResult> results = moderator
                .moderate(List.of("a wrench", "", "a pipe b\u043Emb to me@host.example"))
                .join();
        assertThat(results).hasSize(3);
        assertThat(results.get(0).categories()).containsEntry("tools", true).containsEntry("violence", false);
        assertThat(results.get(0).categories().keySet()).containsExactly("violence", "tools", "pii/email");
        assertThat(results.get(1).flagged()).isFalse();
        assertThat(results.get(2).flagged()).isTrue();
        assertThat(results.get(2).categories())
                .as("also what comes after the end of a stream")
                .containsEntry("violence", true)
                .containsEntry("tools", true)
                .containsEntry("pii/email", true);
        assertThat(results.get(2).categoryScores()).containsEntry("violence", 1.0);
        assertThat(results.get(2).categoryAppliedInputTypes()).containsEntry("violence", List.of("text"));
        assertThat(moderator.model()).isEqualTo(POLICY.id());
    }

    @Test
    void aRunOfInvisibleCharactersIsFoundAsInAStream() {
        String text = "a pi" + "\u200B".repeat(100) + "ano";
        GuardSession session = POLICY.newSession();
        session.accept(text);
        assertThat(session.isBlocked()).isTrue();
        assertThat(judge(POLICY, text).categories()).containsEntry(GuardSession.INVISIBLE_RUN, true);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {21, 22, 23})
    void batchAndStreamAgree(long seed) {
        Random random = new Random(seed);
        String[] words = {"pipe", " ", "bomb", "wrench", "me@host.example", ", ", "\u200B", "b\u043Emb", "x", "\u00AD"};
        Policy[] policies = {
            POLICY,
            POLICY.annotating(),
            Policy.builder("r")
                    .rule(Rule.phrases("weapons", "pipe bomb").redact("*"))
                    .build()
        };
        for (int run = 0; run < 500; run++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                text.append(words[random.nextInt(words.length)]);
            }
            for (Policy policy : policies) {
                GuardSession session = policy.newSession();
                List<GuardEvent> events = new ArrayList<>();
                for (String piece : Pieces.random(text.toString(), 5, random)) {
                    events.addAll(session.accept(piece).events());
                }
                events.addAll(session.finish().events());
                ModerationResult batch = judge(policy, text.toString());
                ModerationResult stream = Results.of(policy, events);
                assertThat(batch.flagged()).as("%s", text).isEqualTo(stream.flagged());
                if (session.isBlocked()) {
                    stream.categories().forEach((category, found) -> {
                        if (Boolean.TRUE.equals(found)) {
                            assertThat(batch.categories()).as("%s", text).containsEntry(category, true);
                        }
                    });
                } else {
                    assertThat(batch).as("%s", text).isEqualTo(stream);
                }
            }
        }
    }

    @Test
    void longTextsAreJudgedElsewhere() {
        Queue<Runnable> elsewhere = new ArrayDeque<>();
        PolicyModerator moderator = new PolicyModerator(POLICY, elsewhere::add);
        CompletableFuture<List<ModerationResult>> first = moderator.moderate(List.of("x"));
        assertThat(first).as("the rules are compiled once more").isNotDone();
        elsewhere.remove().run();
        assertThat(first).isDone();
        assertThat(moderator.moderate(List.of("x"))).isDone();
        CompletableFuture<List<ModerationResult>> long_ =
                moderator.moderate(List.of("x".repeat(PolicyModerator.AT_ONCE), "pipe bomb"));
        assertThat(long_).isNotDone();
        elsewhere.remove().run();
        assertThat(long_.join()).extracting(ModerationResult::flagged).containsExactly(false, true);
        assertThat(new PolicyModerator(POLICY.annotating(), elsewhere::add).moderate(List.of("x")))
                .as("nothing to compile")
                .isDone();
    }

    @Test
    void nothingIsThrown() {
        PolicyModerator moderator = new PolicyModerator(POLICY, task -> {
            throw new RejectedExecutionException("on purpose");
        });
        assertThat(moderator.moderate(List.of("x"))).isCompletedExceptionally();
    }
}
