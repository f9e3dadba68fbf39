package dev.nagare.bench.load;

import dev.nagare.engine.GenerationEnd;
import dev.nagare.engine.GenerationSink;
import dev.nagare.wire.CompletionChoice;
import dev.nagare.wire.CompletionChunk;
import dev.nagare.wire.FinishReason;
import dev.nagare.wire.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A paced completion of one choice. */
final class PacedCompletion extends PacedGeneration {
    private final GenerationSink<CompletionChunk> sink;
    private final String id;

    PacedCompletion(PacedEngine engine, long number, @Nullable Integer limit, GenerationSink<CompletionChunk> sink) {
        super(engine, limit);
        this.sink = sink;
        this.id = "cmpl-" + number;
    }

    @Override
    void begin() {
        // This endpoint has nothing before the text.
    }

    @Override
    void sayText(boolean last) {
        FinishReason reason = last ? FinishReason.LENGTH : null;
        sink.chunk(new CompletionChunk(
                id,
                PacedEngine.CREATED,
                List.of(new CompletionChoice(" paced", 0, null, reason, JsonObject.EMPTY)),
                PacedEngine.MODEL,
                null,
                null,
                JsonObject.EMPTY));
    }

    @Override
    void finish() {
        // The reason came with the last text.
    }

    @Override
    void sayEnd(GenerationEnd end) {
        sink.end(end);
    }
}
