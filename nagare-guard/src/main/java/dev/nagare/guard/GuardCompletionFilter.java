package dev.nagare.guard;

import dev.nagare.wire.ChunkFilter;
import dev.nagare.wire.CompletionChunk;
import dev.nagare.wire.StreamEnd;
import java.util.function.Consumer;

/** A policy around a client's stream of the older endpoint, for servers that have none. One filter for one stream. */
public final class GuardCompletionFilter implements ChunkFilter<CompletionChunk> {
    private final CompletionGuard guard;

    /**
     * A filter for one stream.
     *
     * @param policy the rules
     * @param choices how many choices were asked for, over all prompts
     */
    public GuardCompletionFilter(Policy policy, int choices) {
        this.guard = new CompletionGuard(policy, choices, choice -> {});
    }

    @Override
    public void chunk(CompletionChunk chunk, Consumer<? super CompletionChunk> out) {
        guard.chunk(chunk, out);
    }

    @Override
    public void end(StreamEnd end, Consumer<? super CompletionChunk> out) {
        guard.end(end instanceof StreamEnd.Completed, out);
    }

    @Override
    public boolean isOver() {
        return guard.isEndedByRule();
    }
}
