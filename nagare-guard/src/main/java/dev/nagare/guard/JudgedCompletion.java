package dev.nagare.guard;

import dev.nagare.engine.GenerationSink;
import dev.nagare.wire.CompletionChoice;
import dev.nagare.wire.CompletionChunk;
import dev.nagare.wire.FinishReason;
import dev.nagare.wire.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A stream of the older endpoint under a slow judge; a choice's finish reason waits for no other choice. */
final class JudgedCompletion extends JudgedStream<CompletionChunk> {
    private static final CompletionChunk NO_ENVELOPE =
            new CompletionChunk(null, null, List.of(), null, null, null, JsonObject.EMPTY);

    private CompletionChunk envelope = NO_ENVELOPE;

    JudgedCompletion(Asking asking, Executor elsewhere, GenerationSink<CompletionChunk> sink, int expected) {
        super(asking, elsewhere, sink, expected);
    }

    @Override
    void texts(CompletionChunk chunk, Texts out) {
        for (CompletionChoice choice : chunk.choices()) {
            if (!choice.text().isEmpty()) {
                out.text(choice.index(), "text", choice.text(), false);
            }
        }
    }

    @Override
    Set<Integer> choices(CompletionChunk chunk) {
        Set<Integer> indexes = new HashSet<>();
        chunk.choices().forEach(choice -> indexes.add(choice.index()));
        return indexes;
    }

    @Override
    Set<Integer> finished(CompletionChunk chunk) {
        Set<Integer> indexes = new HashSet<>();
        chunk.choices().forEach(choice -> {
            if (choice.finishReason() != null) {
                indexes.add(choice.index());
            }
        });
        return indexes;
    }

    @Override
    @Nullable
    CompletionChunk known(CompletionChunk chunk, Set<Integer> without) {
        envelope = chunk;
        List<CompletionChoice> kept = new ArrayList<>();
        for (CompletionChoice choice : chunk.choices()) {
            if (!without.contains(choice.index())) {
                kept.add(KnownParts.of(choice));
            }
        }
        return kept.isEmpty() && !chunk.choices().isEmpty() ? null : with(chunk, kept);
    }

    private static CompletionChunk with(CompletionChunk chunk, List<CompletionChoice> choices) {
        return new CompletionChunk(
                chunk.id(),
                chunk.created(),
                choices,
                chunk.model(),
                chunk.systemFingerprint(),
                chunk.usage(),
                UnknownText.without(chunk.additional()));
    }

    @Override
    CompletionChunk rejected(int choice) {
        return with(
                envelope,
                List.of(new CompletionChoice("", choice, null, FinishReason.CONTENT_FILTER, JsonObject.EMPTY)));
    }

    @Override
    boolean tellsVerdicts(CompletionChunk chunk) {
        return false;
    }

    @Override
    void show(CompletionChunk chunk) {
        out(chunk);
    }

    @Override
    void finish(int choice, CompletionChunk chunk) {
        out(chunk);
    }
}
