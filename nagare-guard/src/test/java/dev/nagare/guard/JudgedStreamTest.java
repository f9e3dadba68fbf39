package dev.nagare.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.engine.EngineErrorKind;
import dev.nagare.engine.EngineException;
import dev.nagare.engine.GenerationEnd;
import dev.nagare.wire.ApiError;
import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChunkChoice;
import dev.nagare.wire.Delta;
import dev.nagare.wire.FinishReason;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.JsonString;
import dev.nagare.wire.Logprobs;
import dev.nagare.wire.Moderation;
import dev.nagare.wire.TokenLogprob;
import dev.nagare.wire.Usage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a judged stream does about each thing that can happen to it, one after another. */
class JudgedStreamTest {
    private static final String TIMEOUT = "java.util.concurrent.TimeoutException";
    private static final String BROKEN = "java.lang.IllegalStateException: on purpose";

    private final ScriptedJudge judge = new ScriptedJudge();

    private DrivenStream stream(int choices) {
        return new DrivenStream(judge, Judge.of(judge), choices);
    }

    @Test
    void theRoleGoesAtOnceAndTextWithItsVerdict() {
        DrivenStream stream = stream(1);
        stream.give(ChunkChoice.role(0));
        assertThat(stream.shown).hasSize(1);
        stream.say(0, "Hello");
        assertThat(stream.shown).hasSize(1);
        judge.answer();
        assertThat(stream.text(0)).isEqualTo("Hello");
        stream.give(ChunkChoice.finish(0, FinishReason.STOP));
        assertThat(stream.finishes).containsExactly(FinishReason.STOP);
        stream.complete();
        assertThat(stream.end).isEqualTo(new GenerationEnd.Completed(Usage.of(7, 9)));
    }

    @Test
    void theEndWaitsForTheLastVerdict() {
        DrivenStream stream = stream(1);
        stream.say(0, "a");
        stream.say(0, "b");
        stream.give(ChunkChoice.finish(0, FinishReason.LENGTH));
        stream.complete();
        assertThat(stream.end).isNull();
        judge.answer();
        assertThat(stream.text(0)).isEqualTo("a");
        assertThat(stream.end).isNull();
        judge.answer();
        assertThat(stream.text(0)).isEqualTo("ab");
        assertThat(stream.finishes).containsExactly(FinishReason.LENGTH);
        assertThat(stream.end).isInstanceOf(GenerationEnd.Completed.class);
    }

    @Test
    void aRejectedChoiceEndsAndTheOthersGoOn() {
        DrivenStream stream = stream(2);
        stream.say(0, "fine");
        judge.answer();
        stream.say(0, " but X");
        stream.say(1, "good");
        judge.answer();
        judge.answer();
        assertThat(stream.text(0)).isEqualTo("fine");
        assertThat(stream.text(1)).isEqualTo("good");
        assertThat(stream.cancelledChoices).containsExactly(0);
        assertThat(stream.finishes).as("in order, at the end").isEmpty();
        stream.say(0, "never");
        stream.say(1, ", yes");
        judge.answer();
        stream.give(ChunkChoice.finish(1, FinishReason.STOP));
        stream.complete();
        assertThat(stream.text(0)).isEqualTo("fine");
        assertThat(stream.text(1)).isEqualTo("good, yes");
        assertThat(stream.finishes).containsExactly(FinishReason.CONTENT_FILTER, FinishReason.STOP);
        assertThat(stream.end).isInstanceOf(GenerationEnd.Completed.class);
    }

    @Test
    void anAnswerThatIsRejectedAltogetherIsCompleteWhenTheEngineHasStopped() {
        DrivenStream stream = stream(1);
        stream.say(0, "X");
        judge.answer();
        assertThat(stream.finishes).containsExactly(FinishReason.CONTENT_FILTER);
        assertThat(stream.end).isNull();
        stream.stream.end(new GenerationEnd.Cancelled(Usage.of(7, 3)));
        assertThat(stream.end).isEqualTo(new GenerationEnd.Completed(Usage.of(7, 3)));
    }

    @Test
    void aRejectionAfterTheEnginesEndStillCounts() {
        DrivenStream stream = stream(1);
        stream.say(0, "ok ");
        stream.say(0, "X");
        stream.give(ChunkChoice.finish(0, FinishReason.STOP));
        stream.complete();
        judge.answer();
        judge.answer();
        assertThat(stream.text(0)).isEqualTo("ok ");
        assertThat(stream.finishes).containsExactly(FinishReason.CONTENT_FILTER);
        assertThat(stream.end).isInstanceOf(GenerationEnd.Completed.class);
        assertThat(stream.cancelledChoices).as("it has ended already").isEmpty();
    }

    @Test
    void withoutAVerdictInTimeTheAnswerEndsWithAnError() {
        DrivenStream stream = new DrivenStream(judge, Judge.of(judge).timeout(Duration.ofSeconds(3)), 1);
        stream.say(0, "a");
        judge.answer();
        stream.say(0, "b");
        judge.pass(Duration.ofMillis(2_999));
        assertThat(stream.cancelled).isFalse();
        try (Logged log = new Logged()) {
            judge.pass(Duration.ofMillis(1));
            assertThat(log.lines()).containsExactly("WARNING no verdict: the answer ends (" + TIMEOUT + ")");
            assertThat(log.thrown()).as("a timeout is no fault of this code").isEmpty();
        }
        assertThat(stream.cancelled).isTrue();
        assertThat(judge.isLeftAlone()).isTrue();
        stream.say(0, "c");
        stream.stream.end(new GenerationEnd.Cancelled(Usage.of(7, 3)));
        assertThat(stream.text(0)).isEqualTo("a");
        assertThat(stream.finishes).isEmpty();
        assertThat(stream.failures.sum()).isEqualTo(1);
        assertThat(stream.end).isInstanceOfSatisfying(GenerationEnd.Failed.class, failed -> {
            assertThat(failed.error().kind()).isEqualTo(EngineErrorKind.UNAVAILABLE);
            assertThat(failed.error().error().code()).isEqualTo("moderation_failed");
            assertThat(failed.usage()).isEqualTo(Usage.of(7, 3));
        });
    }

    @Test
    void aJudgeWhoBreaksEndsTheAnswerToo() {
        DrivenStream stream = stream(1);
        stream.say(0, "a");
        stream.give(ChunkChoice.finish(0, FinishReason.STOP));
        stream.complete();
        try (Logged log = new Logged()) {
            judge.fail();
            assertThat(log.lines()).containsExactly("WARNING no verdict: the answer ends (" + BROKEN + ")");
        }
        assertThat(stream.shown).isEmpty();
        assertThat(stream.end).isInstanceOf(GenerationEnd.Failed.class);
    }

    @Test
    void aJudgeWhoFailsOpenLetsTheTextPassAndIsReported() {
        DrivenStream stream = new DrivenStream(judge, Judge.of(judge).failingOpen(), 1);
        stream.say(0, "a");
        try (Logged log = new Logged()) {
            judge.fail();
            assertThat(stream.text(0)).isEqualTo("a");
            stream.say(0, "b");
            stream.say(0, "c");
            judge.pass(Judge.TIMEOUT);
            assertThat(log.lines())
                    .as("once for a stream")
                    .containsExactly("WARNING no verdict: the text is shown all the same (" + BROKEN + ")");
        }
        assertThat(stream.text(0)).isEqualTo("ab");
        judge.answer();
        stream.give(ChunkChoice.finish(0, FinishReason.STOP));
        stream.complete();
        assertThat(stream.text(0)).isEqualTo("abc");
        assertThat(stream.failures.sum()).isEqualTo(2);
        assertThat(stream.end).isInstanceOf(GenerationEnd.Completed.class);
    }

    @Test
    void anErrorOfTheEngineDropsWhatWaits() {
        DrivenStream stream = stream(1);
        stream.say(0, "a");
        EngineException error = new EngineException(
                EngineErrorKind.INTERNAL, new ApiError("broken", "server_error", null, null, JsonObject.EMPTY));
        stream.stream.end(new GenerationEnd.Failed(error, Usage.NONE));
        assertThat(stream.shown).isEmpty();
        assertThat(stream.end).isInstanceOf(GenerationEnd.Failed.class);
        assertThat(judge.isLeftAlone()).isTrue();
    }

    @Test
    void aCancelStopsEverything() {
        DrivenStream stream = stream(1);
        stream.say(0, "a");
        stream.stream.cancel();
        assertThat(stream.cancelled).isTrue();
        assertThat(judge.isLeftAlone()).isTrue();
        stream.say(0, "b");
        stream.stream.end(new GenerationEnd.Cancelled(Usage.of(7, 2)));
        stream.stream.cancel();
        assertThat(stream.shown).isEmpty();
        assertThat(stream.failures.sum()).isZero();
        assertThat(stream.end).isEqualTo(new GenerationEnd.Cancelled(Usage.of(7, 2)));
    }

    @Test
    void aCancelWhileTheLastVerdictIsAwaitedEndsAtOnce() {
        DrivenStream stream = stream(1);
        stream.say(0, "a");
        stream.give(ChunkChoice.finish(0, FinishReason.STOP));
        stream.complete();
        stream.stream.cancel();
        assertThat(stream.end).isInstanceOf(GenerationEnd.Cancelled.class);
        assertThat(stream.shown).isEmpty();
    }

    @Test
    void aChoiceThatTheReaderCancelsIsNotMissed() {
        DrivenStream stream = stream(2);
        stream.say(0, "a");
        stream.say(1, "b");
        stream.stream.cancel(0);
        stream.stream.cancel(0);
        stream.stream.cancel(5);
        assertThat(stream.cancelledChoices).containsExactly(0);
        judge.answer();
        judge.answer();
        assertThat(stream.text(0)).isEmpty();
        assertThat(stream.text(1)).isEqualTo("b");
        stream.give(ChunkChoice.finish(1, FinishReason.STOP));
        assertThat(stream.finishes).containsExactly(FinishReason.STOP);
        stream.complete();
        assertThat(stream.end).isInstanceOf(GenerationEnd.Completed.class);
    }

    @Test
    void aPausedReaderIsShownNothingMore() {
        DrivenStream stream = stream(1);
        stream.say(0, "a");
        stream.stream.pause();
        assertThat(stream.paused).isTrue();
        judge.answer();
        assertThat(stream.shown).isEmpty();
        stream.complete();
        assertThat(stream.end).isNull();
        stream.stream.resume();
        assertThat(stream.text(0)).isEqualTo("a");
        assertThat(stream.end).isInstanceOf(GenerationEnd.Completed.class);
    }

    @Test
    void aReadersWishNeverCallsItsSinkOnItsOwnThread() {
        Queue<Runnable> elsewhere = new ArrayDeque<>();
        DrivenStream stream = new DrivenStream(judge, Judge.of(judge), 1, "", elsewhere::add);
        stream.stream.pause();
        stream.say(0, "a");
        assertThat(judge.isAsked()).as("the wish comes first").isFalse();
        elsewhere.remove().run();
        judge.answer();
        stream.complete();
        assertThat(stream.shown).isEmpty();
        stream.stream.resume();
        assertThat(stream.shown).isEmpty();
        elsewhere.remove().run();
        assertThat(stream.text(0)).isEqualTo("a");
        assertThat(stream.end).isInstanceOf(GenerationEnd.Completed.class);
        DrivenStream cancelled = new DrivenStream(judge, Judge.of(judge), 1, "", elsewhere::add);
        cancelled.say(0, "a");
        cancelled.complete();
        cancelled.stream.cancel();
        assertThat(cancelled.cancelled).as("the engine is told at once").isTrue();
        assertThat(cancelled.end).isNull();
        elsewhere.remove().run();
        assertThat(cancelled.end).isInstanceOf(GenerationEnd.Cancelled.class);
    }

    @Test
    void theEngineRestsForTheReaderOrForTheBoundUntilBothAreOver() {
        DrivenStream stream = new DrivenStream(judge, Judge.of(judge).maxHeld(4), 1);
        stream.say(0, "12345");
        assertThat(stream.paused).isTrue();
        stream.stream.pause();
        stream.stream.resume();
        assertThat(stream.paused).isTrue();
        stream.stream.pause();
        judge.answer();
        assertThat(stream.paused).isTrue();
        stream.stream.resume();
        assertThat(stream.paused).isFalse();
    }

    @Test
    void everyFieldIsJudgedByItself() {
        DrivenStream stream = stream(1);
        stream.say(0, "s");
        judge.answer();
        stream.reason(0, "thought");
        stream.reason(0, "s");
        stream.call(0, "{\"a\":\"\\u00");
        judge.answer();
        assertThat(judge.questions.get(2)).containsExactly("thoughts", "{\na\n:\n\\u00");
        stream.call(0, "58\"}");
        judge.answer();
        assertThat(stream.texts).containsEntry("0 arguments", "{\"a\":\"\\u00");
        assertThat(judge.questions.get(3)).as("without escapes").containsExactly("{\na\n:\nX\n}");
        judge.answer();
        assertThat(stream.texts).containsEntry("0 arguments", "{\"a\":\"\\u00");
        assertThat(stream.finishes).containsExactly(FinishReason.CONTENT_FILTER);
    }

    @Test
    void thePromptCanStandBeforeWhatIsJudged() {
        DrivenStream stream = new DrivenStream(judge, Judge.of(judge).withPrompt(), 1, "How?");
        stream.say(0, "So.");
        assertThat(judge.questions).containsExactly(List.of("How?\n\nSo."));
    }

    @Test
    void whatNoJudgeSeesIsLeftOut() {
        DrivenStream stream = stream(1);
        JsonObject unknown = new JsonObject(Map.of("thoughts", new JsonString("X")));
        stream.give(new ChunkChoice(
                0, new Delta(null, null, null, null, List.of(), unknown), null, null, JsonObject.EMPTY));
        assertThat(stream.shown).as("nothing is left of it").isEmpty();
        TokenLogprob other = new TokenLogprob("X", -3, null, null, JsonObject.EMPTY);
        TokenLogprob own = new TokenLogprob("a", -1, null, null, unknown);
        TokenLogprob token = new TokenLogprob("a", -1, null, List.of(own, other), unknown);
        stream.give(ChunkChoice.content(0, "a", new Logprobs(List.of(token), null, JsonObject.nulls("refusal"))));
        judge.answer();
        ChatCompletionChunk shown = stream.shown.get(0);
        assertThat(shown.toString()).contains("content=a").doesNotContain("X");
        assertThat(shown.choices().get(0).logprobs())
                .isEqualTo(new Logprobs(
                        List.of(new TokenLogprob(
                                "a",
                                -1,
                                null,
                                List.of(new TokenLogprob("a", -1, null, null, JsonObject.EMPTY)),
                                JsonObject.EMPTY)),
                        null,
                        JsonObject.nulls("refusal")));
    }

    @Test
    void textBesideTheFinishReasonGoesFirst() {
        DrivenStream stream = stream(1);
        stream.give(new ChunkChoice(0, Delta.ofContent("all"), null, FinishReason.STOP, ChunkChoice.NULL_LOGPROBS));
        judge.answer();
        stream.complete();
        assertThat(stream.text(0)).isEqualTo("all");
        assertThat(stream.shown).hasSize(2);
        assertThat(stream.shown.get(1).choices().get(0)).isEqualTo(ChunkChoice.finish(0, FinishReason.STOP));
    }

    private static Logprobs logprobs(String... tokens) {
        List<TokenLogprob> content = Stream.of(tokens)
                .map(token -> new TokenLogprob(token, -1, null, null, JsonObject.EMPTY))
                .toList();
        return new Logprobs(content, null, JsonObject.nulls("refusal"));
    }

    private static List<String> tokens(DrivenStream stream) {
        return stream.shown.stream()
                .flatMap(chunk -> chunk.choices().stream())
                .map(ChunkChoice::logprobs)
                .filter(Objects::nonNull)
                .flatMap(logprobs -> ChatTokens.of(logprobs.content()).stream())
                .map(TokenLogprob::token)
                .toList();
    }

    @Test
    void tokensGoWithTextThatTheJudgeHasSeen() {
        DrivenStream stream = stream(1);
        stream.give(ChunkChoice.content(0, "", logprobs("a", " X", " never said")));
        assertThat(tokens(stream)).as("ahead of their text").isEmpty();
        stream.say(0, "a");
        judge.answer();
        assertThat(tokens(stream)).containsExactly("a");
        stream.give(ChunkChoice.content(0, " X", logprobs()));
        stream.give(ChunkChoice.content(0, " c", logprobs("other", " c")));
        judge.answer();
        assertThat(stream.finishes).containsExactly(FinishReason.CONTENT_FILTER);
        assertThat(tokens(stream)).containsExactly("a");
        assertThat(stream.shown.toString()).doesNotContain("X", "never", "other");
    }

    @Test
    void aFinishChunkWithTokensHasThemOfTheTextOnly() {
        DrivenStream stream = stream(1);
        stream.say(0, "all ");
        judge.answer();
        stream.give(new ChunkChoice(0, Delta.EMPTY, logprobs("all", " ", "X"), FinishReason.STOP, JsonObject.EMPTY));
        stream.complete();
        assertThat(tokens(stream)).containsExactly("all", " ");
        assertThat(stream.shown).hasSize(3);
        assertThat(stream.shown.get(2).choices()).containsExactly(ChunkChoice.finish(0, FinishReason.STOP));
    }

    @Test
    void bytesOfAnotherTextTakeATokenAway() {
        DrivenStream stream = stream(1);
        TokenLogprob same = new TokenLogprob("a", -2, List.of(88), null, JsonObject.EMPTY);
        TokenLogprob token = new TokenLogprob("a", -1, null, List.of(same), JsonObject.EMPTY);
        stream.give(ChunkChoice.content(0, "a", new Logprobs(List.of(same, token), null, JsonObject.EMPTY)));
        judge.answer();
        assertThat(tokens(stream)).containsExactly("a");
        assertThat(stream.shown.toString()).doesNotContain("88");
    }

    @Test
    void aFilterOfResultsThatThrowsEndsTheAnswer() {
        Judge settings = Judge.of(judge).rejecting(result -> {
            throw new IllegalStateException("on purpose");
        });
        DrivenStream stream = new DrivenStream(judge, settings, 1);
        try (Logged log = new Logged()) {
            stream.say(0, "a");
            judge.answer();
            assertThat(log.lines()).containsExactly("SEVERE the guard failed; its stream ends with an error");
            assertThat(log.thrown()).singleElement().asString().isEqualTo(BROKEN);
        }
        assertThat(stream.cancelled).isTrue();
        stream.stream.end(new GenerationEnd.Cancelled(Usage.NONE));
        assertThat(stream.shown).isEmpty();
        assertThat(stream.end)
                .isInstanceOfSatisfying(
                        GenerationEnd.Failed.class,
                        failed -> assertThat(failed.error().kind()).isEqualTo(EngineErrorKind.INTERNAL));
    }

    @Test
    void aJudgeThatIsAskedSparinglyWaitsForMoreText() {
        DrivenStream stream = new DrivenStream(judge, Judge.of(judge).sparing(), 1);
        int said = 0;
        List<Integer> asked = new ArrayList<>();
        while (said < 2_000) {
            stream.say(0, "12345678");
            said += 8;
            if (judge.isAsked()) {
                asked.add(said);
                judge.answer();
            }
        }
        assertThat(asked).startsWith(32, 96, 224, 480, 736, 992).hasSize(9);
        stream.say(0, "the end.");
        assertThat(judge.isAsked()).isFalse();
        stream.give(ChunkChoice.finish(0, FinishReason.STOP));
        judge.answer();
        stream.complete();
        assertThat(stream.text(0)).endsWith("the end.");
        assertThat(stream.end).isInstanceOf(GenerationEnd.Completed.class);
    }

    @Test
    void whatWaitsForMoreTextNeverRestsTheEngineForGood() {
        DrivenStream stream = new DrivenStream(judge, Judge.of(judge).sparing().maxHeld(10), 1);
        stream.say(0, "12345678901");
        assertThat(stream.paused).isTrue();
        judge.answer();
        assertThat(stream.paused).isFalse();
        stream.say(0, "ab");
        stream.complete();
        judge.answer();
        assertThat(stream.text(0)).isEqualTo("12345678901ab");
        assertThat(stream.end).isInstanceOf(GenerationEnd.Completed.class);
    }

    @Test
    void messagesThatAreJudgedWithTheTextDoNotWaitForIt() {
        DrivenStream stream = new DrivenStream(judge, Judge.of(judge).sparing(), 1);
        stream.stream.judge(List.of("Hi"));
        assertThat(judge.questions).containsExactly(List.of("Hi"));
    }

    @Test
    void verdictsOfARequestWithoutTextWaitForNothing() {
        DrivenStream stream = stream(1);
        stream.stream.judge(List.of());
        stream.give(ChunkChoice.finish(0, FinishReason.STOP));
        stream.stream.chunk(DrivenStream.chunk(List.of()).withModeration(new Moderation(null, null, JsonObject.EMPTY)));
        stream.complete();
        assertThat(judge.questions).isEmpty();
        assertThat(stream.shown).hasSize(2);
        assertThat(stream.end).isInstanceOf(GenerationEnd.Completed.class);
    }
}
