package dev.nagare.guard;

import dev.nagare.wire.CompletionChoice;
import dev.nagare.wire.CompletionChunk;
import dev.nagare.wire.FinishReason;
import dev.nagare.wire.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * The chunks of one stream of the older endpoint under a policy, each choice by itself. Without rules every chunk passes as
 * it came. One thread at a time.
 */
final class CompletionGuard implements StreamGuard<CompletionChunk> {
    /** What a chunk of this guard's own is made of before any has come. */
    static final CompletionChunk NO_ENVELOPE =
            new CompletionChunk(null, null, List.of(), null, null, null, JsonObject.EMPTY);

    private final Policy policy;
    private final int expected;
    private final IntConsumer onBlock;
    private final Map<Integer, CompletionText> texts = new TreeMap<>();
    private CompletionChunk envelope = NO_ENVELOPE;

    /**
     * A guard for one stream.
     *
     * @param expected how many choices were asked for, over all prompts
     * @param onBlock told of each choice that a rule ends
     */
    CompletionGuard(Policy policy, int expected, IntConsumer onBlock) {
        this.policy = policy;
        this.expected = expected;
        this.onBlock = onBlock;
    }

    @Override
    public boolean isOver() {
        return texts.values().stream().filter(CompletionText::isOver).count() >= expected;
    }

    @Override
    public boolean isEndedByRule() {
        return isOver() && texts.values().stream().anyMatch(CompletionText::isBlocked);
    }

    @Override
    public void chunk(CompletionChunk chunk, Consumer<? super CompletionChunk> out) {
        envelope = chunk;
        if (policy.isEmpty()) {
            chunk.choices().forEach(choice -> text(choice.index()).pass(choice));
            out.accept(chunk);
            return;
        }
        List<CompletionChoice> shown = new ArrayList<>();
        List<CompletionChoice> ends = new ArrayList<>();
        for (CompletionChoice choice : chunk.choices()) {
            CompletionText text = text(choice.index());
            if (text.isOver()) {
                continue;
            }
            text.findings().check(chunk.additional());
            CompletionChoice seen = text.accept(choice);
            if (seen != null) {
                // A finish reason that came by itself stays by itself, after the text that was held back.
                boolean isByItself =
                        CompletionText.saysNothing(choice) && !seen.text().isEmpty();
                shown.add(isByItself ? unfinished(seen) : seen);
                if (isByItself && seen.finishReason() != null) {
                    ends.add(new CompletionChoice("", seen.index(), null, seen.finishReason(), seen.additional()));
                }
            }
            if (text.endIfBlocked()) {
                shown.add(blocked(choice.index()));
                onBlock.accept(choice.index());
            }
        }
        if (!shown.isEmpty() || chunk.choices().isEmpty()) {
            out.accept(with(chunk, shown));
        }
        if (!ends.isEmpty()) {
            out.accept(with(chunk, ends));
        }
    }

    private CompletionText text(int index) {
        return texts.computeIfAbsent(index, made -> new CompletionText(policy));
    }

    @Override
    public void end(boolean complete, Consumer<? super CompletionChunk> out) {
        if (!complete || policy.isEmpty()) {
            return;
        }
        texts.forEach((index, text) -> {
            if (!text.isOver()) {
                CompletionChoice rest = text.finish(index);
                if (rest != null) {
                    out.accept(with(envelope, List.of(rest)));
                }
                if (text.endIfBlocked()) {
                    out.accept(with(envelope, List.of(blocked(index))));
                }
            }
        });
    }

    private static CompletionChoice unfinished(CompletionChoice choice) {
        return new CompletionChoice(choice.text(), choice.index(), choice.logprobs(), null, JsonObject.EMPTY);
    }

    private static CompletionChoice blocked(int index) {
        return new CompletionChoice("", index, null, FinishReason.CONTENT_FILTER, JsonObject.EMPTY);
    }

    private CompletionChunk with(CompletionChunk chunk, List<CompletionChoice> shown) {
        JsonObject additional = UnknownText.under(policy, chunk.additional());
        return additional.equals(chunk.additional()) && shown.equals(chunk.choices())
                ? chunk
                : chunk.withChoices(shown).withAdditional(additional);
    }
}
