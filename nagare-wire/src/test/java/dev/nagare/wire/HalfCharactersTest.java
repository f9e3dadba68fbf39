package dev.nagare.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Characters whose two halves come in two chunks. */
class HalfCharactersTest {
    private final ChatChunkDecoder decoder = new ChatChunkDecoder();

    private Delta chat(String delta, String more) {
        return chat(0, delta, more).delta();
    }

    private ChunkChoice chat(int index, String delta, String more) {
        byte[] event = Texts.bytes("{\"choices\":[{\"index\":" + index + ",\"delta\":{" + delta + "}" + more + "}]}");
        return Objects.requireNonNull(decoder.decode(event)).choices().get(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"content", "reasoning_content", "refusal"})
    void theFirstHalfWaitsForTheSecond(String name) {
        ChatCompletionAccumulator whole = new ChatCompletionAccumulator();
        List<Delta> deltas = new ArrayList<>();
        for (String text : List.of("a\\ud83d", "", "\\ude00b", "c")) {
            Delta delta = chat("\"" + name + "\":\"" + text + "\"", "");
            deltas.add(delta);
            whole.add(new ChatCompletionChunk(
                    null,
                    null,
                    null,
                    null,
                    null,
                    List.of(new ChunkChoice(0, delta, null, null, JsonObject.EMPTY)),
                    null,
                    null,
                    null,
                    JsonObject.EMPTY));
        }
        assertThat(deltas)
                .extracting(delta -> name.equals("content")
                        ? delta.content()
                        : name.equals("refusal") ? delta.refusal() : delta.reasoningContent())
                .containsExactly("a", "", "😀b", "c");
        AssistantMessage message = whole.snapshot().choices().get(0).message();
        assertThat(List.of(
                        message.text(),
                        Objects.requireNonNullElse(message.reasoningContent(), ""),
                        Objects.requireNonNullElse(message.refusal(), "")))
                .contains("a😀bc");
    }

    @Test
    void ofTheOlderEndpointToo() {
        CompletionChunkDecoder legacy = new CompletionChunkDecoder();
        List<String> texts = new ArrayList<>();
        for (String text : List.of("a", "b", "c\\ud83d", "\\ude00", "d", "\\ud83d")) {
            texts.add(text(legacy, text, "null"));
        }
        texts.add(text(legacy, "", "\"stop\""));
        assertThat(texts).containsExactly("a", "b", "c", "😀", "d", "", "\ud83d");
    }

    private static String text(CompletionChunkDecoder decoder, String text, String reason) {
        byte[] event = Texts.bytes("{\"choices\":[{\"text\":\"" + text
                + "\",\"index\":0,\"logprobs\":null,\"finish_reason\":" + reason + "}],\"model\":\"m\"}");
        return Objects.requireNonNull(decoder.decode(event)).choices().get(0).text();
    }

    @Test
    void eachChoiceWaitsForItself() {
        assertThat(chat(0, "\"content\":\"\\ud83d\"", "").delta().content()).isEmpty();
        assertThat(chat(1, "\"content\":\"x\\ud83c\"", "").delta().content()).isEqualTo("x");
        assertThat(chat(0, "\"content\":\"\\ude00\"", "").delta().content()).isEqualTo("😀");
        assertThat(chat(1, "\"content\":\"\\udf0a\"", "").delta().content()).isEqualTo("🌊");
    }

    @Test
    void aKnownFormBringsTheSecondHalfOfNothing() {
        assertThat(chat("\"content\":\"plain\"", "").content()).isEqualTo("plain");
        assertThat(chat("\"content\":\"\\ud83d\"", "").content()).isEmpty();
        // This event is one that is recognised and not parsed; what waited is not forgotten and not mistaken.
        assertThat(chat("\"content\":\"next\"", "").content()).isEqualTo("\ud83dnext");
        assertThat(chat("\"content\":\"next\"", "").content()).isEqualTo("next");
    }

    @Test
    void aHalfWithoutAnotherIsGivenWithTheFinishReasonAndWrittenAsAReplacement() {
        assertThat(chat("\"content\":\"a\\ud83d\"", "").content()).isEqualTo("a");
        ChunkChoice last = chat(0, "", ",\"finish_reason\":\"stop\"");
        assertThat(last.delta().content()).isEqualTo("\ud83d");
        assertThat(last.finishReason()).isEqualTo(FinishReason.STOP);
        ChatCompletionChunk chunk = new ChatCompletionChunk(
                null, null, null, null, null, List.of(last), null, null, null, JsonObject.EMPTY);
        assertThat(Texts.text(ChatCompletionChunkCodec.encode(chunk))).contains("\"content\":\"\ufffd\"");
    }

    @Test
    void aSecondHalfWithoutAFirstStaysAsItIs() {
        assertThat(chat("\"content\":\"\\ude00a\"", "").content()).isEqualTo("\ude00a");
    }

    @ParameterizedTest
    @CsvSource({"function,arguments", "custom,input"})
    void ofEachCallOfATool(String tool, String name) {
        List<String> texts = new ArrayList<>();
        for (String part : List.of("0:\\\"\\ud83d", "1:\\ud83c", "0:\\ude00\\\"", "1:\\udf0a")) {
            ToolCallDelta call = chat(
                            "\"tool_calls\":[{\"index\":" + part.charAt(0) + ",\"" + tool + "\":{\"" + name + "\":\""
                                    + part.substring(2) + "\"}}]",
                            "")
                    .toolCalls()
                    .get(0);
            FunctionDelta function = call.function();
            CustomDelta custom = call.custom();
            texts.add(function == null ? Objects.requireNonNull(custom).input() : function.arguments());
        }
        assertThat(texts).containsExactly("\"", "", "😀\"", "🌊");
    }

    @Test
    void ofTheDeprecatedFunctionCall() {
        assertThat(chat("\"function_call\":{\"arguments\":\"\\ud83d\"}", "").functionCall())
                .isEqualTo(new FunctionDelta(null, "", JsonObject.EMPTY));
        assertThat(chat("\"function_call\":{\"arguments\":\"\\ude00\"}", "").functionCall())
                .isEqualTo(new FunctionDelta(null, "😀", JsonObject.EMPTY));
    }

    @Test
    void aCallWithoutIndexIsJoinedByTheAccumulator() {
        ChatCompletionAccumulator whole = new ChatCompletionAccumulator();
        for (String text : List.of("\\ud83d", "\\ude00")) {
            whole.add(Objects.requireNonNull(decoder.decode(Texts.bytes(
                    "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"function\":{\"name\":null,\"arguments\":\"" + text
                            + "\"}}]}}]}"))));
        }
        ToolCall call = whole.snapshot().choices().get(0).message().toolCalls().get(0);
        assertThat(Objects.requireNonNull(call.function()).arguments()).isEqualTo("😀");
    }

    /** However a text is cut into chunks, the chunks join to it, and none of them ends in half a character. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {71, 72, 73, 74})
    void anyCutOfAnyText(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            ChatChunkDecoder chat = new ChatChunkDecoder();
            String text = RandomTexts.next(random) + "😀🌊é" + RandomTexts.next(random);
            StringBuilder joined = new StringBuilder();
            for (int at = 0; at < text.length(); ) {
                int end = Math.min(text.length(), at + 1 + random.nextInt(3));
                byte[] event =
                        Texts.bytes("{\"choices\":[{\"delta\":{\"content\":\"" + escaped(text, at, end) + "\"}}]}");
                Delta delta = Objects.requireNonNull(chat.decode(event))
                        .choices()
                        .get(0)
                        .delta();
                String piece = Objects.requireNonNull(delta.content());
                assertThat(Utf8.withoutLoneSurrogates(piece))
                        .as("seed %d, %s", seed, text)
                        .isEqualTo(piece);
                joined.append(piece);
                at = end;
            }
            assertThat(joined).as("seed %d", seed).hasToString(text);
        }
    }

    /** As servers write that cut texts by their UTF-16. */
    private static String escaped(String text, int from, int to) {
        StringBuilder out = new StringBuilder();
        for (int i = from; i < to; i++) {
            out.append(String.format("\\u%04x", (int) text.charAt(i)));
        }
        return out.toString();
    }
}
