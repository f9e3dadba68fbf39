package dev.nagare.client;

import dev.nagare.wire.Completion;
import dev.nagare.wire.CompletionAccumulator;
import dev.nagare.wire.CompletionChoice;
import dev.nagare.wire.CompletionChunk;
import dev.nagare.wire.CompletionChunkDecoder;
import dev.nagare.wire.CompletionCodec;
import dev.nagare.wire.FinishReason;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.StreamEnd;
import dev.nagare.wire.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The older endpoint. */
final class CompletionAssembly implements Assembly<CompletionChunk, Completion> {
    private final int choices;
    private final CompletionAccumulator accumulator;
    private final CompletionChunkDecoder decoder = new CompletionChunkDecoder();

    CompletionAssembly(int choices) {
        this.choices = choices;
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

    @Override
    public void events(CompletionChunk chunk, Consumer<StreamEvent> out) {
        for (CompletionChoice choice : chunk.choices()) {
            if (!choice.text().isEmpty()) {
                out.accept(new StreamEvent.Content(choice.index(), choice.text()));
            }
            FinishReason reason = choice.finishReason();
            if (reason != null && !reason.value().isEmpty()) {
                out.accept(new StreamEvent.Finished(choice.index(), reason));
            }
        }
        if (chunk.usage() != null) {
            out.accept(new StreamEvent.UsageCounted(chunk.usage()));
        }
    }

    @Override
    public CompletionAssembly fresh() {
        return new CompletionAssembly(choices);
    }

    @Override
    public CompletionChunk outline(CompletionChunk chunk) {
        List<CompletionChoice> ends = new ArrayList<>(chunk.choices().size());
        for (CompletionChoice choice : chunk.choices()) {
            ends.add(new CompletionChoice("", choice.index(), null, choice.finishReason(), JsonObject.EMPTY));
        }
        return new CompletionChunk(null, null, ends, null, null, chunk.usage(), JsonObject.EMPTY);
    }
}
