package dev.nagare.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.engine.CompletionEngine;
import dev.nagare.engine.EngineErrorKind;
import dev.nagare.engine.EngineException;
import dev.nagare.engine.Generation;
import dev.nagare.engine.GenerationEnd;
import dev.nagare.guard.GuardedEngineContractTest.Requests;
import dev.nagare.testkit.RecordingSink;
import dev.nagare.testkit.ScriptedChat;
import dev.nagare.testkit.ScriptedEngine;
import dev.nagare.wire.ApiError;
import dev.nagare.wire.AssistantMessage;
import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.ChunkChoice;
import dev.nagare.wire.CompletionChunk;
import dev.nagare.wire.CompletionRequest;
import dev.nagare.wire.Delta;
import dev.nagare.wire.FinishReason;
import dev.nagare.wire.FunctionCall;
import dev.nagare.wire.FunctionDelta;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.JsonString;
import dev.nagare.wire.Logprobs;
import dev.nagare.wire.Moderation;
import dev.nagare.wire.ModerationMode;
import dev.nagare.wire.ModerationOptions;
import dev.nagare.wire.ModerationVerdict;
import dev.nagare.wire.Prompt;
import dev.nagare.wire.Role;
import dev.nagare.wire.TokenLogprob;
import dev.nagare.wire.ToolCall;
import dev.nagare.wire.ToolCallDelta;
import dev.nagare.wire.UserMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GuardedEngineTest {
    private static final Policy BLOCK =
            Policy.builder("house").rule(Rule.phrases("weapons", "pipe bomb")).build();
    private static final Policy REDACT = Policy.builder("house")
            .rule(Rule.phrases("weapons", "pipe bomb").redact("[x]"))
            .rule(Rule.detector("mail", Detector.EMAIL).redact("[mail]"))
            .build();

    /** What a stream showed. */
    private record Seen(List<ChatCompletionChunk> chunks, GenerationEnd end) {
        String text(int choice) {
            StringBuilder text = new StringBuilder();
            for (ChunkChoice each : choices(choice)) {
                text.append(Objects.requireNonNullElse(each.delta().content(), ""));
            }
            return text.toString();
        }

        List<ChunkChoice> choices(int index) {
            return chunks.stream()
                    .flatMap(chunk -> chunk.choices().stream())
                    .filter(choice -> choice.index() == index)
                    .toList();
        }

        List<FinishReason> finishes() {
            List<FinishReason> reasons = new ArrayList<>();
            chunks.forEach(chunk -> chunk.choices().forEach(choice -> {
                if (choice.finishReason() != null) {
                    reasons.add(choice.finishReason());
                }
            }));
            return reasons;
        }
    }

    private static Seen run(Policy policy, ChatCompletionRequest request, String... pieces) {
        try (GuardedEngine engine = new GuardedEngine(ScriptedEngine.answering(pieces), policy, false)) {
            RecordingSink<ChatCompletionChunk> sink = new RecordingSink<>();
            engine.chat(request, sink);
            GenerationEnd end = sink.awaitEnd();
            return new Seen(sink.chunks(), end);
        }
    }

    /** Plays choices of chunks of a test's own making. */
    private static Seen play(Policy policy, int n, ChunkChoice... choices) {
        ScriptedEngine scripted = ScriptedEngine.playing(generation -> {
            for (ChunkChoice choice : choices) {
                ((ScriptedChat) generation).chunk(chunk(choice));
            }
            for (int i = 0; i < n; i++) {
                generation.finish(i, FinishReason.STOP);
            }
        });
        try (GuardedEngine engine = new GuardedEngine(scripted, policy, false)) {
            RecordingSink<ChatCompletionChunk> sink = new RecordingSink<>();
            engine.chat(Requests.chat().n(n).build(), sink);
            GenerationEnd end = sink.awaitEnd();
            return new Seen(sink.chunks(), end);
        }
    }

    private static ChatCompletionChunk chunk(ChunkChoice choice) {
        return new ChatCompletionChunk(
                "chatcmpl-1", 1L, "scripted", null, null, List.of(choice), null, null, null, JsonObject.EMPTY);
    }

    private static ChunkChoice delta(Delta delta) {
        return new ChunkChoice(0, delta, null, null, ChunkChoice.NULL_LOGPROBS_AND_FINISH);
    }

    @Test
    void aStreamWithoutAMatchHasTheSameTextAndItsFirstChunkGoesAtOnce() {
        String[] pieces = {"Hello", ",", " pip", "es", " are", " round", "."};
        Seen seen = run(BLOCK, Requests.chat().build(), pieces);
        assertThat(seen.text(0)).isEqualTo(String.join("", pieces));
        assertThat(seen.chunks().get(0).choices().get(0).delta().role()).isEqualTo(Role.ASSISTANT);
        assertThat(seen.chunks().get(1).choices().get(0).delta().content()).isEqualTo("Hello");
        assertThat(seen.finishes()).containsExactly(FinishReason.STOP);
        assertThat(seen.end()).isInstanceOf(GenerationEnd.Completed.class);
    }

    @Test
    void aBlockedChoiceEndsBeforeTheMatchAndTheUsageCountsWhatWasGenerated() {
        Seen seen = run(BLOCK, Requests.chat().build(), "Take a", " pipe", " bo", "mb", " and", " run");
        assertThat(seen.text(0)).isEqualTo("Take a ");
        assertThat(seen.finishes()).containsExactly(FinishReason.CONTENT_FILTER);
        assertThat(seen.end())
                .isInstanceOfSatisfying(
                        GenerationEnd.Completed.class,
                        end -> assertThat(end.usage().completionTokens()).isGreaterThanOrEqualTo(5));
        ChunkChoice last = seen.choices(0).get(seen.choices(0).size() - 1);
        assertThat(last.delta()).isEqualTo(Delta.EMPTY);
    }

    @Test
    void theEngineIsToldToCancelABlockedChoice() {
        ScriptedEngine scripted = ScriptedEngine.manual();
        try (GuardedEngine engine = new GuardedEngine(scripted, BLOCK, false)) {
            RecordingSink<ChatCompletionChunk> sink = new RecordingSink<>();
            engine.chat(Requests.chat().build(), sink);
            ScriptedChat generation = (ScriptedChat) scripted.next();
            generation.text("a pipe bomb, ");
            assertThat(sink.awaitEnd()).isInstanceOf(GenerationEnd.Completed.class);
            generation.text("more");
            assertThat(new Seen(sink.chunks(), sink.awaitEnd()).finishes())
                    .containsExactly(FinishReason.CONTENT_FILTER);
        }
    }

    @Test
    void heldTextGoesBeforeTheFinishChunk() {
        Seen seen = run(BLOCK, Requests.chat().build(), "a", " pipe", " bom");
        assertThat(seen.text(0)).isEqualTo("a pipe bom");
        List<ChunkChoice> choices = seen.choices(0);
        assertThat(choices.get(choices.size() - 2).delta().content()).isEqualTo("pipe bom");
        assertThat(choices.get(choices.size() - 1).delta()).isEqualTo(Delta.EMPTY);
        assertThat(choices.get(choices.size() - 1).finishReason()).isEqualTo(FinishReason.STOP);
    }

    @Test
    void aChunkThatIsHeldWhollyIsNotSent() {
        Seen seen = run(BLOCK, Requests.chat().build(), "a", " ", "pipe", " ", "d", "ream");
        assertThat(seen.choices(0).stream().skip(1))
                .allSatisfy(choice -> assertThat(choice.delta().content()).isNotEqualTo(""));
        assertThat(seen.text(0)).isEqualTo("a pipe dream");
    }

    @Test
    void everyAttackIsCaughtThroughTheEngineAtEveryTwoWayCut() {
        for (String attack : List.of("pipe bomb", "pi\u200Bpe b\u043Emb", "𝐩𝐢𝐩𝐞 bo\u0301mb", "ｐｉｐｅ\u00A0ｂｏｍｂ")) {
            String text = "so: " + attack + "!";
            for (int cut = 1; cut < text.length(); cut++) {
                Seen seen = run(BLOCK, Requests.chat().build(), text.substring(0, cut), text.substring(cut));
                assertThat(seen.text(0)).as("cut at %d", cut).isEqualTo("so: ");
                assertThat(seen.finishes()).containsExactly(FinishReason.CONTENT_FILTER);
            }
        }
    }

    @Test
    void choicesAreGuardedByThemselvesAndFinishInOrder() {
        ScriptedEngine scripted = ScriptedEngine.playing(generation -> {
            generation.text(0, "a pipe");
            generation.text(1, "a pipe");
            generation.text(2, "fine");
            generation.text(1, " bomb");
            generation.text(0, " dream");
            generation.text(3, "pipe bomb");
            generation.text(1, " never");
            generation.text(2, ", really");
            generation.text(0, " more");
        });
        try (GuardedEngine engine = new GuardedEngine(scripted, BLOCK, false)) {
            RecordingSink<ChatCompletionChunk> sink = new RecordingSink<>();
            engine.chat(Requests.chat().n(4).build(), sink);
            GenerationEnd end = sink.awaitEnd();
            Seen seen = new Seen(sink.chunks(), end);
            assertThat(seen.text(0)).isEqualTo("a pipe dream more");
            assertThat(seen.text(1)).isEqualTo("a ");
            assertThat(seen.text(2)).isEqualTo("fine, really");
            assertThat(seen.text(3)).isEmpty();
            assertThat(seen.finishes())
                    .containsExactly(
                            FinishReason.STOP,
                            FinishReason.CONTENT_FILTER,
                            FinishReason.STOP,
                            FinishReason.CONTENT_FILTER);
            assertThat(seen.end()).isInstanceOf(GenerationEnd.Completed.class);
        }
    }

    @Test
    void reasoningAndRefusalAreGuardedToo() {
        Seen seen = play(
                REDACT,
                1,
                ChunkChoice.role(0),
                delta(new Delta(null, null, "I know a pi", null, List.of(), JsonObject.EMPTY)),
                delta(new Delta(null, null, "pe bomb or so", null, List.of(), JsonObject.EMPTY)),
                delta(new Delta(null, null, null, "No pipe bomb", List.of(), JsonObject.EMPTY)));
        StringBuilder reasoning = new StringBuilder();
        StringBuilder refusal = new StringBuilder();
        seen.choices(0).forEach(choice -> {
            reasoning.append(Objects.requireNonNullElse(choice.delta().reasoningContent(), ""));
            refusal.append(Objects.requireNonNullElse(choice.delta().refusal(), ""));
        });
        assertThat(reasoning).hasToString("I know a [x] or so");
        assertThat(refusal).hasToString("No [x]");
    }

    @Test
    void aBlockWhileReasoningEndsTheChoice() {
        Seen seen = play(
                BLOCK,
                1,
                ChunkChoice.role(0),
                delta(new Delta(null, null, "a pipe bomb.", null, List.of(), JsonObject.EMPTY)),
                delta(Delta.ofContent("Hello")));
        assertThat(seen.text(0)).isEmpty();
        assertThat(seen.finishes()).containsExactly(FinishReason.CONTENT_FILTER);
    }

    private static ChunkChoice call(@Nullable String id, @Nullable String name, @Nullable String arguments) {
        ToolCallDelta call = new ToolCallDelta(
                0,
                id,
                id == null ? null : "function",
                new FunctionDelta(name, arguments, JsonObject.EMPTY),
                null,
                JsonObject.EMPTY);
        return delta(new Delta(id == null ? null : Role.ASSISTANT, null, null, null, List.of(call), JsonObject.EMPTY));
    }

    private static String arguments(Seen seen) {
        StringBuilder arguments = new StringBuilder();
        seen.choices(0)
                .forEach(choice -> choice.delta().toolCalls().forEach(call -> {
                    FunctionDelta function = call.function();
                    if (function != null) {
                        arguments.append(Objects.requireNonNullElse(function.arguments(), ""));
                    }
                }));
        return arguments.toString();
    }

    @Test
    void toolCallArgumentsAreSeenThroughTheirEscapesAndStayJson() {
        String json = "{\"to\":\"me@host.example\",\"what\":\"a \\u0070ipe \\\"x\\\" pipe\\u0020b\\u006fmb\\n\"}";
        String expected = "{\"to\":\"[mail]\",\"what\":\"a \\u0070ipe \\\"x\\\" [x]\\n\"}";
        for (int length : new int[] {1, 2, 3, 5, 200}) {
            List<ChunkChoice> choices = new ArrayList<>(List.of(call("call_1", "send", "")));
            Pieces.ofLength(json, length).forEach(piece -> choices.add(call(null, null, piece)));
            Seen seen = play(REDACT, 1, choices.toArray(ChunkChoice[]::new));
            assertThat(arguments(seen)).as("pieces of %d", length).isEqualTo(expected);
            ToolCallDelta first = seen.choices(0).stream()
                    .flatMap(choice -> choice.delta().toolCalls().stream())
                    .findFirst()
                    .orElseThrow();
            assertThat(first.id()).isEqualTo("call_1");
            assertThat(Objects.requireNonNull(first.function()).name()).isEqualTo("send");
        }
    }

    @Test
    void heldArgumentsGoBeforeTheFinishChunk() {
        Seen seen = play(BLOCK, 1, call("call_1", "send", ""), call(null, null, "{\"what\":\"a pipe bo"));
        assertThat(arguments(seen)).isEqualTo("{\"what\":\"a pipe bo");
        List<ChunkChoice> choices = seen.choices(0);
        assertThat(choices.get(choices.size() - 1).delta()).isEqualTo(Delta.EMPTY);
        assertThat(seen.finishes()).containsExactly(FinishReason.STOP);
    }

    @Test
    void aToolNameIsLetGoWholeBeforeItsArguments() {
        Policy policy = Policy.builder("p")
                .rule(Rule.phrases("w", "send_money").anywhere().redact("nothing"))
                .build();
        Seen seen = play(policy, 1, call("call_1", "send_mail", ""), call(null, null, "{}"));
        ToolCallDelta first = seen.choices(0).get(0).delta().toolCalls().get(0);
        assertThat(Objects.requireNonNull(first.function()).name()).isEqualTo("send_mail");
        Seen held = play(policy, 1, call("call_1", "send_m", ""), call(null, null, "{}"));
        ToolCallDelta opening = held.choices(0).stream()
                .flatMap(choice -> choice.delta().toolCalls().stream())
                .findFirst()
                .orElseThrow();
        assertThat(opening.id()).isEqualTo("call_1");
        assertThat(Objects.requireNonNull(opening.function()).name()).isEqualTo("send_m");
        assertThat(arguments(held)).isEqualTo("{}");
        Seen redacted = play(policy, 1, call("call_1", "send_money", ""), call(null, null, "{}"));
        assertThat(redacted.choices(0).get(0).delta().toolCalls().get(0).function())
                .isEqualTo(new FunctionDelta("nothing", "", JsonObject.EMPTY));
    }

    @Test
    void theDeprecatedFunctionCallIsGuardedToo() {
        List<ChunkChoice> choices = new ArrayList<>(List.of(ChunkChoice.role(0)));
        for (String piece : List.of("{\"q\":\"pipe", " b", "omb\"}")) {
            FunctionDelta call = new FunctionDelta(null, piece, JsonObject.EMPTY);
            choices.add(delta(new Delta(null, null, null, null, List.of(), call, JsonObject.EMPTY)));
        }
        Seen seen = play(REDACT, 1, choices.toArray(ChunkChoice[]::new));
        assertThat(seen.chunks().toString()).doesNotContain("omb");
        assertThat(seen.chunks().toString()).contains("[x]");
    }

    @Test
    void unknownTextFollowsThePolicy() {
        JsonObject unknown = new JsonObject(Map.of("thoughts", new JsonString("a pipe bomb")));
        ChunkChoice choice = delta(new Delta(null, "Hi", null, null, List.of(), unknown));
        assertThat(play(BLOCK, 1, choice).chunks().toString()).contains("Hi").doesNotContain("pipe");
        Policy strict = Policy.builder("strict")
                .rule(Rule.phrases("w", "x"))
                .unknownFields(UnknownFields.BLOCK)
                .build();
        assertThat(play(strict, 1, choice).finishes()).containsExactly(FinishReason.CONTENT_FILTER);
        Policy lax = Policy.builder("lax")
                .rule(Rule.phrases("w", "x"))
                .unknownFields(UnknownFields.PASS)
                .build();
        assertThat(play(lax, 1, choice).chunks().toString()).contains("a pipe bomb");
    }

    private static ChunkChoice spoken(String... tokens) {
        List<TokenLogprob> logprobs = new ArrayList<>();
        for (String token : tokens) {
            TokenLogprob other = new TokenLogprob("pipe bomb", -3, null, null, JsonObject.EMPTY);
            TokenLogprob same = new TokenLogprob(token, -1, null, null, JsonObject.EMPTY);
            logprobs.add(new TokenLogprob(token, -1, null, List.of(same, other), JsonObject.EMPTY));
        }
        return ChunkChoice.content(
                0, String.join("", tokens), new Logprobs(logprobs, null, JsonObject.nulls("refusal")));
    }

    @Test
    void logProbabilitiesGoInStepWithTheirText() {
        Seen seen = play(
                REDACT,
                1,
                ChunkChoice.role(0),
                spoken("A"),
                spoken(" pipe"),
                spoken(" bomb"),
                spoken(" or"),
                spoken(" two"));
        List<String> tokens = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (ChunkChoice choice : seen.choices(0)) {
            text.append(Objects.requireNonNullElse(choice.delta().content(), ""));
            Logprobs logprobs = choice.logprobs();
            if (logprobs != null) {
                Objects.requireNonNull(logprobs.content()).forEach(token -> tokens.add(token.token()));
                assertThat(logprobs.toString()).doesNotContain("pipe bomb");
            }
        }
        assertThat(text).hasToString("A [x] or two");
        assertThat(tokens).containsExactly("A", " or", " two");
    }

    @Test
    void anErrorDropsTheHeldText() {
        ScriptedEngine scripted = ScriptedEngine.playing(generation -> {
            generation.text("Hello, a pipe");
            generation.fail(new EngineException(
                    EngineErrorKind.INTERNAL, new ApiError("broken", "server_error", null, null, JsonObject.EMPTY)));
        });
        try (GuardedEngine engine = new GuardedEngine(scripted, BLOCK, false)) {
            RecordingSink<ChatCompletionChunk> sink = new RecordingSink<>();
            engine.chat(Requests.chat().build(), sink);
            assertThat(sink.awaitEnd()).isInstanceOf(GenerationEnd.Failed.class);
            assertThat(new Seen(sink.chunks(), sink.awaitEnd()).text(0)).isEqualTo("Hello, a ");
        }
    }

    private static ModerationOptions moderation(ModerationMode mode) {
        ModerationOptions.Rule rule = new ModerationOptions.Rule(mode, JsonObject.EMPTY);
        return new ModerationOptions(
                "omni-moderation-latest", new ModerationOptions.Policy(rule, rule, JsonObject.EMPTY), JsonObject.EMPTY);
    }

    @Test
    void verdictsComeInAChunkOfTheirOwnWhenAskedFor() {
        Seen seen = run(
                BLOCK,
                Requests.chat().moderation(moderation(ModerationMode.SCORE)).build(),
                "a pipe",
                " bomb",
                ".");
        ChatCompletionChunk last = seen.chunks().get(seen.chunks().size() - 1);
        assertThat(last.choices()).isEmpty();
        Moderation verdicts = Objects.requireNonNull(last.moderation());
        assertThat(verdicts.output()).isInstanceOfSatisfying(ModerationVerdict.Results.class, output -> {
            assertThat(output.model()).isEqualTo(BLOCK.id());
            assertThat(output.results().get(0).flagged()).isTrue();
            assertThat(output.results().get(0).categories()).containsEntry("weapons", true);
        });
        assertThat(verdicts.input())
                .isInstanceOfSatisfying(
                        ModerationVerdict.Results.class,
                        input -> assertThat(input.results().get(0).flagged()).isFalse());
        assertThat(seen.chunks().get(seen.chunks().size() - 2).choices().get(0).finishReason())
                .isEqualTo(FinishReason.CONTENT_FILTER);
        assertThat(run(BLOCK, Requests.chat().build(), "a").chunks())
                .allSatisfy(chunk -> assertThat(chunk.moderation()).isNull());
    }

    @Test
    void aBlockedInputGeneratesNothing() {
        ScriptedEngine scripted = ScriptedEngine.answering("never");
        try (GuardedEngine engine = new GuardedEngine(scripted, BLOCK, false)) {
            ChatCompletionRequest request = Requests.chat()
                    .message(UserMessage.of("How is a pipe bomb made?"))
                    .moderation(moderation(ModerationMode.BLOCK))
                    .build();
            RecordingSink<ChatCompletionChunk> sink = new RecordingSink<>();
            engine.chat(request, sink);
            assertThat(sink.awaitEnd()).isInstanceOfSatisfying(GenerationEnd.Failed.class, failed -> {
                assertThat(failed.error().kind()).isEqualTo(EngineErrorKind.INVALID_REQUEST);
                assertThat(failed.error().error().code()).isEqualTo("content_filter");
                assertThat(failed.error().error().param()).isEqualTo("messages");
            });
            assertThat(scripted.requests()).isZero();
        }
    }

    @Test
    void aModeThatIsNotKnownIsTheStrictOne() {
        ModerationMode unknown = new ModerationMode("blok");
        Policy reporting = Policy.builder("house")
                .rule(Rule.phrases("weapons", "pipe bomb").annotate())
                .build();
        assertThat(run(
                                reporting,
                                Requests.chat().moderation(moderation(unknown)).build(),
                                "a pipe",
                                " bomb")
                        .text(0))
                .isEqualTo("a ");
        assertThat(run(
                                reporting,
                                Requests.chat()
                                        .moderation(moderation(ModerationMode.SCORE))
                                        .build(),
                                "a pipe",
                                " bomb")
                        .text(0))
                .isEqualTo("a pipe bomb");
    }

    @Test
    void headersNameThePolicyAndItsCertificate() {
        try (GuardedEngine engine = new GuardedEngine(ScriptedEngine.answering("x"), BLOCK, false)) {
            RecordingSink<ChatCompletionChunk> sink = new RecordingSink<>();
            Generation generation = engine.chat(Requests.chat().build(), sink);
            assertThat(generation.headers())
                    .containsEntry("x-guard-policy", BLOCK.id())
                    .containsEntry("x-guard-max-holdback", "9");
            assertThat(BLOCK.id()).matches("house@[0-9a-f]{12}");
            sink.awaitEnd();
        }
    }

    @Test
    void headersNameTheStricterPolicyThatARequestAsksFor() {
        Policy reporting = Policy.builder("house")
                .rule(Rule.phrases("weapons", "pipe bomb").annotate())
                .build();
        PolicyModerator moderator = new PolicyModerator(reporting);
        try (GuardedEngine engine = new GuardedEngine(ScriptedEngine.answering("a pipe bomb"), moderator, false)) {
            for (int i = 0; i < 2; i++) {
                RecordingSink<ChatCompletionChunk> sink = new RecordingSink<>();
                Generation generation = engine.chat(
                        Requests.chat()
                                .moderation(moderation(ModerationMode.BLOCK))
                                .build(),
                        sink);
                sink.awaitEnd();
                assertThat(generation.headers().get("x-guard-policy"))
                        .startsWith("house@")
                        .isNotEqualTo(reporting.id());
                assertThat(generation.headers()).containsEntry("x-guard-max-holdback", "9");
            }
            assertThat(engine.headers())
                    .containsEntry("x-guard-policy", reporting.id())
                    .containsEntry("x-guard-max-holdback", "0");
        }
    }

    @Test
    void textThatNobodyKnowsBesideATokenIsLeftOut() {
        JsonObject unknown = new JsonObject(Map.of("spelled", new JsonString("a pipe bomb")));
        TokenLogprob token =
                new TokenLogprob("A", -1, null, List.of(new TokenLogprob("A", -1, null, null, unknown)), unknown);
        Seen seen = play(
                BLOCK,
                1,
                ChunkChoice.role(0),
                ChunkChoice.content(0, "A", new Logprobs(List.of(token), null, JsonObject.nulls("refusal"))));
        assertThat(seen.chunks().toString()).contains("token=A").doesNotContain("pipe");
    }

    @Test
    void theEngineBehindDoesNotSeeWhatTheGuardHonours() {
        ScriptedEngine scripted = ScriptedEngine.manual();
        try (GuardedEngine engine = new GuardedEngine(scripted, BLOCK, false)) {
            RecordingSink<ChatCompletionChunk> sink = new RecordingSink<>();
            engine.chat(
                    Requests.chat().moderation(moderation(ModerationMode.SCORE)).build(), sink);
            ScriptedChat generation = (ScriptedChat) scripted.next();
            assertThat(generation.request().moderation()).isNull();
            assertThat(generation.request()).isEqualTo(Requests.chat().build());
            generation.complete();
            sink.awaitEnd();
        }
    }

    @Test
    void theModeBlockWithholdsAlsoWhatIsOnlyReported() {
        Policy reporting = Policy.builder("house")
                .rule(Rule.phrases("weapons", "pipe bomb").annotate())
                .build();
        String[] pieces = {"a pipe", " bomb", "."};
        Seen scored = run(
                reporting,
                Requests.chat().moderation(moderation(ModerationMode.SCORE)).build(),
                pieces);
        assertThat(scored.text(0)).isEqualTo("a pipe bomb.");
        assertThat(scored.finishes()).containsExactly(FinishReason.STOP);
        Seen blocked = run(
                reporting,
                Requests.chat().moderation(moderation(ModerationMode.BLOCK)).build(),
                pieces);
        assertThat(blocked.text(0)).isEqualTo("a ");
        assertThat(blocked.finishes()).containsExactly(FinishReason.CONTENT_FILTER);
        for (Seen seen : List.of(scored, blocked)) {
            Moderation verdicts = Objects.requireNonNull(
                    seen.chunks().get(seen.chunks().size() - 1).moderation());
            assertThat(((ModerationVerdict.Results) Objects.requireNonNull(verdicts.output()))
                            .results()
                            .get(0)
                            .flagged())
                    .isTrue();
        }
    }

    @Test
    void aMessageThatIsOnlyScoredIsAnsweredAndItsVerdictNamesEveryCategory() {
        Policy policy = Policy.builder("house")
                .rule(Rule.phrases("weapons", "pipe bomb"))
                .rule(Rule.detector("mail", Detector.EMAIL).redact("[mail]"))
                .build();
        ChatCompletionRequest request = Requests.chat()
                .message(UserMessage.of("A pipe bomb, to me@host.example?"))
                .moderation(moderation(ModerationMode.SCORE))
                .build();
        Seen seen = run(policy, request, "No.");
        assertThat(seen.text(0)).isEqualTo("No.");
        Moderation verdicts = Objects.requireNonNull(
                seen.chunks().get(seen.chunks().size() - 1).moderation());
        ModerationVerdict.Results input = (ModerationVerdict.Results) Objects.requireNonNull(verdicts.input());
        assertThat(input.results()).hasSize(1);
        assertThat(input.results().get(0).categories())
                .containsEntry("weapons", true)
                .containsEntry("pii/email", true);
    }

    @Test
    void whatAnAssistantsMessageCallsIsInputToo() {
        FunctionCall call = new FunctionCall("send", "{\"a\":\"pipe b\\u006fmb\"}", JsonObject.EMPTY);
        AssistantMessage message = new AssistantMessage(
                null,
                null,
                null,
                null,
                List.of(new ToolCall("c", "function", call, null, JsonObject.EMPTY)),
                null,
                null,
                null,
                JsonObject.EMPTY);
        ScriptedEngine scripted = ScriptedEngine.answering("never");
        try (GuardedEngine engine = new GuardedEngine(scripted, BLOCK, false)) {
            RecordingSink<ChatCompletionChunk> sink = new RecordingSink<>();
            engine.chat(
                    Requests.chat()
                            .message(message)
                            .moderation(moderation(ModerationMode.BLOCK))
                            .build(),
                    sink);
            assertThat(sink.awaitEnd()).isInstanceOf(GenerationEnd.Failed.class);
            assertThat(scripted.requests()).isZero();
        }
    }

    @Test
    void readinessUsageAndModelsAreThoseOfTheEngineBehind() {
        ScriptedEngine scripted = ScriptedEngine.manual();
        boolean[] ready = {false};
        CompletionEngine behind = new Behind(scripted, () -> ready[0]);
        try (GuardedEngine engine = new GuardedEngine(behind, BLOCK, false)) {
            assertThat(engine.models()).isEqualTo(scripted.models());
            assertThat(engine.isReady()).isFalse();
            ready[0] = true;
            assertThat(engine.isReady()).isTrue();
            assertThat(engine.headers())
                    .isEqualTo(Map.of("x-always", "yes", "x-guard-policy", BLOCK.id(), "x-guard-max-holdback", "9"));
            RecordingSink<ChatCompletionChunk> sink = new RecordingSink<>();
            Generation generation = engine.chat(Requests.chat().build(), sink);
            ScriptedChat scriptedChat = (ScriptedChat) scripted.next();
            scriptedChat.text("one");
            scriptedChat.text(" pipe");
            assertThat(generation.usageSoFar()).isEqualTo(scriptedChat.usage());
            generation.pause();
            scriptedChat.awaitPaused();
            generation.resume();
            scriptedChat.awaitResumed();
            generation.cancel();
            scriptedChat.awaitCancelled();
            assertThat(sink.awaitEnd()).isEqualTo(new GenerationEnd.Cancelled(scriptedChat.usage()));
            assertThat(generation.headers())
                    .containsEntry("x-behind", "yes")
                    .containsEntry("x-guard-policy", BLOCK.id());
        }
    }

    @Test
    void theOlderEndpointIsGuardedToo() {
        ScriptedEngine scripted = ScriptedEngine.answering("Take a", " pipe", " bo", "mb", " and");
        try (GuardedEngine engine = new GuardedEngine(scripted, BLOCK, false)) {
            RecordingSink<CompletionChunk> sink = new RecordingSink<>();
            engine.complete(
                    CompletionRequest.builder()
                            .model(ScriptedEngine.MODEL)
                            .prompt(Prompt.of("x"))
                            .build(),
                    sink);
            assertThat(sink.awaitEnd()).isInstanceOf(GenerationEnd.Completed.class);
            StringBuilder text = new StringBuilder();
            sink.chunks().forEach(chunk -> text.append(chunk.choices().get(0).text()));
            assertThat(text).hasToString("Take a ");
            var last = sink.chunks().get(sink.chunks().size() - 1).choices().get(0);
            assertThat(last.finishReason()).isEqualTo(FinishReason.CONTENT_FILTER);
        }
    }
}
