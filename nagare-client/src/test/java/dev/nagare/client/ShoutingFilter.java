package dev.nagare.client;

import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChunkChoice;
import dev.nagare.wire.ChunkFilter;
import dev.nagare.wire.Delta;
import dev.nagare.wire.StreamEnd;
import java.util.Locale;
import java.util.function.Consumer;

/** Makes capital letters of every content. */
final class ShoutingFilter implements ChunkFilter<ChatCompletionChunk> {
    @Override
    public void chunk(ChatCompletionChunk chunk, Consumer<? super ChatCompletionChunk> out) {
        out.accept(chunk.withChoices(
                chunk.choices().stream().map(ShoutingFilter::shouted).toList()));
    }

    private static ChunkChoice shouted(ChunkChoice choice) {
        String content = choice.delta().content();
        Delta delta = content == null ? choice.delta() : Delta.ofContent(content.toUpperCase(Locale.ROOT));
        return new ChunkChoice(choice.index(), delta, choice.logprobs(), choice.finishReason(), choice.additional());
    }

    @Override
    public void end(StreamEnd end, Consumer<? super ChatCompletionChunk> out) {
        // It holds nothing back.
    }
}
