package dev.nagare.guard;

import dev.nagare.wire.CompletionChoice;
import dev.nagare.wire.CompletionChunk;
import dev.nagare.wire.FinishReason;
import dev.nagare.wire.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The chunks of the older endpoint under a slow judge; a choice's finish reason waits for no other choice. */
final class JudgedCompletion implements JudgedForm<CompletionChunk> {
    private final Map<Integer, KnownText> texts = new HashMap<>();
    private CompletionChunk envelope = CompletionGuard.NO_ENVELOPE;

    @Override
    public void texts(CompletionChunk chunk, Texts out) {
        for (CompletionChoice choice : chunk.choices()) {
            if (!choice.text().isEmpty()) {
                out.text(choice.index(), "text", choice.text(), false);
            }
        }
    }

    @Override
    public void choices(CompletionChunk chunk, Choices out) {
        chunk.choices().forEach(choice -> out.choice(choice.index(), CompletionText.isFinish(choice)));
    }

    @Override
    public CompletionChunk known(CompletionChunk chunk) {
        List<CompletionChoice> known = new ArrayList<>();
        for (CompletionChoice choice : chunk.choices()) {
            known.add(texts.computeIfAbsent(choice.index(), made -> new KnownText())
                    .of(choice));
        }
        envelope = chunk.withAdditional(UnknownText.without(chunk.additional()));
        return envelope.withChoices(known);
    }

    @Override
    public @Nullable CompletionChunk without(CompletionChunk chunk, Set<Integer> choices) {
        List<CompletionChoice> kept = chunk.choices().stream()
                .filter(choice -> !choices.contains(choice.index()))
                .toList();
        if (kept.size() == chunk.choices().size()) {
            return chunk;
        }
        return kept.isEmpty() ? null : chunk.withChoices(kept);
    }

    @Override
    public CompletionChunk rejection(int choice) {
        return envelope.withChoices(
                List.of(new CompletionChoice("", choice, null, FinishReason.CONTENT_FILTER, JsonObject.EMPTY)));
    }

    @Override
    public boolean tellsVerdicts(CompletionChunk chunk) {
        return false;
    }

    @Override
    public CompletionChunk shown(CompletionChunk chunk, JudgedResults results) {
        return chunk;
    }

    @Override
    public Map<Integer, CompletionChunk> finishes(CompletionChunk chunk) {
        return Map.of();
    }

    @Override
    public boolean endsTogether() {
        return false;
    }
}
