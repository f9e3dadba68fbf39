package dev.nagare.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.engine.Moderator;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.ModerationResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A judge who answers when the test says so, and a clock that the test moves. It rejects every text with an {@code X} in
 * it, and notes the texts that it has accepted. One thread.
 */
final class ScriptedJudge implements Moderator, TimeLimit {
    /** A question that waits for its answer. */
    private record Asked(List<String> texts, CompletableFuture<List<ModerationResult>> answer) {}

    private record Timer(CompletableFuture<List<ModerationResult>> verdict, Duration due) {}

    final List<List<String>> questions = new ArrayList<>();
    final List<String> accepted = new ArrayList<>();
    private final List<Timer> timers = new ArrayList<>();
    private @Nullable Asked open;
    private Duration now = Duration.ZERO;

    @Override
    public CompletableFuture<List<ModerationResult>> moderate(List<String> texts) {
        assertThat(isAsked()).as("one question at a time").isFalse();
        questions.add(texts);
        Asked asked = new Asked(texts, new CompletableFuture<>());
        open = asked;
        return asked.answer;
    }

    @Override
    public CompletableFuture<List<ModerationResult>> within(
            CompletableFuture<List<ModerationResult>> verdict, Duration limit) {
        timers.add(new Timer(verdict, now.plus(limit)));
        return verdict;
    }

    @Override
    public String model() {
        return "scripted-judge";
    }

    /** Whether a question waits for its answer. */
    boolean isAsked() {
        Asked asked = open;
        return asked != null && !asked.answer.isDone();
    }

    /** Whether the question that was asked last is not wanted any more. */
    boolean isLeftAlone() {
        Asked asked = open;
        return asked != null && asked.answer.isCancelled();
    }

    /** Answers what is asked. */
    void answer() {
        Asked asked = asked();
        List<ModerationResult> results = new ArrayList<>();
        for (String text : asked.texts) {
            boolean bad = text.contains("X");
            if (!bad) {
                accepted.add(text);
            }
            results.add(result(bad));
        }
        asked.answer.complete(results);
    }

    /** Breaks instead of answering. */
    void fail() {
        asked().answer.completeExceptionally(new IllegalStateException("on purpose"));
    }

    private Asked asked() {
        assertThat(isAsked()).as("something is asked").isTrue();
        return java.util.Objects.requireNonNull(open);
    }

    /** Lets time pass. */
    void pass(Duration time) {
        now = now.plus(time);
        List<Timer> due =
                timers.stream().filter(timer -> timer.due.compareTo(now) <= 0).toList();
        timers.removeAll(due);
        due.forEach(timer -> timer.verdict.completeExceptionally(new TimeoutException()));
    }

    static ModerationResult result(boolean flagged) {
        return new ModerationResult(
                flagged,
                Map.of("violence", flagged),
                Map.of("violence", flagged ? 0.9 : 0.1),
                Map.of("violence", List.of("text")),
                JsonObject.EMPTY);
    }
}
