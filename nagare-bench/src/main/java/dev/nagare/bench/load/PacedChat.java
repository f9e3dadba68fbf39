package dev.nagare.bench.load;

import dev.nagare.engine.GenerationEnd;
import dev.nagare.engine.GenerationSink;
import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChunkChoice;
import dev.nagare.wire.FinishReason;
import dev.nagare.wire.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A paced chat of one choice. */
final class PacedChat extends PacedGeneration {
    private final GenerationSink<ChatCompletionChunk> sink;
    private final String id;

    PacedChat(PacedEngine engine, long number, @Nullable Integer limit, GenerationSink<ChatCompletionChunk> sink) {
        super(engine, limit);
        this.sink = sink;
        this.id = id(number);
    }

    @Override
    void begin() {
        sink.chunk(chunk(id, ChunkChoice.role(0)));
    }

    @Override
    void sayText(boolean last) {
        sink.chunk(chunk(id, ChunkChoice.content(0, PacedText.now())));
    }

    @Override
    void finish() {
        sink.chunk(chunk(id, ChunkChoice.finish(0, FinishReason.LENGTH)));
    }

    @Override
    void sayEnd(GenerationEnd end) {
        sink.end(end);
    }

    static String id(long number) {
        return String.format("chatcmpl-%024d", number);
    }

    static ChatCompletionChunk chunk(String id, ChunkChoice choice) {
        return new ChatCompletionChunk(
                id,
                PacedEngine.CREATED,
                PacedEngine.MODEL,
                null,
                null,
                List.of(choice),
                null,
                null,
                null,
                JsonObject.EMPTY);
    }
}
