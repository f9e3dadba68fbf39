package dev.nagare.testkit;

import dev.nagare.engine.GenerationEnd;
import dev.nagare.engine.GenerationSink;
import dev.nagare.wire.CompletionChoice;
import dev.nagare.wire.CompletionChunk;
import dev.nagare.wire.CompletionRequest;
import dev.nagare.wire.FinishReason;
import dev.nagare.wire.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A scripted generation of the older completions endpoint. */
public final class ScriptedCompletion extends ScriptedGeneration {
    private final String id;
    private final CompletionRequest request;
    private final GenerationSink<CompletionChunk> sink;

    ScriptedCompletion(
            ScriptedEngine engine, long number, CompletionRequest request, GenerationSink<CompletionChunk> sink) {
        super(engine, request.n() == null ? 1 : request.n());
        this.id = "cmpl-scripted-" + number;
        this.request = request;
        this.sink = sink;
    }

    /** What was asked. */
    public CompletionRequest request() {
        return request;
    }

    /** Says a chunk of the test's own making, as it is. */
    public void chunk(CompletionChunk chunk) {
        emit(() -> sink.chunk(chunk));
    }

    @Override
    void sayText(int choice, String text) {
        say(choice, text, null);
    }

    @Override
    void sayFinish(int choice, FinishReason reason) {
        say(choice, "", reason);
    }

    @Override
    void beforeCompleted() {
        // Every finish has been said: on this endpoint it does not wait for the other choices.
    }

    @Override
    void sayEnd(GenerationEnd end) {
        sink.end(end);
    }

    private void say(int choice, String text, @Nullable FinishReason reason) {
        sink.chunk(new CompletionChunk(
                id,
                ScriptedEngine.CREATED,
                List.of(new CompletionChoice(text, choice, null, reason, JsonObject.EMPTY)),
                ScriptedEngine.MODEL,
                null,
                null,
                JsonObject.EMPTY));
    }
}
