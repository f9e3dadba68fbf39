package dev.nagare.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nagare.engine.EngineErrorKind;
import dev.nagare.engine.GenerationEnd;
import dev.nagare.local.Answers.Chat;
import dev.nagare.local.Answers.Text;
import dev.nagare.local.schedule.SchedulerConfig;
import dev.nagare.testkit.RecordingSink;
import dev.nagare.wire.AudioFormat;
import dev.nagare.wire.AudioOutput;
import dev.nagare.wire.ChatCompletionChunkCodec;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.CompletionChunk;
import dev.nagare.wire.CompletionLogprobs;
import dev.nagare.wire.CompletionRequest;
import dev.nagare.wire.FinishReason;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.JsonString;
import dev.nagare.wire.Logprobs;
import dev.nagare.wire.Modality;
import dev.nagare.wire.Model;
import dev.nagare.wire.ModerationOptions;
import dev.nagare.wire.Prompt;
import dev.nagare.wire.ResponseFormat;
import dev.nagare.wire.ServiceTier;
import dev.nagare.wire.Tool;
import dev.nagare.wire.ToolChoice;
import dev.nagare.wire.UserMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What requests may ask for, and what is refused. */
class LocalEngineTest {
    /** A request that the built-in model is unsure about: at a high temperature its answers differ. */
    private static final String UNSURE = "Reverse the word elephant.";

    private static LocalEngine engine;

    @BeforeAll
    static void open() {
        engine = LocalEngine.builder()
                .clock(InstantSource.fixed(Instant.ofEpochSecond(1_234)))
                .build();
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    private static ChatCompletionRequest.Builder chat(String question) {
        return ChatCompletionRequest.builder()
                .model("nagare-tiny")
                .messages(List.of(UserMessage.of(question)))
                .temperature(0.0);
    }

    private static CompletionRequest.Builder text(Prompt prompt) {
        return CompletionRequest.builder().model("nagare-tiny").prompt(prompt).temperature(0.0);
    }

    private static Chat ask(ChatCompletionRequest.Builder request) {
        return Chat.of(engine, request.build());
    }

    private static Text complete(CompletionRequest.Builder request) {
        return Text.of(engine, request.build());
    }

    @Test
    void stopSequencesEndTheTextAndAreNotInIt() {
        Chat answer = ask(chat("Count to 20.").stop(List.of(", 7, 8", "999")));
        assertThat(answer.text(0)).isEqualTo("1, 2, 3, 4, 5, 6");
        assertThat(answer.reason(0)).isEqualTo(FinishReason.STOP);
        assertThat(ask(chat("Count to 20.").stop(List.of("1"))).chunks()).hasSize(2);
    }

    @Test
    void theTokenLimitEndsTheTextWithLength() {
        Chat answer = ask(chat("Count to 20.").maxCompletionTokens(5));
        assertThat(answer.text(0)).isEqualTo("1, 2,");
        assertThat(answer.reason(0)).isEqualTo(FinishReason.LENGTH);
        assertThat(answer.end().usage().completionTokens()).isEqualTo(5);
        assertThat(ask(chat("Count to 20.").maxTokens(1_000_000)).reason(0)).isEqualTo(FinishReason.STOP);
    }

    @Test
    void usageHasTheDetailsOfTheOriginal() {
        var usage = ask(chat("Count to 3.")).end().usage();
        assertThat(Objects.requireNonNull(usage.promptTokensDetails()).cachedTokens())
                .isNotNull();
        assertThat(Objects.requireNonNull(usage.completionTokensDetails()).reasoningTokens())
                .isZero();
        assertThat(complete(text(Prompt.of("1, 2,"))).end().usage().promptTokensDetails())
                .isNull();
    }

    @Test
    void theEnvelopeIsTheOriginalsAndTheFingerprintTheWeights() {
        var chunk =
                ask(chat("Count to 3.").serviceTier(ServiceTier.AUTO)).chunks().getFirst();
        assertThat(chunk.id()).matches("chatcmpl-[0-9A-Za-z]{29}");
        assertThat(chunk.created()).isEqualTo(1_234);
        assertThat(chunk.systemFingerprint()).matches("fp_[0-9a-f]{10}");
        assertThat(chunk.serviceTier()).isEqualTo(ServiceTier.DEFAULT);
        String json = new String(ChatCompletionChunkCodec.encode(chunk), StandardCharsets.UTF_8);
        assertThat(json).contains("\"logprobs\":null,\"finish_reason\":null").contains("\"refusal\":null");
    }

    @Test
    void aSeedRepeatsAnAnswerAndChoicesOfItDiffer() {
        ChatCompletionRequest.Builder request =
                chat(UNSURE).temperature(2.0).seed(7L).n(4).maxTokens(30);
        Chat first = ask(request);
        Chat second = ask(request);
        for (int choice = 0; choice < 4; choice++) {
            assertThat(second.text(choice)).isEqualTo(first.text(choice));
        }
        assertThat(List.of(first.text(1), first.text(2), first.text(3))).isNotEqualTo(List.of(first.text(0)));
        assertThat(first.text(0)).isNotEqualTo(first.text(1));
        assertThat(ask(request.seed(8L)).text(0)).isNotEqualTo(first.text(0));
    }

    @Test
    void moreChoicesThanRunAtOnceAreAllAnswered() {
        String one = ask(chat("Count to 20.").maxTokens(6)).text(0);
        Chat answer = ask(chat("Count to 20.").n(128).maxTokens(6));
        assertThat(answer.end()).isInstanceOf(GenerationEnd.Completed.class);
        for (int choice = 0; choice < 128; choice++) {
            assertThat(answer.text(choice)).isEqualTo(one);
        }
    }

    @Test
    void logprobsBelongToTheTextOfTheirChunk() {
        Chat answer = ask(chat("Count to 3.").logprobs(true).topLogprobs(2));
        for (var chunk : answer.chunks()) {
            var choice = chunk.choices().getFirst();
            Logprobs logprobs = choice.logprobs();
            if (choice.finishReason() != null) {
                assertThat(logprobs).isNull();
                continue;
            }
            StringBuilder tokens = new StringBuilder();
            for (var each :
                    Objects.requireNonNull(Objects.requireNonNull(logprobs).content())) {
                tokens.append(each.token());
                assertThat(each.logprob()).isLessThanOrEqualTo(0);
                assertThat(each.topLogprobs()).hasSize(2);
                assertThat(Objects.requireNonNull(each.topLogprobs()).getFirst().token())
                        .isEqualTo(each.token());
            }
            assertThat(tokens.toString()).isEqualTo(choice.delta().content());
        }
    }

    @Test
    void promptsOfEveryFormAreContinued() {
        Text answer = complete(text(new Prompt.Texts(List.of("1, 2,", "Monday, Tuesday,")))
                .n(2)
                .maxTokens(2));
        assertThat(answer.text(0)).isEqualTo(" 3");
        assertThat(answer.text(1)).isEqualTo(" 3");
        assertThat(answer.text(3)).startsWith(" Wednesday");
        assertThat(answer.end().usage().completionTokens()).isEqualTo(8);
        assertThat(complete(text(new Prompt.Tokens(List.of(1_000_000))))
                        .error()
                        .error()
                        .param())
                .isEqualTo("prompt");
        assertThat(complete(text(new Prompt.Texts(List.of()))).error().error().code())
                .isEqualTo("empty_array");
    }

    @Test
    void echoBeginsWithThePrompt() {
        assertThat(complete(text(Prompt.of("1, 2,")).echo(true).maxTokens(2)).text(0))
                .isEqualTo("1, 2, 3");
        Text nothing = complete(text(Prompt.of("1, 2,")).echo(true).maxTokens(0));
        assertThat(nothing.text(0)).isEqualTo("1, 2,");
        assertThat(nothing.end()).isInstanceOf(GenerationEnd.Completed.class);
        assertThat(nothing.end().usage().completionTokens()).isZero();
    }

    @Test
    void olderLogprobsSayWhereTokensBegin() {
        Text answer = complete(text(Prompt.of("1, 2,")).logprobs(1).maxTokens(4));
        int offset = "1, 2,".length();
        for (var chunk : answer.chunks()) {
            CompletionLogprobs logprobs =
                    Objects.requireNonNull(chunk.choices().getFirst().logprobs());
            assertThat(logprobs.textOffset()).containsExactly(offset);
            assertThat(String.join("", logprobs.tokens()))
                    .isEqualTo(chunk.choices().getFirst().text());
            offset += chunk.choices().getFirst().text().length();
        }
        assertThat(answer.chunks()).hasSize(4);
        assertThat(answer.chunks().getLast().choices().getFirst().finishReason())
                .isEqualTo(FinishReason.LENGTH);
    }

    @Test
    void whatDoesNotFitIsRefusedInTheOriginalsWords() {
        var chat = ask(chat("word ".repeat(2_000))).error();
        assertThat(chat.kind()).isEqualTo(EngineErrorKind.INVALID_REQUEST);
        assertThat(chat.error().code()).isEqualTo("context_length_exceeded");
        assertThat(chat.error().message())
                .matches(
                        "This model's maximum context length is 1024 tokens\\. However, your messages resulted in \\d+ "
                                + "tokens\\. Please reduce the length of the messages\\.");
        var longer = ask(chat("word ".repeat(20_000))).error();
        assertThat(longer.error().code()).isEqualTo("context_length_exceeded");
        assertThat(complete(text(Prompt.of("1 ".repeat(1_024)))).error().error().code())
                .isEqualTo("context_length_exceeded");
    }

    @Test
    void whatCannotBeHonouredIsNamed() {
        assertRefused(chat("x").tools(Tool.function("tide", null, null)), "tools");
        assertRefused(chat("x").toolChoice(ToolChoice.REQUIRED), "tool_choice");
        assertRefused(chat("x").responseFormat(ResponseFormat.JSON_OBJECT), "response_format");
        assertRefused(
                chat("x").audio(new AudioOutput(new JsonString("v"), AudioFormat.WAV, JsonObject.EMPTY)), "audio");
        assertRefused(chat("x").modalities(List.of(Modality.TEXT, Modality.AUDIO)), "modalities");
        assertRefused(chat("x").moderation(new ModerationOptions("m", null, JsonObject.EMPTY)), "moderation");
        assertRefused(chat("x").n(0), "n");
        assertRefused(chat("x").n(129), "n");
        assertRefused(chat("x").maxTokens(0), "max_tokens");
        assertRefused(chat("x").messages(List.of()), "messages");
        assertThat(complete(text(Prompt.of("x")).suffix("y")).error().error().param())
                .isEqualTo("suffix");
    }

    private static void assertRefused(ChatCompletionRequest.Builder request, String parameter) {
        var error = ask(request).error();
        assertThat(error.kind()).isEqualTo(EngineErrorKind.INVALID_REQUEST);
        assertThat(error.error().param()).isEqualTo(parameter);
        assertThat(error.error().type()).isEqualTo("invalid_request_error");
    }

    @Test
    void filesHaveTheirNamesAndAliases(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("copy.gguf");
        try (var in = Objects.requireNonNull(LocalEngine.class.getResourceAsStream("nagare-tiny.gguf"))) {
            Files.copy(in, file);
        }
        try (LocalEngine two = LocalEngine.builder()
                .model(file)
                .builtIn()
                .alias("gpt-4o-mini", "copy")
                .build()) {
            assertThat(two.models()).extracting(Model::id).containsExactly("copy", "nagare-tiny", "gpt-4o-mini");
            Chat answer = Chat.of(two, chat("Count to 20.").model("gpt-4o-mini").build());
            assertThat(answer.text(0)).startsWith("1, 2, 3, 4");
            assertThat(answer.chunks().getFirst().model()).isEqualTo("copy");
            var error = Chat.of(two, chat("x").model("y".repeat(5_000)).build()).error();
            assertThat(error.kind()).isEqualTo(EngineErrorKind.MODEL_NOT_FOUND);
            assertThat(error.error().message()).hasSizeLessThan(300);
        }
    }

    @Test
    void aFileThatCannotBeUsedIsNamed(@TempDir Path folder) throws Exception {
        Path none = folder.resolve("none.gguf");
        assertThatThrownBy(() -> LocalEngine.load(none))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("no such file");
        assertThatThrownBy(() -> LocalEngine.load(folder))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("is no file");
        Path damaged = Files.writeString(folder.resolve("damaged.gguf"), "not a model");
        assertThatThrownBy(() -> LocalEngine.load(damaged))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("GGUF");
        assertThatThrownBy(() -> LocalEngine.builder().alias("a", "b").build())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LocalEngine.builder().pace(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anErrorWhileARequestIsUnderstoodEndsIt() {
        SchedulerConfig config = SchedulerConfig.defaults().withThreads(1);
        try (LoadedModel model = LoadedModel.builtIn("m", 0, config)) {
            RecordingSink<CompletionChunk> sink = new RecordingSink<>();
            Envelope envelope = new Envelope("cmpl-1", 0, "m", "fp_1", null);
            CompletionGeneration generation = new CompletionGeneration(sink, envelope, model, () -> {
                throw new StackOverflowError();
            });
            generation.start();
            assertThat(sink.awaitEnd())
                    .isInstanceOfSatisfying(
                            GenerationEnd.Failed.class,
                            failed -> assertThat(failed.error().kind()).isEqualTo(EngineErrorKind.INTERNAL));
        }
    }
}
