package dev.nagare.engine;

import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.CompletionChunk;
import dev.nagare.wire.CompletionRequest;
import dev.nagare.wire.Model;
import java.util.List;
import java.util.Map;

/**
 * Answers requests with chunks.
 *
 * <p>Whatever a request says, these methods return at once and throw nothing: an error is the generation's end. The
 * sink may be called before they return. A chunk carries no {@code usage}: the usage comes with the end, and whoever
 * presents the stream puts it where its reader asked for it. Any thread may call any method.
 *
 * <p>What a chat engine gives: for each choice a chunk with the role, content {@code ""} and an explicit
 * {@code refusal: null} together with its first generated token, then chunks with nothing but the new text, and after
 * all choices have ended one finish chunk for each, in index order. What the older endpoint gives: chunks of text,
 * {@code length} on the last of them, {@code stop} on a chunk of its own with the text {@code ""}.
 */
public interface CompletionEngine extends AutoCloseable {
    /** The models this engine answers for, in the order in which to list them; at least one. */
    List<Model> models();

    /** Starts a chat completion. */
    Generation chat(ChatCompletionRequest request, GenerationSink<ChatCompletionChunk> sink);

    /** Starts a completion of the older endpoint. */
    Generation complete(CompletionRequest request, GenerationSink<CompletionChunk> sink);

    /** Whether requests have a prospect of being answered now; a server tells whoever spreads requests over servers. */
    default boolean isReady() {
        return true;
    }

    /**
     * Headers for every response to those who ask this engine for something, also for an error and for one whose
     * generation has not begun, by lower-case name; they do not change. A generation's own come on top of them.
     */
    default Map<String, String> headers() {
        return Map.of();
    }

    /** Cancels what runs, gives every sink its end, and frees what the engine holds; later requests fail. */
    @Override
    void close();
}
