package dev.nagare.guard;

import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChunkFilter;
import dev.nagare.wire.StreamEnd;
import java.util.function.Consumer;

/** A policy around a client's stream, for servers that have none. One filter for one stream. */
public final class GuardChunkFilter implements ChunkFilter<ChatCompletionChunk> {
    private final ChatGuard guard;

    /**
     * A filter for one stream.
     *
     * @param policy the rules
     * @param choices how many choices were asked for
     */
    public GuardChunkFilter(Policy policy, int choices) {
        this.guard = new ChatGuard(policy, choices, null, choice -> {});
    }

    @Override
    public void chunk(ChatCompletionChunk chunk, Consumer<? super ChatCompletionChunk> out) {
        guard.chunk(chunk, out);
    }

    @Override
    public void end(StreamEnd end, Consumer<? super ChatCompletionChunk> out) {
        guard.end(end instanceof StreamEnd.Completed, out);
    }

    @Override
    public boolean isOver() {
        return guard.isEndedByRule();
    }
}
