package dev.nagare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.engine.EngineErrorKind;
import dev.nagare.engine.EngineException;
import dev.nagare.testkit.ScriptedChat;
import dev.nagare.testkit.ScriptedEngine;
import dev.nagare.wire.ApiError;
import dev.nagare.wire.ChatCompletionChunkCodec;
import dev.nagare.wire.FinishReason;
import dev.nagare.wire.Json;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.Message;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class ChatCommandTest {
    @Test
    void theAnswerGoesToStdoutAndTheClosingLineToStderr() {
        Run run = new Run(ScriptedEngine.answering("Two", "."));
        assertThat(run.nagare("chat", "What's 1+1? Answer in one word.")).isZero();
        assertThat(run.out()).isEqualTo("Two.\n");
        assertThat(run.err())
                .matches("first token [0-9.]+ ms, total [0-9.]+ ms, [0-9,]+ tokens/s, 7 \\+ 2 = 9 tokens\\R");
    }

    @Test
    void aModelThatIsNotHereIsNamedBeforeAnotherAnswers() {
        Run run = new Run(ScriptedEngine.answering("Two", "."));
        assertThat(run.nagare("chat", "--model", "gpt-4o", "1+1?")).isZero();
        assertThat(run.out()).isEqualTo("Two.\n");
        assertThat(run.err()).startsWith("nagare: there is no file 'gpt-4o' and no server to ask for it (--url)");
    }

    @Test
    void jsonShowsEachChunkAsTheWireHasIt() {
        Run run = new Run(ScriptedEngine.answering("Two", "."));
        assertThat(run.nagare("chat", "--json", "1+1?")).isZero();
        List<String> lines = run.out().lines().toList();
        assertThat(lines).hasSize(5);
        String envelope = "{\"id\":\"chatcmpl-scripted-1\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
                + "\"model\":\"scripted\",\"system_fingerprint\":\"fp_5c21b7ed00\",\"choices\":[";
        assertThat(lines.get(0))
                .isEqualTo(
                        envelope + "{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null},"
                                + "\"logprobs\":null,\"finish_reason\":null}],\"usage\":null}");
        assertThat(lines.get(1))
                .isEqualTo(envelope + "{\"index\":0,\"delta\":{\"content\":\"Two\"},\"logprobs\":null,"
                        + "\"finish_reason\":null}],\"usage\":null}");
        assertThat(lines.get(3))
                .isEqualTo(envelope + "{\"index\":0,\"delta\":{},\"logprobs\":null,\"finish_reason\":\"stop\"}],"
                        + "\"usage\":null}");
        assertThat(lines.get(4))
                .isEqualTo(envelope + "],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2,\"total_tokens\":9}}");
        assertThat(lines)
                .allSatisfy(line -> assertThat(new String(
                                ChatCompletionChunkCodec.encode(
                                        ChatCompletionChunkCodec.decode(line.getBytes(StandardCharsets.UTF_8))),
                                StandardCharsets.UTF_8))
                        .isEqualTo(line));
    }

    @Test
    void aWholeAnswerIsOneLineOfJson() {
        Run run = new Run(ScriptedEngine.answering("Two", "."));
        assertThat(run.nagare("chat", "--json", "--no-stream", "1+1?")).isZero();
        assertThat(run.out().lines()).hasSize(1);
        JsonObject completion = (JsonObject) Json.parse(run.out());
        assertThat(Json.write(java.util.Objects.requireNonNull(completion.member("choices"))))
                .contains("\"content\":\"Two.\"")
                .contains("\"finish_reason\":\"stop\"");
    }

    @Test
    void thePromptMayBePiped() {
        List<String> asked = new CopyOnWriteArrayList<>();
        Run run = new Run(ScriptedEngine.playing(generation -> {
                    asked.add(text(((ScriptedChat) generation).request().messages()));
                    generation.text("ok");
                }))
                .piping("Count to 3.\n");
        assertThat(run.nagare("chat", "--system", "Be brief.")).isZero();
        assertThat(asked).containsExactly("system: Be brief.|user: Count to 3.");
        assertThat(run.out()).isEqualTo("ok\n");
    }

    @Test
    void aConversationKeepsWhatWasSaid() {
        List<String> asked = new CopyOnWriteArrayList<>();
        Run run = new Run(ScriptedEngine.playing(generation -> {
                    asked.add(text(((ScriptedChat) generation).request().messages()));
                    generation.text("yes");
                }))
                .typing("one\ntwo\n\n");
        assertThat(run.nagare("chat")).isZero();
        assertThat(asked).containsExactly("user: one", "user: one|assistant: yes|user: two");
        assertThat(run.out()).isEqualTo("yes\nyes\n");
    }

    @Test
    void theOptionsReachTheRequest() {
        List<ScriptedChat> asked = new CopyOnWriteArrayList<>();
        Run run = new Run(ScriptedEngine.playing(generation -> asked.add((ScriptedChat) generation)));
        assertThat(run.nagare(
                        "chat",
                        "-t",
                        "0.5",
                        "--max-tokens",
                        "9",
                        "--seed",
                        "4",
                        "--stop",
                        "a",
                        "--stop",
                        "b",
                        "-m",
                        "x",
                        "hi"))
                .isZero();
        var request = asked.getFirst().request();
        assertThat(request.temperature()).isEqualTo(0.5);
        assertThat(request.maxTokens()).isEqualTo(9);
        assertThat(request.seed()).isEqualTo(4);
        assertThat(request.stop()).containsExactly("a", "b");
        assertThat(request.model()).isEqualTo("x");
    }

    @Test
    void anAnswerInThisProcessIsRepeatableByDefault() {
        List<ScriptedChat> asked = new CopyOnWriteArrayList<>();
        Run run = new Run(ScriptedEngine.playing(generation -> asked.add((ScriptedChat) generation)));
        assertThat(run.nagare("chat", "hi")).isZero();
        assertThat(asked.getFirst().request().temperature()).isZero();
    }

    @Test
    void aFailureIsOneLineAndExitCodeOne() {
        Run run = new Run(ScriptedEngine.playing(generation -> {
            generation.text("One");
            generation.fail(new EngineException(
                    EngineErrorKind.INTERNAL,
                    new ApiError("The engine broke on purpose.", "server_error", null, null, JsonObject.EMPTY)));
        }));
        assertThat(run.nagare("chat", "hi")).isEqualTo(1);
        assertThat(run.out()).isEqualTo("One\n");
        assertThat(run.err()).isEqualTo("nagare: The engine broke on purpose.\n");
    }

    @Test
    void theSourceOptionsReachTheEngine() {
        Run run = new Run(ScriptedEngine.answering("a"));
        assertThat(run.nagare("chat", "--pace", "20", "--model", "some/tiny.gguf", "hi"))
                .isZero();
        assertThat(run.opened()).containsExactly("[some/tiny.gguf] {} 20.0");
    }

    @Test
    void aLengthFinishIsNoFailure() {
        Run run = new Run(ScriptedEngine.playing(generation -> {
            generation.text("a");
            generation.finish(0, FinishReason.LENGTH);
        }));
        assertThat(run.nagare("chat", "hi")).isZero();
    }

    private static String text(List<Message> messages) {
        StringBuilder text = new StringBuilder();
        for (Message message : messages) {
            var content = message.content();
            text.append(text.isEmpty() ? "" : "|")
                    .append(message.role())
                    .append(": ")
                    .append(content == null ? "" : content.text());
        }
        return text.toString();
    }
}
