package dev.nagare.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionChunkEncoderTest {
    private final CompletionChunkEncoder encoder = new CompletionChunkEncoder();

    @Test
    void aTextAndAFinish() {
        assertThat(encode(chunk(0, " +", null, JsonObject.EMPTY)))
                .isEqualTo(
                        "{\"id\":\"cmpl-3\",\"object\":\"text_completion\",\"created\":5,\"choices\":[{\"text\":\" +\","
                                + "\"index\":0,\"logprobs\":null,\"finish_reason\":null}],\"model\":\"tiny\"}");
        assertThat(encode(chunk(0, "", FinishReason.STOP, ChatCompletionChunk.NULL_USAGE)))
                .endsWith("\"choices\":[{\"text\":\"\",\"index\":0,\"logprobs\":null,\"finish_reason\":\"stop\"}],"
                        + "\"model\":\"tiny\",\"usage\":null}");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {41, 42, 43, 44})
    void writesWhatTheCodecWrites(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            CompletionChunk chunk = chunk(
                    random.nextInt(10) == 0 ? 200 : random.nextInt(3),
                    RandomTexts.nextHostile(random),
                    random.nextInt(5) == 0 ? FinishReason.LENGTH : null,
                    switch (random.nextInt(4)) {
                        case 0 -> ChatCompletionChunk.NULL_USAGE;
                        case 1 -> (JsonObject) Json.parse("{\"timings\":{\"ms\":1}}");
                        default -> JsonObject.EMPTY;
                    });
            assertThat(encode(chunk)).isEqualTo(Texts.text(CompletionChunkCodec.encode(chunk)));
        }
    }

    private String encode(CompletionChunk chunk) {
        Utf8Buffer out = new Utf8Buffer();
        encoder.encode(chunk, out);
        return out.toString();
    }

    private static CompletionChunk chunk(
            int index, String text, @org.jspecify.annotations.Nullable FinishReason reason, JsonObject additional) {
        return new CompletionChunk(
                "cmpl-3",
                5L,
                List.of(new CompletionChoice(text, index, null, reason, JsonObject.EMPTY)),
                "tiny",
                null,
                null,
                additional);
    }
}
