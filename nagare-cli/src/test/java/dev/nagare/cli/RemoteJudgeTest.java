package dev.nagare.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nagare.engine.EngineErrorKind;
import dev.nagare.engine.EngineException;
import dev.nagare.guard.Judge;
import dev.nagare.testkit.FaultyServer;
import dev.nagare.wire.ModerationResult;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteJudgeTest {
    private final FaultyServer server = FaultyServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    private Judge judge(Map<String, String> environment, String... flags) {
        Problems problems = new Problems();
        Map<Setting<?>, List<Given>> given = new java.util.HashMap<>();
        for (int i = 0; i < flags.length; i += 2) {
            given.put(
                    java.util.Objects.requireNonNull(Settings.find(flags[i])),
                    List.of(new Given(Place.of(flags[i]), flags[i + 1])));
        }
        given.put(Settings.JUDGE_URL, List.of(new Given(Place.of("judge-url"), server.url())));
        ServePlan plan = ServePlan.of(given, Map.of(), problems);
        assertThat(problems.inOrder()).isEmpty();
        return Judges.of(server.url(), plan, environment);
    }

    private void answer(String body) {
        server.handle(3, connection -> {
            connection.read();
            connection.respond(200, "application/json", body, "connection: close");
        });
    }

    @Test
    void asksTheUrlWithItsModelAndItsKeyAndLeavesOutWhatIsBlank() {
        AtomicReference<String> sent = new AtomicReference<>("");
        AtomicReference<String> key = new AtomicReference<>("");
        server.handle(1, connection -> {
            var request = connection.read();
            sent.set(request.body());
            key.set(request.header("authorization").orElse(""));
            connection.respond(
                    200,
                    "application/json",
                    "{\"results\":[{\"flagged\":true},{\"flagged\":false}]}",
                    "connection: close");
        });
        Judge judge = judge(Map.of(Judges.KEY, "sk-judge"), "judge-model", "omni");
        List<ModerationResult> results =
                judge.moderator().moderate(List.of("bad", "", " \n", "good")).join();
        assertThat(results).extracting(ModerationResult::flagged).containsExactly(true, false, false, false);
        assertThat(sent.get()).isEqualTo("{\"input\":[\"bad\",\"good\"],\"model\":\"omni\"}");
        assertThat(key.get()).isEqualTo("Bearer sk-judge");
        assertThat(judge.moderator().model()).isEqualTo("omni");
        assertThat(judge.moderator().moderate(List.of("")).join()).hasSize(1);
    }

    @Test
    void isAsTheSettingsSay() {
        Judge plain = judge(Map.of());
        assertThat(plain.failsOpen() || plain.includesPrompt() || plain.judgesInput())
                .isFalse();
        assertThat(plain.timeout()).isEqualTo(Judge.TIMEOUT);
        assertThat(plain.longestStep()).isOne();
        Judge set = judge(
                Map.of(),
                "judge-timeout",
                "3s",
                "judge-fail-open",
                "true",
                "judge-prompt",
                "true",
                "judge-input",
                "true",
                "judge-sparingly",
                "true");
        assertThat(set.failsOpen() && set.includesPrompt() && set.judgesInput()).isTrue();
        assertThat(set.timeout()).hasSeconds(3);
        assertThat(set.firstStep()).isEqualTo(Judge.SPARING_FIRST_STEP);
        assertThat(set.longestStep()).isEqualTo(Judge.SPARING_LONGEST_STEP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"results\":[]}", "{\"results\":[{\"flagged\":true},{\"flagged\":true}]}", "nonsense", "{}"})
    void whatIsNoVerdictIsAnError(String body) {
        answer(body);
        assertThatThrownBy(
                        () -> judge(Map.of()).moderator().moderate(List.of("x")).join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(EngineException.class, e -> {
                    assertThat(e.kind()).isEqualTo(EngineErrorKind.UNAVAILABLE);
                    assertThat(e.error().code()).isEqualTo("moderation_failed");
                });
    }

    @Test
    void toCancelLeavesTheJudgeAlone() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        server.handle(1, connection -> {
            connection.read();
            asked.countDown();
            connection.awaitGone();
            gone.countDown();
        });
        CompletableFuture<List<ModerationResult>> answer =
                judge(Map.of()).moderator().moderate(List.of("x"));
        assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
        answer.cancel(true);
        assertThat(gone.await(30, TimeUnit.SECONDS)).isTrue();
    }
}
