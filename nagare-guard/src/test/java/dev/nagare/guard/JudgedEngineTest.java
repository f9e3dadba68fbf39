package dev.nagare.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.nagare.engine.CompletionEngine;
import dev.nagare.engine.EngineErrorKind;
import dev.nagare.engine.Generation;
import dev.nagare.engine.GenerationEnd;
import dev.nagare.engine.GenerationSink;
import dev.nagare.engine.Moderator;
import dev.nagare.guard.GuardedEngineContractTest.Requests;
import dev.nagare.testkit.RecordingSink;
import dev.nagare.testkit.ScriptedEngine;
import dev.nagare.testkit.ScriptedGeneration;
import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.CompletionChunk;
import dev.nagare.wire.CompletionRequest;
import dev.nagare.wire.FinishReason;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.Moderation;
import dev.nagare.wire.ModerationMode;
import dev.nagare.wire.ModerationOptions;
import dev.nagare.wire.ModerationResult;
import dev.nagare.wire.ModerationVerdict;
import dev.nagare.wire.Prompt;
import dev.nagare.wire.Usage;
import dev.nagare.wire.UserMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A judge around an engine: alone, and around the exact rules. */
class JudgedEngineTest {
    private static final Policy POLICY = Policy.builder("house")
            .rule(Rule.phrases("weapons", "pipe bomb"))
            .rule(Rule.detector("mail", Detector.EMAIL).redact("[mail]"))
            .build();

    /** A judge who rejects what holds an X, on another thread, and notes what it is asked. */
    private static final class Noting implements Moderator {
        private final List<String> asked = new CopyOnWriteArrayList<>();

        @Override
        public CompletableFuture<List<ModerationResult>> moderate(List<String> texts) {
            asked.addAll(texts);
            return CompletableFuture.supplyAsync(() -> texts.stream()
                    .map(text -> ScriptedJudge.result(text.contains("X")))
                    .toList());
        }

        @Override
        public String model() {
            return "noting";
        }
    }

    private final Noting judge = new Noting();

    private static String text(List<ChatCompletionChunk> chunks) {
        StringBuilder text = new StringBuilder();
        chunks.forEach(chunk -> chunk.choices()
                .forEach(choice ->
                        text.append(Objects.requireNonNullElse(choice.delta().content(), ""))));
        return text.toString();
    }

    private static List<FinishReason> finishes(List<ChatCompletionChunk> chunks) {
        List<FinishReason> reasons = new ArrayList<>();
        chunks.forEach(chunk -> chunk.choices().forEach(choice -> {
            if (choice.finishReason() != null) {
                reasons.add(choice.finishReason());
            }
        }));
        return reasons;
    }

    private RecordingSink<ChatCompletionChunk> run(Judge settings, ChatCompletionRequest request, String... pieces) {
        GuardedEngine rules = new GuardedEngine(ScriptedEngine.answering(pieces), POLICY, false);
        try (JudgedEngine engine = new JudgedEngine(rules, settings)) {
            RecordingSink<ChatCompletionChunk> sink = new RecordingSink<>();
            engine.chat(request, sink);
            sink.awaitEnd();
            return sink;
        }
    }

    private static ChatCompletionRequest moderated(ModerationMode input, ModerationMode output, String message) {
        ModerationOptions.Policy policy = new ModerationOptions.Policy(
                new ModerationOptions.Rule(input, JsonObject.EMPTY),
                new ModerationOptions.Rule(output, JsonObject.EMPTY),
                JsonObject.EMPTY);
        return Requests.chat()
                .message(UserMessage.of(message))
                .moderation(new ModerationOptions("omni", policy, JsonObject.EMPTY))
                .build();
    }

    @Test
    void aCharacterLeavesOnlyWhenTheRulesAndTheJudgeAllowIt() {
        String[] pieces = {"Mail", " me@host", ".example", " X", " or", " a pipe", " bomb"};
        RecordingSink<ChatCompletionChunk> byJudge =
                run(Judge.of(judge), Requests.chat().build(), pieces);
        assertThat("Mail [mail] ").startsWith(text(byJudge.chunks()));
        assertThat(finishes(byJudge.chunks())).containsExactly(FinishReason.CONTENT_FILTER);
        assertThat(byJudge.awaitEnd()).isInstanceOf(GenerationEnd.Completed.class);
        assertThat(judge.asked).noneMatch(text -> text.contains("me@host"));
        RecordingSink<ChatCompletionChunk> byRules =
                run(Judge.of(judge), Requests.chat().build(), "fine,", " a pipe", " bomb");
        assertThat(text(byRules.chunks())).isEqualTo("fine, a ");
        assertThat(finishes(byRules.chunks())).containsExactly(FinishReason.CONTENT_FILTER);
        RecordingSink<ChatCompletionChunk> byNobody =
                run(Judge.of(judge), Requests.chat().build(), "all", " is", " well");
        assertThat(text(byNobody.chunks())).isEqualTo("all is well");
        assertThat(finishes(byNobody.chunks())).containsExactly(FinishReason.STOP);
    }

    @Test
    void theModerationChunkTellsWhatBothHaveFound() {
        RecordingSink<ChatCompletionChunk> sink = run(
                Judge.of(judge),
                moderated(ModerationMode.SCORE, ModerationMode.SCORE, "An X?"),
                "to me@host.example ",
                "and X");
        ChatCompletionChunk last = sink.chunks().get(sink.chunks().size() - 1);
        assertThat(last.choices()).isEmpty();
        assertThat(finishes(sink.chunks())).containsExactly(FinishReason.CONTENT_FILTER);
        assertThat(sink.awaitEnd()).isInstanceOf(GenerationEnd.Completed.class);
        Moderation told = Objects.requireNonNull(last.moderation());
        ModerationVerdict.Results input = (ModerationVerdict.Results) Objects.requireNonNull(told.input());
        ModerationVerdict.Results output = (ModerationVerdict.Results) Objects.requireNonNull(told.output());
        assertThat(input.model()).isEqualTo(POLICY.id() + "+noting");
        assertThat(input.results().get(0).categories())
                .containsEntry("violence", true)
                .containsEntry("weapons", false);
        assertThat(output.results().get(0).flagged()).isTrue();
        assertThat(output.results().get(0).categories())
                .containsEntry("violence", true)
                .containsEntry("pii/email", true)
                .containsEntry("weapons", false);
        assertThat(output.results().get(0).categoryScores()).containsEntry("violence", 0.9);
        assertThat(GuardedJson.json(last))
                .contains("\"x_guard\":{\"spans\":[{\"field\":\"content\",\"start\":3,\"end\":9,\"rule\":\"mail\"}]}");
    }

    @Test
    void aRejectedMessageGeneratesNothingWhereThatIsAskedFor() {
        ScriptedEngine scripted = ScriptedEngine.answering("never");
        GuardedEngine rules = new GuardedEngine(scripted, POLICY, false);
        try (JudgedEngine engine = new JudgedEngine(rules, Judge.of(judge))) {
            RecordingSink<ChatCompletionChunk> sink = new RecordingSink<>();
            engine.chat(moderated(ModerationMode.BLOCK, ModerationMode.SCORE, "X"), sink);
            assertThat(sink.awaitEnd()).isInstanceOfSatisfying(GenerationEnd.Failed.class, failed -> {
                assertThat(failed.error().kind()).isEqualTo(EngineErrorKind.INVALID_REQUEST);
                assertThat(failed.error().error().code()).isEqualTo("content_filter");
                assertThat(failed.error().error().param()).isEqualTo("messages");
            });
            assertThat(scripted.requests()).isZero();
        }
        RecordingSink<ChatCompletionChunk> passed =
                run(Judge.of(judge), moderated(ModerationMode.BLOCK, ModerationMode.SCORE, "Well?"), "well");
        assertThat(text(passed.chunks())).isEqualTo("well");
    }

    @Test
    void theServerMayHaveEveryPromptJudged() {
        ScriptedEngine scripted = ScriptedEngine.answering("some", " text");
        try (JudgedEngine engine = new JudgedEngine(scripted, Judge.of(judge).judgingInput())) {
            assertThat(complete(engine, Prompt.of("X")).awaitEnd())
                    .isInstanceOfSatisfying(
                            GenerationEnd.Failed.class,
                            failed -> assertThat(failed.error().error().param()).isEqualTo("prompt"));
            assertThat(complete(engine, new Prompt.Tokens(List.of(1, 2))).awaitEnd())
                    .isInstanceOfSatisfying(
                            GenerationEnd.Failed.class,
                            failed -> assertThat(failed.error().error().code()).isEqualTo("unsupported_value"));
            assertThat(scripted.requests()).isZero();
            RecordingSink<CompletionChunk> passed = complete(engine, Prompt.of("well"));
            assertThat(passed.awaitEnd()).isInstanceOf(GenerationEnd.Completed.class);
            assertThat(passed.chunks()).hasSize(3);
        }
    }

    private static RecordingSink<CompletionChunk> complete(JudgedEngine engine, Prompt prompt) {
        return complete(engine, prompt, 1);
    }

    private static RecordingSink<CompletionChunk> complete(JudgedEngine engine, Prompt prompt, int choices) {
        RecordingSink<CompletionChunk> sink = new RecordingSink<>();
        engine.complete(
                CompletionRequest.builder()
                        .model(ScriptedEngine.MODEL)
                        .prompt(prompt)
                        .n(choices)
                        .build(),
                sink);
        return sink;
    }

    @Test
    void theOlderEndpointIsJudgedToo() {
        ScriptedEngine scripted = ScriptedEngine.answering("one,", " two,", " X", " three");
        try (JudgedEngine engine = new JudgedEngine(scripted, Judge.of(judge).withPrompt())) {
            RecordingSink<CompletionChunk> sink = complete(engine, Prompt.of("first"), 2);
            assertThat(sink.awaitEnd()).isInstanceOf(GenerationEnd.Completed.class);
            for (int choice = 0; choice < 2; choice++) {
                int index = choice;
                StringBuilder text = new StringBuilder();
                List<FinishReason> reasons = new ArrayList<>();
                sink.chunks()
                        .forEach(chunk -> chunk.choices().forEach(each -> {
                            if (each.index() == index) {
                                text.append(each.text());
                                if (each.finishReason() != null) {
                                    reasons.add(each.finishReason());
                                }
                            }
                        }));
                assertThat("one, two,").startsWith(text.toString());
                assertThat(reasons).containsExactly(FinishReason.CONTENT_FILTER);
            }
            assertThat(judge.asked).allMatch(text -> text.startsWith("first\n\none,"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aJudgeWhoIsNotThereIsAnErrorOrIsReported(boolean open) {
        Moderator absent = texts -> CompletableFuture.failedFuture(new IllegalStateException("on purpose"));
        Judge settings = open ? Judge.of(absent).failingOpen() : Judge.of(absent);
        ScriptedEngine scripted = ScriptedEngine.answering("some", " text");
        try (Logged log = new Logged();
                JudgedEngine engine = new JudgedEngine(new GuardedEngine(scripted, POLICY, false), settings)) {
            RecordingSink<ChatCompletionChunk> sink = new RecordingSink<>();
            engine.chat(moderated(ModerationMode.BLOCK, ModerationMode.SCORE, "Well?"), sink);
            GenerationEnd end = sink.awaitEnd();
            if (open) {
                assertThat(end).isInstanceOf(GenerationEnd.Completed.class);
                assertThat(text(sink.chunks())).isEqualTo("some text");
                ChatCompletionChunk last = sink.chunks().get(sink.chunks().size() - 1);
                Moderation told = Objects.requireNonNull(last.moderation());
                assertThat(told.output())
                        .isInstanceOfSatisfying(
                                ModerationVerdict.Failed.class,
                                failed -> assertThat(failed.code()).isEqualTo("moderation_failed"));
                assertThat(told.input()).isInstanceOf(ModerationVerdict.Failed.class);
            } else {
                assertThat(end)
                        .isInstanceOfSatisfying(
                                GenerationEnd.Failed.class,
                                failed -> assertThat(failed.error().error().code())
                                        .isEqualTo("moderation_failed"));
                assertThat(scripted.requests()).isZero();
            }
            assertThat(engine.failures()).isPositive();
            assertThat(log.lines()).singleElement().asString().contains("no verdict", "on purpose");
        }
    }

    @Test
    void aCancelBeforeTheVerdictOnTheMessagesEndsAtOnce() {
        CompletableFuture<List<ModerationResult>> never = new CompletableFuture<>();
        ScriptedEngine scripted = ScriptedEngine.answering("never");
        try (JudgedEngine engine =
                new JudgedEngine(scripted, Judge.of(texts -> never).judgingInput())) {
            RecordingSink<ChatCompletionChunk> sink = new RecordingSink<>();
            Generation generation = engine.chat(Requests.chat().build(), sink);
            generation.pause();
            generation.cancel();
            generation.cancel();
            assertThat(sink.awaitEnd()).isEqualTo(new GenerationEnd.Cancelled(Usage.NONE));
            assertThat(never).isCancelled();
            assertThat(scripted.requests()).isZero();
        }
    }

    @Test
    void whatIsAskedBeforeTheVerdictOnTheMessagesReachesTheEngine() {
        CompletableFuture<List<ModerationResult>> verdict = new CompletableFuture<>();
        ScriptedEngine scripted = ScriptedEngine.manual();
        List<String> asked = new CopyOnWriteArrayList<>();
        Moderator first = texts -> {
            asked.addAll(texts);
            return asked.size() == 1
                    ? verdict
                    : CompletableFuture.completedFuture(List.of(ScriptedJudge.result(false)));
        };
        try (JudgedEngine engine = new JudgedEngine(
                new Behind(scripted, () -> true), Judge.of(first).judgingInput())) {
            RecordingSink<ChatCompletionChunk> sink = new RecordingSink<>();
            assertThat(engine.isReady()).isTrue();
            assertThat(engine.models()).isEqualTo(scripted.models());
            assertThat(engine.headers()).containsEntry("x-always", "yes");
            Generation generation = engine.chat(Requests.chat().build(), sink);
            generation.pause();
            assertThat(generation.usageSoFar()).isNull();
            assertThat(scripted.requests()).isZero();
            verdict.complete(List.of(ScriptedJudge.result(false)));
            ScriptedGeneration running = scripted.next();
            running.awaitPaused();
            generation.resume();
            running.awaitResumed();
            running.text("some");
            assertThat(generation.usageSoFar()).isEqualTo(running.usage());
            assertThat(generation.headers()).containsEntry("x-behind", "yes");
            running.complete();
            assertThat(sink.awaitEnd()).isInstanceOf(GenerationEnd.Completed.class);
            assertThat(text(sink.chunks())).isEqualTo("some");
        }
    }

    @Test
    void itsSettingsHaveRanges() {
        assertThatThrownBy(() -> Judge.of(judge).timeout(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Judge.of(judge).maxHeld(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Judge(judge, result -> true, Judge.TIMEOUT, false, false, false, 1, 2, 1))
                .isInstanceOf(IllegalArgumentException.class);
        Judge strict =
                Judge.of(judge).rejecting(result -> result.categoryScores().containsKey("violence"));
        RecordingSink<ChatCompletionChunk> sink = run(strict, Requests.chat().build(), "harmless");
        assertThat(text(sink.chunks())).isEmpty();
        assertThat(finishes(sink.chunks())).containsExactly(FinishReason.CONTENT_FILTER);
    }

    /** Moderators that do not do what they promise. */
    static List<Arguments> brokenModerators() {
        return List.of(
                arguments("no future", (Moderator) texts -> nothing(), "null, no future"),
                arguments(
                        "a future of null", (Moderator) texts -> CompletableFuture.completedFuture(nothing()), "null"),
                arguments(
                        "a result of null",
                        (Moderator) texts -> CompletableFuture.completedFuture(
                                new ArrayList<>(Collections.nCopies(texts.size(), nothing()))),
                        "null among"),
                arguments(
                        "too few", (Moderator) texts -> CompletableFuture.completedFuture(List.of()), "0 results for"),
                arguments(
                        "a failure",
                        (Moderator) texts -> CompletableFuture.failedFuture(new IllegalStateException("on purpose")),
                        "on purpose"),
                arguments(
                        "an exception",
                        (Moderator) texts -> {
                            throw new IllegalStateException("on purpose");
                        },
                        "on purpose"),
                arguments("silence", (Moderator) texts -> new CompletableFuture<>(), "TimeoutException"));
    }

    /** What nobody may return. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenModerators")
    void aModeratorThatBreaksItsPromiseIsNoVerdict(String name, Moderator broken, String told) {
        TimeLimit atOnce = (verdict, limit) -> {
            verdict.completeExceptionally(new TimeoutException());
            return verdict;
        };
        TimeLimit limit = name.equals("silence") ? atOnce : (verdict, within) -> verdict;
        for (Judge settings : List.of(Judge.of(broken), Judge.of(broken).judgingInput())) {
            ScriptedEngine scripted = ScriptedEngine.answering("some", " text");
            try (Logged log = new Logged();
                    JudgedEngine engine = new JudgedEngine(scripted, settings, limit)) {
                RecordingSink<ChatCompletionChunk> sink = new RecordingSink<>();
                engine.chat(Requests.chat().build(), sink);
                assertThat(sink.awaitEnd()).isInstanceOfSatisfying(GenerationEnd.Failed.class, failed -> {
                    assertThat(failed.error().kind()).isEqualTo(EngineErrorKind.UNAVAILABLE);
                    assertThat(failed.error().error().code()).isEqualTo("moderation_failed");
                });
                assertThat(text(sink.chunks())).isEmpty();
                assertThat(engine.failures()).isPositive();
                assertThat(scripted.requests()).isEqualTo(settings.judgesInput() ? 0 : 1);
                assertThat(log.lines())
                        .singleElement()
                        .asString()
                        .startsWith("WARNING no verdict")
                        .contains(told);
                assertThat(log.thrown()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFilterOfResultsThatThrowsAboutTheMessagesEndsTheAnswer(boolean later) {
        CompletableFuture<List<ModerationResult>> verdict = new CompletableFuture<>();
        List<ModerationResult> fine = List.of(ScriptedJudge.result(false));
        if (!later) {
            verdict.complete(fine);
        }
        ScriptedEngine scripted = ScriptedEngine.answering("never");
        Judge settings = Judge.of(texts -> verdict).judgingInput().rejecting(result -> {
            throw new IllegalStateException("on purpose");
        });
        try (Logged log = new Logged();
                JudgedEngine engine = new JudgedEngine(scripted, settings)) {
            RecordingSink<ChatCompletionChunk> sink = new RecordingSink<>();
            engine.chat(Requests.chat().build(), sink);
            verdict.complete(fine);
            assertBroken(sink, log);
            assertThat(scripted.requests()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anEngineThatThrowsAfterTheVerdictOnTheMessagesEndsTheAnswer(boolean byRules) {
        CompletionEngine throwing = new Behind(ScriptedEngine.answering("never"), () -> true) {
            @Override
            public Generation chat(ChatCompletionRequest request, GenerationSink<ChatCompletionChunk> sink) {
                throw new IllegalStateException("on purpose");
            }
        };
        try (Logged log = new Logged();
                CompletionEngine engine = byRules
                        ? new GuardedEngine(throwing, POLICY, false)
                        : new JudgedEngine(throwing, Judge.of(judge).judgingInput())) {
            RecordingSink<ChatCompletionChunk> sink = new RecordingSink<>();
            engine.chat(moderated(ModerationMode.SCORE, ModerationMode.SCORE, "Well?"), sink);
            assertBroken(sink, log);
        }
    }

    private static void assertBroken(RecordingSink<ChatCompletionChunk> sink, Logged log) {
        assertThat(sink.awaitEnd()).isInstanceOfSatisfying(GenerationEnd.Failed.class, failed -> {
            assertThat(failed.error().kind()).isEqualTo(EngineErrorKind.INTERNAL);
            assertThat(failed.error().error().code()).isEqualTo("moderation_failed");
        });
        assertThat(sink.chunks()).isEmpty();
        assertThat(log.lines()).containsExactly("SEVERE a generation could not begin; it ends with an error");
        assertThat(log.thrown()).singleElement().asString().contains("on purpose");
    }
}
