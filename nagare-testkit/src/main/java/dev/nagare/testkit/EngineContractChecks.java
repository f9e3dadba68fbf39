package dev.nagare.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChunkChoice;
import dev.nagare.wire.Role;
import java.util.List;
import java.util.Objects;

/** What {@link EngineContract} asks of a list of chunks. */
final class EngineContractChecks {
    private EngineContractChecks() {}

    /** Role first and once, then nothing but text, then one finish chunk without text. */
    static void assertChoiceInOrder(List<ChatCompletionChunk> chunks, int index) {
        List<ChunkChoice> own = choices(chunks, index);
        assertThat(own).as("chunks of choice %d", index).hasSizeGreaterThanOrEqualTo(12);
        ChunkChoice first = own.get(0);
        assertThat(first.delta().role()).isEqualTo(Role.ASSISTANT);
        assertThat(first.delta().content()).isEmpty();
        assertThat(own.subList(1, own.size() - 1)).allSatisfy(choice -> {
            assertThat(choice.delta().role()).isNull();
            assertThat(choice.delta().content()).isNotEmpty();
            assertThat(choice.finishReason()).isNull();
        });
        ChunkChoice last = own.get(own.size() - 1);
        assertThat(last.finishReason()).isNotNull();
        assertThat(last.delta().content()).isNull();
    }

    /** The chunks that carry a finish reason. */
    static List<ChunkChoice> finished(List<ChatCompletionChunk> chunks) {
        return chunks.stream()
                .flatMap(chunk -> chunk.choices().stream())
                .filter(choice -> choice.finishReason() != null)
                .toList();
    }

    /** The text of one choice. */
    static String text(List<ChatCompletionChunk> chunks, int index) {
        StringBuilder text = new StringBuilder();
        for (ChunkChoice choice : choices(chunks, index)) {
            text.append(Objects.requireNonNullElse(choice.delta().content(), ""));
        }
        return text.toString();
    }

    private static List<ChunkChoice> choices(List<ChatCompletionChunk> chunks, int index) {
        return chunks.stream()
                .flatMap(chunk -> chunk.choices().stream())
                .filter(choice -> choice.index() == index)
                .toList();
    }
}
