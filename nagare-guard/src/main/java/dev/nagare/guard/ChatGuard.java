package dev.nagare.guard;

import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChunkChoice;
import dev.nagare.wire.Delta;
import dev.nagare.wire.FinishReason;
import dev.nagare.wire.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of one chat stream under a policy: each choice by itself, each of its text fields by itself.
 *
 * <p>A choice's finish chunk waits until every choice has ended, as an engine's does, so that a choice that a rule ends
 * takes its place among them in order. What is held back of a choice goes before its finish chunk. Without rules every
 * chunk passes as it came. One thread at a time.
 */
final class ChatGuard implements StreamGuard<ChatCompletionChunk> {
    /** What a chunk of this guard's own is made of before any has come. */
    static final ChatCompletionChunk NO_ENVELOPE =
            new ChatCompletionChunk(null, null, null, null, null, List.of(), null, null, null, JsonObject.EMPTY);

    private final Policy policy;
    private final int expected;
    private final @Nullable Verdicts verdicts;
    private final IntConsumer onBlock;
    private final Map<Integer, ChoiceGuard> choices = new TreeMap<>();
    private final Set<Integer> finished = new TreeSet<>();
    private final Map<Integer, ChatCompletionChunk> finishes = new TreeMap<>();
    private ChatCompletionChunk envelope = NO_ENVELOPE;
    private boolean over;

    /**
     * A guard for one stream.
     *
     * @param expected how many choices were asked for
     * @param verdicts makes the moderation chunk; null when none is wanted
     * @param onBlock told of each choice that a rule ends
     */
    ChatGuard(Policy policy, int expected, @Nullable Verdicts verdicts, IntConsumer onBlock) {
        this.policy = policy;
        this.expected = expected;
        this.verdicts = verdicts;
        this.onBlock = onBlock;
    }

    @Override
    public boolean isOver() {
        return over;
    }

    @Override
    public boolean isEndedByRule() {
        return over && choices.values().stream().anyMatch(ChoiceGuard::isBlocked);
    }

    @Override
    public void chunk(ChatCompletionChunk chunk, Consumer<? super ChatCompletionChunk> out) {
        envelope = chunk;
        if (policy.isEmpty()) {
            pass(chunk, out);
        } else {
            look(chunk, out);
        }
        if (!over && finished.size() >= expected) {
            finish(out);
        }
    }

    private void pass(ChatCompletionChunk chunk, Consumer<? super ChatCompletionChunk> out) {
        for (ChunkChoice choice : chunk.choices()) {
            guard(choice.index());
            if (ChoiceGuard.isFinish(choice)) {
                finished.add(choice.index());
            }
        }
        out.accept(chunk);
    }

    private void look(ChatCompletionChunk chunk, Consumer<? super ChatCompletionChunk> out) {
        List<ChunkChoice> shown = new ArrayList<>();
        for (ChunkChoice choice : chunk.choices()) {
            choice(chunk, choice, shown);
        }
        if (!shown.isEmpty() || chunk.choices().isEmpty()) {
            out.accept(with(chunk, shown));
        }
    }

    private ChoiceGuard guard(int index) {
        return choices.computeIfAbsent(index, made -> new ChoiceGuard(made, policy));
    }

    private void choice(ChatCompletionChunk chunk, ChunkChoice choice, List<ChunkChoice> shown) {
        ChoiceGuard guard = guard(choice.index());
        if (guard.isOver() || guard.isBlocked()) {
            return;
        }
        guard.findings().check(chunk.additional());
        boolean isFinish = ChoiceGuard.isFinish(choice);
        boolean isByItself = isFinish && choice.delta().equals(Delta.EMPTY) && !ChatTokens.areIn(choice.logprobs());
        ChunkChoice seen = isByItself ? null : guard.accept(choice);
        if (seen != null) {
            shown.add(seen);
        }
        ChunkChoice end = isFinish ? guard.finishChunk(choice, isByItself) : null;
        if (end != null && !guard.isBlocked()) {
            ChunkChoice rest = guard.finish();
            if (rest != null) {
                shown.add(rest);
            }
        }
        if (guard.isBlocked()) {
            block(chunk, choice.index());
            onBlock.accept(choice.index());
        } else if (end != null) {
            finish(chunk, end);
        }
    }

    private void block(ChatCompletionChunk chunk, int index) {
        finish(chunk, ChunkChoice.finish(index, FinishReason.CONTENT_FILTER));
    }

    private void finish(ChatCompletionChunk chunk, ChunkChoice end) {
        finished.add(end.index());
        finishes.put(end.index(), with(chunk, List.of(end)));
    }

    @Override
    public void end(boolean complete, Consumer<? super ChatCompletionChunk> out) {
        if (over) {
            return;
        }
        if (complete && !policy.isEmpty()) {
            for (ChoiceGuard guard : choices.values()) {
                if (!guard.isOver() && !guard.isBlocked()) {
                    ChunkChoice rest = guard.finish();
                    if (rest != null) {
                        out.accept(with(envelope, List.of(rest)));
                    }
                    if (guard.isBlocked()) {
                        block(envelope, guard.index());
                    }
                }
            }
        }
        finish(out);
    }

    private void finish(Consumer<? super ChatCompletionChunk> out) {
        over = true;
        finishes.values().forEach(out);
        if (verdicts != null) {
            out.accept(envelope.withChoices(List.of())
                    .withUsage(null)
                    .withObfuscation(null)
                    .withAdditional(JsonObject.EMPTY)
                    .withModeration(verdicts.of(choices.values())));
        }
    }

    private ChatCompletionChunk with(ChatCompletionChunk chunk, List<ChunkChoice> shown) {
        JsonObject additional = UnknownText.under(policy, chunk.additional());
        // Padding that was made for the unguarded text would tell its length.
        if (chunk.obfuscation() == null && additional.equals(chunk.additional()) && shown.equals(chunk.choices())) {
            return chunk;
        }
        return chunk.withChoices(shown).withAdditional(additional).withObfuscation(null);
    }
}
