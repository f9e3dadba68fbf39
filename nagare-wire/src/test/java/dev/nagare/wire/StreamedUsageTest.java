package dev.nagare.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Where the token counts of a stream go, and that nothing else of a chunk changes. */
class StreamedUsageTest {
    private static final JsonObject MORE = JsonObject.nulls("neighbour");

    private final ChatCompletionChunk chat = new ChatCompletionChunk(
            "chatcmpl-1",
            1L,
            "m",
            ServiceTier.DEFAULT,
            "fp",
            List.of(ChunkChoice.content(0, "Two")),
            null,
            null,
            "padding",
            MORE);
    private final CompletionChunk completion = new CompletionChunk(
            "cmpl-1", 1L, List.of(new CompletionChoice("Two", 0, null, null, JsonObject.EMPTY)), "m", "fp", null, MORE);

    @Test
    void aChunkWithOtherCountsIsTheSameOtherwise() {
        Usage usage = Usage.of(7, 1);
        assertThat(chat.withUsage(usage).usage()).isEqualTo(usage);
        assertThat(chat.withUsage(usage).withUsage(null)).isEqualTo(chat);
        assertThat(completion.withUsage(usage).usage()).isEqualTo(usage);
        assertThat(completion.withUsage(usage).withUsage(null)).isEqualTo(completion);
    }

    @Test
    void anAnnouncedChunkSaysThatThereIsNoCountYetAndKeepsItsNeighbours() {
        assertThat(StreamedUsage.announced(chat).additional().members())
                .containsOnlyKeys("neighbour", "usage")
                .containsEntry("usage", JsonNull.NULL);
        assertThat(StreamedUsage.announced(completion).additional().members()).containsOnlyKeys("neighbour", "usage");
    }

    @Test
    void theLastChunkHasTheCountsAndNoChoices() {
        Usage usage = Usage.of(7, 1);
        ChatCompletionChunk last = StreamedUsage.last(chat, usage);
        assertThat(last.choices()).isEmpty();
        assertThat(last.usage()).isEqualTo(usage);
        assertThat(last.id()).isEqualTo(chat.id());
        assertThat(last.obfuscation()).isNull();
        assertThat(StreamedUsage.last(completion, usage).usage()).isEqualTo(usage);
        assertThat(StreamedUsage.last(completion, usage).choices()).isEmpty();
    }
}
