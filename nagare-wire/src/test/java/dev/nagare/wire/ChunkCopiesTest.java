package dev.nagare.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Chunks with one part that is another, and the rest as it was. */
class ChunkCopiesTest {
    private static final JsonObject OTHER = new JsonObject(Map.of("x", new JsonString("y")));

    @Test
    void aChunkOfAChat() {
        Moderation moderation = new Moderation(null, null, JsonObject.EMPTY);
        ChatCompletionChunk chunk = new ChatCompletionChunk(
                "c",
                1L,
                "m",
                new ServiceTier("default"),
                "fp",
                List.of(ChunkChoice.role(0)),
                Usage.of(1, 2),
                moderation,
                "pad",
                ChatCompletionChunk.NULL_USAGE);
        assertThat(chunk.withChoices(List.of()).choices()).isEmpty();
        assertThat(chunk.withModeration(null).moderation()).isNull();
        assertThat(chunk.withObfuscation("wide").obfuscation()).isEqualTo("wide");
        assertThat(chunk.withAdditional(OTHER).additional()).isEqualTo(OTHER);
        assertThat(chunk.withChoices(List.of()).withChoices(chunk.choices())).isEqualTo(chunk);
        assertThat(chunk.withModeration(null).withModeration(moderation)).isEqualTo(chunk);
        assertThat(chunk.withObfuscation(null).withObfuscation("pad")).isEqualTo(chunk);
        assertThat(chunk.withAdditional(OTHER).withAdditional(ChatCompletionChunk.NULL_USAGE))
                .isEqualTo(chunk);
    }

    @Test
    void aChunkOfTheOlderEndpoint() {
        CompletionLogprobs logprobs = CompletionLogprobs.of(List.of(0), List.of(-1.0), List.of("a"), null);
        CompletionChoice choice = new CompletionChoice("a", 0, logprobs, null, JsonObject.EMPTY);
        CompletionChunk chunk =
                new CompletionChunk("c", 1L, List.of(choice), "m", "fp", Usage.of(1, 2), JsonObject.EMPTY);
        assertThat(chunk.withChoices(List.of()).choices()).isEmpty();
        assertThat(chunk.withAdditional(OTHER).additional()).isEqualTo(OTHER);
        assertThat(chunk.withChoices(List.of()).withChoices(List.of(choice))).isEqualTo(chunk);
        assertThat(chunk.withAdditional(OTHER).withAdditional(JsonObject.EMPTY)).isEqualTo(chunk);
        assertThat(logprobs.withAdditional(OTHER).additional()).isEqualTo(OTHER);
        assertThat(logprobs.withAdditional(OTHER).withAdditional(logprobs.additional()))
                .isEqualTo(logprobs);
    }
}
