package dev.nagare.guard;

import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChunkChoice;
import dev.nagare.wire.Delta;
import dev.nagare.wire.FinishReason;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.Moderation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of one chat stream under a policy: each choice by itself, each of its text fields by itself.
 *
 * <p>A choice's finish chunk waits until every choice has ended, as an engine's does, so that a choice that a rule ends
 * takes its place among them in order. What is held back of a choice goes before its finish chunk. One thread at a time.
 */
final class ChatGuard {
    private static final ChatCompletionChunk NO_ENVELOPE =
            new ChatCompletionChunk(null, null, null, null, null, List.of(), null, null, null, JsonObject.EMPTY);

    private final Policy policy;
    private final int expected;
    private final @Nullable Verdicts verdicts;
    private final IntConsumer onBlock;
    private final Map<Integer, ChoiceGuard> choices = new TreeMap<>();
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

    /** Whether every choice has its finish reason. */
    boolean isOver() {
        return over;
    }

    /** Whether every choice has its finish reason, and a rule has ended one of them. */
    boolean isEndedByRule() {
        return over && choices.values().stream().anyMatch(ChoiceGuard::isBlocked);
    }

    void chunk(ChatCompletionChunk chunk, Consumer<? super ChatCompletionChunk> out) {
        envelope = chunk;
        if (chunk.choices().isEmpty()) {
            out.accept(with(chunk, List.of()));
            return;
        }
        List<ChunkChoice> shown = new ArrayList<>();
        for (ChunkChoice choice : chunk.choices()) {
            choice(chunk, choice, shown);
        }
        if (!shown.isEmpty()) {
            out.accept(with(chunk, shown));
        }
        if (!over && finishes.size() >= expected) {
            finish(out);
        }
    }

    private void choice(ChatCompletionChunk chunk, ChunkChoice choice, List<ChunkChoice> shown) {
        ChoiceGuard guard = choices.computeIfAbsent(choice.index(), index -> new ChoiceGuard(index, policy));
        if (guard.isOver() || guard.isBlocked()) {
            return;
        }
        boolean isFinish =
                choice.finishReason() != null && !choice.finishReason().value().isEmpty();
        boolean saysNothing = isFinish && choice.delta().equals(Delta.EMPTY);
        ChunkChoice seen = saysNothing ? null : guard.accept(choice);
        if (seen != null) {
            shown.add(seen);
        }
        if (isFinish && !guard.isBlocked()) {
            ChunkChoice rest = guard.finish();
            if (rest != null) {
                shown.add(rest);
            }
        }
        if (guard.isBlocked()) {
            finishes.put(
                    choice.index(),
                    with(chunk, List.of(ChunkChoice.finish(choice.index(), FinishReason.CONTENT_FILTER))));
            onBlock.accept(choice.index());
        } else if (isFinish) {
            ChunkChoice finish = saysNothing
                    ? choice
                    : new ChunkChoice(
                            choice.index(), Delta.EMPTY, null, choice.finishReason(), ChunkChoice.NULL_LOGPROBS);
            JsonObject additional = guard.known(finish.additional());
            if (!additional.equals(finish.additional())) {
                finish = new ChunkChoice(
                        finish.index(), finish.delta(), finish.logprobs(), finish.finishReason(), additional);
            }
            finishes.put(choice.index(), with(chunk, List.of(finish)));
        }
    }

    /**
     * The stream has ended.
     *
     * @param complete whether it came to its end: then what is held back may go
     */
    void end(boolean complete, Consumer<? super ChatCompletionChunk> out) {
        if (over) {
            return;
        }
        if (complete) {
            for (ChoiceGuard guard : choices.values()) {
                if (!guard.isOver() && !guard.isBlocked()) {
                    ChunkChoice rest = guard.finish();
                    if (rest != null) {
                        out.accept(with(envelope, List.of(rest)));
                    }
                    if (guard.isBlocked()) {
                        finishes.put(
                                guard.index(),
                                with(
                                        envelope,
                                        List.of(ChunkChoice.finish(guard.index(), FinishReason.CONTENT_FILTER))));
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
            out.accept(moderation(verdicts.of(choices.values())));
        }
    }

    private ChatCompletionChunk moderation(Moderation moderation) {
        return new ChatCompletionChunk(
                envelope.id(),
                envelope.created(),
                envelope.model(),
                envelope.serviceTier(),
                envelope.systemFingerprint(),
                List.of(),
                null,
                moderation,
                null,
                JsonObject.EMPTY);
    }

    private ChatCompletionChunk with(ChatCompletionChunk chunk, List<ChunkChoice> shown) {
        JsonObject additional = policy.isEmpty() || policy.unknownFields() == UnknownFields.PASS
                ? chunk.additional()
                : UnknownText.without(chunk.additional());
        // Padding that was made for the unguarded text would tell its length.
        boolean isPadded = chunk.obfuscation() != null && !policy.isEmpty();
        if (!isPadded && additional.equals(chunk.additional()) && Objects.equals(shown, chunk.choices())) {
            return chunk;
        }
        return new ChatCompletionChunk(
                chunk.id(),
                chunk.created(),
                chunk.model(),
                chunk.serviceTier(),
                chunk.systemFingerprint(),
                shown,
                chunk.usage(),
                chunk.moderation(),
                isPadded ? null : chunk.obfuscation(),
                additional);
    }
}
