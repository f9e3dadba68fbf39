package dev.nagare.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatChunkEncoderTest {
    private final ChatChunkEncoder encoder = new ChatChunkEncoder();

    @Test
    void theFourChunksOfAShortAnswer() {
        assertThat(encode(chunk(ChunkChoice.role(0), JsonObject.EMPTY)))
                .isEqualTo(
                        "{\"id\":\"chatcmpl-7\",\"object\":\"chat.completion.chunk\",\"created\":9,\"model\":\"tiny\","
                                + "\"system_fingerprint\":\"fp_0\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\","
                                + "\"content\":\"\",\"refusal\":null},\"logprobs\":null,\"finish_reason\":null}]}");
        for (String text : List.of("Two", ".")) {
            assertThat(encode(chunk(ChunkChoice.content(0, text), JsonObject.EMPTY)))
                    .isEqualTo("{\"id\":\"chatcmpl-7\",\"object\":\"chat.completion.chunk\",\"created\":9,"
                            + "\"model\":\"tiny\",\"system_fingerprint\":\"fp_0\",\"choices\":[{\"index\":0,"
                            + "\"delta\":{\"content\":\"" + text
                            + "\"},\"logprobs\":null,\"finish_reason\":null}]}");
        }
        assertThat(encode(chunk(ChunkChoice.finish(0, FinishReason.STOP), JsonObject.EMPTY)))
                .endsWith("\"choices\":[{\"index\":0,\"delta\":{},\"logprobs\":null,\"finish_reason\":\"stop\"}]}");
    }

    @Test
    void anAskedForUsageIsNullUntilTheEnd() {
        assertThat(encode(chunk(ChunkChoice.content(0, "a"), ChatCompletionChunk.NULL_USAGE)))
                .endsWith("\"finish_reason\":null}],\"usage\":null}");
        ChatCompletionChunk last = new ChatCompletionChunk(
                "chatcmpl-7", 9L, "tiny", null, null, List.of(), Usage.of(18, 2), null, null, JsonObject.EMPTY);
        assertThat(encode(last))
                .endsWith(
                        "\"choices\":[],\"usage\":{\"prompt_tokens\":18,\"completion_tokens\":2,\"total_tokens\":20}}");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {31, 32, 33, 34, 35, 36})
    void writesWhatTheCodecWrites(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            ChatCompletionChunk chunk = next(random);
            assertThat(encode(chunk)).isEqualTo(Texts.text(ChatCompletionChunkCodec.encode(chunk)));
        }
    }

    private static ChatCompletionChunk next(Random random) {
        String text = RandomTexts.nextHostile(random);
        int index = random.nextInt(10) == 0 ? 130 : random.nextInt(3);
        ChunkChoice choice = switch (random.nextInt(12)) {
            case 0 -> ChunkChoice.role(index);
            case 1 -> ChunkChoice.finish(index, new FinishReason(text));
            case 2 -> new ChunkChoice(index, Delta.ofContent(text), null, null, JsonObject.EMPTY);
            case 3 ->
                ChunkChoice.content(
                        index,
                        text,
                        new Logprobs(
                                List.of(new TokenLogprob(text, -0.5, null, null, JsonObject.EMPTY)),
                                null,
                                JsonObject.EMPTY));
            case 4 ->
                new ChunkChoice(
                        index,
                        new Delta(null, text, text, null, List.of(), JsonObject.EMPTY),
                        null,
                        null,
                        ChunkChoice.NULL_LOGPROBS_AND_FINISH);
            default -> ChunkChoice.content(index, text);
        };
        return new ChatCompletionChunk(
                random.nextInt(20) == 0 ? text : "chatcmpl-7",
                random.nextInt(20) == 0 ? null : 1L + random.nextInt(2),
                random.nextInt(20) == 0 ? "\"delta\":{\"content\":\"" : "tiny",
                random.nextInt(20) == 0 ? ServiceTier.DEFAULT : null,
                random.nextInt(20) == 0 ? null : "fp_0",
                random.nextInt(20) == 0 ? List.of(choice, choice) : List.of(choice),
                random.nextInt(20) == 0 ? Usage.of(1, 2) : null,
                null,
                random.nextInt(20) == 0 ? "pad" : null,
                random.nextInt(3) == 0 ? ChatCompletionChunk.NULL_USAGE : JsonObject.EMPTY);
    }

    private String encode(ChatCompletionChunk chunk) {
        Utf8Buffer out = new Utf8Buffer();
        encoder.encode(chunk, out);
        return out.toString();
    }

    private static ChatCompletionChunk chunk(ChunkChoice choice, JsonObject additional) {
        return new ChatCompletionChunk(
                "chatcmpl-7", 9L, "tiny", null, "fp_0", List.of(choice), null, null, null, additional);
    }
}
