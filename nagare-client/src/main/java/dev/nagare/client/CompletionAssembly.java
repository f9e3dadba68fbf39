package dev.nagare.client;

import dev.nagare.wire.Completion;
import dev.nagare.wire.CompletionAccumulator;
import dev.nagare.wire.CompletionChoice;
import dev.nagare.wire.CompletionChunk;
import dev.nagare.wire.CompletionChunkDecoder;
import dev.nagare.wire.CompletionCodec;
import dev.nagare.wire.StreamEnd;
import dev.nagare.wire.Usage;
import org.jspecify.annotations.Nullable;

/** The older endpoint. */
final class CompletionAssembly implements Assembly<CompletionChunk, Completion> {
    private final CompletionAccumulator accumulator;
    private final CompletionChunkDecoder decoder = new CompletionChunkDecoder();

    CompletionAssembly(int choices) {
        accumulator = new CompletionAccumulator(choices);
    }

    @Override
    public @Nullable CompletionChunk read(byte[] data, int offset, int length) {
        return decoder.decode(data, offset, length);
    }

    @Override
    public boolean saysSomething(CompletionChunk chunk) {
        for (CompletionChoice choice : chunk.choices()) {
            if (!choice.text().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String text(CompletionChunk chunk, int choice) {
        String text = "";
        for (CompletionChoice one : chunk.choices()) {
            if (one.index() == choice) {
                text = text.isEmpty() ? one.text() : text + one.text();
            }
        }
        return text;
    }

    @Override
    public void add(CompletionChunk chunk) {
        accumulator.add(chunk);
    }

    @Override
    public @Nullable Usage usage() {
        return accumulator.usage();
    }

    @Override
    public StreamEnd ended(boolean sawDone) {
        return accumulator.ended(sawDone);
    }

    @Override
    public Completion snapshot() {
        return accumulator.snapshot();
    }

    @Override
    public Completion whole(byte[] utf8) {
        return CompletionCodec.decode(utf8);
    }

    @Override
    public CompletionChunk asChunk(Completion answer) {
        return new CompletionChunk(
                answer.id(),
                answer.created(),
                answer.choices(),
                answer.model(),
                answer.systemFingerprint(),
                answer.usage(),
                answer.additional());
    }

    @Override
    public PartialAnswer partial(Completion answer) {
        return new PartialAnswer.Text(answer);
    }
}
