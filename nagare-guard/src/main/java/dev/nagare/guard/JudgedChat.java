package dev.nagare.guard;

import dev.nagare.engine.GenerationSink;
import dev.nagare.wire.ChatCompletionChunk;
import dev.nagare.wire.ChunkChoice;
import dev.nagare.wire.Delta;
import dev.nagare.wire.FinishReason;
import dev.nagare.wire.FunctionDelta;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.Moderation;
import dev.nagare.wire.ModerationResult;
import dev.nagare.wire.ModerationVerdict;
import dev.nagare.wire.ToolCallDelta;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A chat stream under a slow judge. */
final class JudgedChat extends JudgedStream<ChatCompletionChunk> {
    private static final ChatCompletionChunk NO_ENVELOPE =
            new ChatCompletionChunk(null, null, null, null, null, List.of(), null, null, null, JsonObject.EMPTY);

    private final String model;
    private ChatCompletionChunk envelope = NO_ENVELOPE;

    /**
     * A stream.
     *
     * @param model the judge's name
     */
    JudgedChat(
            Asking asking, Executor elsewhere, GenerationSink<ChatCompletionChunk> sink, int expected, String model) {
        super(asking, elsewhere, sink, expected);
        this.model = model;
    }

    @Override
    void texts(ChatCompletionChunk chunk, Texts out) {
        for (ChunkChoice choice : chunk.choices()) {
            int index = choice.index();
            Delta delta = choice.delta();
            text(index, "content", delta.content(), false, out);
            text(index, "reasoning", delta.reasoningContent(), false, out);
            text(index, "refusal", delta.refusal(), false, out);
            for (ToolCallDelta call : delta.toolCalls()) {
                String field = "call " + (call.index() == null ? 0 : call.index());
                function(index, field, call.function(), out);
                if (call.custom() != null) {
                    text(index, field + " name", call.custom().name(), false, out);
                    text(index, field + " input", call.custom().input(), false, out);
                }
            }
            function(index, "function", delta.functionCall(), out);
        }
    }

    private static void function(int choice, String field, @Nullable FunctionDelta function, Texts out) {
        if (function != null) {
            text(choice, field + " name", function.name(), false, out);
            text(choice, field + " arguments", function.arguments(), true, out);
        }
    }

    private static void text(int choice, String field, @Nullable String piece, boolean isJson, Texts out) {
        if (piece != null && !piece.isEmpty()) {
            out.text(choice, field, piece, isJson);
        }
    }

    @Override
    Set<Integer> choices(ChatCompletionChunk chunk) {
        Set<Integer> indexes = new HashSet<>();
        chunk.choices().forEach(choice -> indexes.add(choice.index()));
        return indexes;
    }

    @Override
    Set<Integer> finished(ChatCompletionChunk chunk) {
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
    ChatCompletionChunk known(ChatCompletionChunk chunk, Set<Integer> without) {
        envelope = chunk;
        List<ChunkChoice> kept = new ArrayList<>();
        for (ChunkChoice choice : chunk.choices()) {
            ChunkChoice known = without.contains(choice.index()) ? null : KnownParts.of(choice);
            if (known != null) {
                kept.add(known);
            }
        }
        return kept.isEmpty() && !chunk.choices().isEmpty() ? null : with(chunk, kept, chunk.moderation());
    }

    /** The chunk with other choices and without text that nobody knows. */
    private static ChatCompletionChunk with(
            ChatCompletionChunk chunk, List<ChunkChoice> choices, @Nullable Moderation moderation) {
        return new ChatCompletionChunk(
                chunk.id(),
                chunk.created(),
                chunk.model(),
                chunk.serviceTier(),
                chunk.systemFingerprint(),
                choices,
                chunk.usage(),
                moderation,
                chunk.obfuscation(),
                UnknownText.without(chunk.additional()));
    }

    @Override
    ChatCompletionChunk rejected(int choice) {
        return with(envelope, List.of(ChunkChoice.finish(choice, FinishReason.CONTENT_FILTER)), null);
    }

    @Override
    boolean tellsVerdicts(ChatCompletionChunk chunk) {
        return chunk.moderation() != null;
    }

    @Override
    void show(ChatCompletionChunk chunk) {
        Moderation moderation = chunk.moderation();
        if (chunk.choices().isEmpty()) {
            if (moderation != null) {
                showFinishes();
            }
            out(moderation == null ? chunk : with(chunk, List.of(), told(moderation)));
            return;
        }
        List<ChunkChoice> open = new ArrayList<>();
        List<ChunkChoice> ended = new ArrayList<>();
        for (ChunkChoice choice : chunk.choices()) {
            FinishReason reason = choice.finishReason();
            if (reason == null) {
                open.add(choice);
            } else if (choice.delta().equals(Delta.EMPTY)) {
                ended.add(choice);
            } else {
                // Text that comes with the finish reason goes before the finish chunks, which wait for each other.
                JsonObject form =
                        choice.logprobs() == null ? ChunkChoice.NULL_LOGPROBS_AND_FINISH : ChunkChoice.NULL_FINISH;
                open.add(new ChunkChoice(choice.index(), choice.delta(), choice.logprobs(), null, form));
                ended.add(ChunkChoice.finish(choice.index(), reason));
            }
        }
        if (!open.isEmpty()) {
            out(ended.isEmpty() ? chunk : with(chunk, open, moderation));
        }
        ended.forEach(choice -> finish(choice.index(), with(chunk, List.of(choice), null)));
    }

    /** What the rules and the judge have found. */
    private Moderation told(Moderation byRules) {
        ModerationVerdict input = byRules.input();
        ModerationVerdict output = byRules.output();
        ModerationResult ofInput = result(JudgedTexts.INPUT);
        if (input instanceof ModerationVerdict.Results rules) {
            input = ofInput == null ? unjudged(rules) : told(rules, List.of(JudgedTexts.INPUT));
        }
        if (output instanceof ModerationVerdict.Results rules) {
            output = isUnjudged() ? unjudged(rules) : told(rules, seen());
        }
        return new Moderation(input, output, byRules.additional());
    }

    private ModerationVerdict unjudged(ModerationVerdict.Results rules) {
        return isUnjudged()
                ? new ModerationVerdict.Failed(
                        "moderation_failed", "There was no verdict of " + model + ".", JsonObject.EMPTY)
                : rules;
    }

    private ModerationVerdict told(ModerationVerdict.Results rules, List<Integer> choices) {
        String both = rules.model() + "+" + model;
        List<ModerationVerdict.Result> all = new ArrayList<>();
        for (int i = 0; i < rules.results().size(); i++) {
            ModerationVerdict.Result byRules = rules.results().get(i);
            ModerationResult judged = i < choices.size() ? result(choices.get(i)) : null;
            all.add(Results.verdict(
                    both, judged == null ? Results.of(byRules) : Results.union(List.of(Results.of(byRules), judged))));
        }
        return new ModerationVerdict.Results(both, all, rules.additional());
    }
}
