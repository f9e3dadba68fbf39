package dev.nagare.testkit;

import dev.nagare.engine.GenerationEnd;
import dev.nagare.engine.GenerationSink;
import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.ChunkChoice;
import dev.nagare.wire.Delta;
import dev.nagare.wire.FinishReason;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.Role;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A scripted generation of a chat completion. */
public final class ScriptedChat extends ScriptedGeneration {
    private static final JsonObject OPEN = JsonObject.nulls("logprobs", "finish_reason");
    private static final JsonObject FINISHED = JsonObject.nulls("logprobs");
    private static final JsonObject NO_REFUSAL = JsonObject.nulls("refusal");

    private final String id;
    private final ChatCompletionRequest request;
    private final GenerationSink<ChatCompletionChunk> sink;
    private final boolean[] introduced;
    private final Map<Integer, FinishReason> finishes = new TreeMap<>();

    ScriptedChat(
            ScriptedEngine engine,
            long number,
            ChatCompletionRequest request,
            GenerationSink<ChatCompletionChunk> sink) {
        super(engine, request.n() == null ? 1 : request.n());
        this.id = "chatcmpl-scripted-" + number;
        this.request = request;
        this.sink = sink;
        this.introduced = new boolean[choices()];
    }

    /** What was asked. */
    public ChatCompletionRequest request() {
        return request;
    }

    /** Says the role of a choice, as its first text would. */
    public void role(int choice) {
        emit(() -> introduce(choice));
    }

    /** Says a chunk of the test's own making, as it is. */
    public void chunk(ChatCompletionChunk chunk) {
        emit(() -> sink.chunk(chunk));
    }

    @Override
    void sayText(int choice, String text) {
        introduce(choice);
        say(new ChunkChoice(choice, Delta.ofContent(text), null, null, OPEN));
    }

    @Override
    void sayFinish(int choice, FinishReason reason) {
        introduce(choice);
        finishes.put(choice, reason);
    }

    @Override
    void beforeCompleted() {
        finishes.forEach((choice, reason) -> say(new ChunkChoice(choice, Delta.EMPTY, null, reason, FINISHED)));
    }

    @Override
    void sayEnd(GenerationEnd end) {
        sink.end(end);
    }

    private void introduce(int choice) {
        if (!introduced[choice]) {
            introduced[choice] = true;
            Delta role = new Delta(Role.ASSISTANT, "", null, null, List.of(), NO_REFUSAL);
            say(new ChunkChoice(choice, role, null, null, OPEN));
        }
    }

    private void say(ChunkChoice choice) {
        sink.chunk(new ChatCompletionChunk(
                id,
                ScriptedEngine.CREATED,
                ScriptedEngine.MODEL,
                null,
                "fp_5c21b7ed00",
                List.of(choice),
                null,
                null,
                null,
                JsonObject.EMPTY));
    }
}
