package dev.nagare.guard;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The chunks of a chat under a slow judge. */
final class JudgedChat implements JudgedForm<ChatCompletionChunk> {
    private final String model;
    private final Map<Integer, KnownParts> parts = new HashMap<>();
    private ChatCompletionChunk envelope = ChatGuard.NO_ENVELOPE;

    /**
     * The chunks of one chat.
     *
     * @param model the judge's name
     */
    JudgedChat(String model) {
        this.model = model;
    }

    @Override
    public void texts(ChatCompletionChunk chunk, Texts out) {
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
    public void choices(ChatCompletionChunk chunk, Choices out) {
        chunk.choices().forEach(choice -> out.choice(choice.index(), ChoiceGuard.isFinish(choice)));
    }

    @Override
    public @Nullable ChatCompletionChunk known(ChatCompletionChunk chunk) {
        ChatCompletionChunk known = chunk.withAdditional(UnknownText.without(chunk.additional()));
        envelope = known;
        List<ChunkChoice> kept = new ArrayList<>();
        for (ChunkChoice choice : chunk.choices()) {
            ChunkChoice rest = parts.computeIfAbsent(choice.index(), made -> new KnownParts())
                    .of(choice);
            if (rest != null) {
                kept.add(rest);
            }
        }
        return kept.isEmpty() && !chunk.choices().isEmpty() ? null : known.withChoices(kept);
    }

    @Override
    public @Nullable ChatCompletionChunk without(ChatCompletionChunk chunk, Set<Integer> choices) {
        List<ChunkChoice> kept = chunk.choices().stream()
                .filter(choice -> !choices.contains(choice.index()))
                .toList();
        if (kept.size() == chunk.choices().size()) {
            return chunk;
        }
        return kept.isEmpty() ? null : chunk.withChoices(kept);
    }

    @Override
    public ChatCompletionChunk rejection(int choice) {
        return envelope.withChoices(List.of(ChunkChoice.finish(choice, FinishReason.CONTENT_FILTER)))
                .withModeration(null);
    }

    @Override
    public boolean tellsVerdicts(ChatCompletionChunk chunk) {
        return chunk.moderation() != null && chunk.choices().isEmpty();
    }

    @Override
    public @Nullable ChatCompletionChunk shown(ChatCompletionChunk chunk, JudgedResults results) {
        Moderation moderation = chunk.moderation();
        if (chunk.choices().isEmpty()) {
            return moderation == null ? chunk : chunk.withModeration(told(moderation, results));
        }
        List<ChunkChoice> shown = new ArrayList<>();
        for (ChunkChoice choice : chunk.choices()) {
            if (!ChoiceGuard.isFinish(choice)) {
                shown.add(choice);
            } else if (!isByItself(choice)) {
                // What comes with the finish reason goes before the finish chunks, which wait for each other.
                shown.add(unfinished(choice));
            }
        }
        if (shown.isEmpty()) {
            return null;
        }
        return shown.equals(chunk.choices()) ? chunk : chunk.withChoices(shown);
    }

    @Override
    public Map<Integer, ChatCompletionChunk> finishes(ChatCompletionChunk chunk) {
        Map<Integer, ChatCompletionChunk> finishes = new TreeMap<>();
        for (ChunkChoice choice : chunk.choices()) {
            FinishReason reason = choice.finishReason();
            if (reason != null && ChoiceGuard.isFinish(choice)) {
                ChunkChoice end = isByItself(choice) ? choice : ChunkChoice.finish(choice.index(), reason);
                finishes.put(choice.index(), chunk.withChoices(List.of(end)).withModeration(null));
            }
        }
        return finishes;
    }

    @Override
    public boolean endsTogether() {
        return true;
    }

    /** Whether a finish reason comes without anything else. */
    private static boolean isByItself(ChunkChoice choice) {
        return choice.delta().equals(Delta.EMPTY) && !ChatTokens.areIn(choice.logprobs());
    }

    private static ChunkChoice unfinished(ChunkChoice choice) {
        JsonObject form = choice.logprobs() == null ? ChunkChoice.NULL_LOGPROBS_AND_FINISH : ChunkChoice.NULL_FINISH;
        return new ChunkChoice(choice.index(), choice.delta(), choice.logprobs(), null, form);
    }

    /** What the rules and the judge have found. */
    private Moderation told(Moderation byRules, JudgedResults results) {
        ModerationVerdict input = byRules.input();
        ModerationVerdict output = byRules.output();
        ModerationResult ofInput = results.of(JudgedTexts.INPUT);
        if (input instanceof ModerationVerdict.Results rules) {
            input = ofInput == null ? unjudged(rules, results) : told(rules, List.of(JudgedTexts.INPUT), results);
        }
        if (output instanceof ModerationVerdict.Results rules) {
            output = results.isUnjudged() ? unjudged(rules, results) : told(rules, results.choices(), results);
        }
        return new Moderation(input, output, byRules.additional());
    }

    private ModerationVerdict unjudged(ModerationVerdict.Results rules, JudgedResults results) {
        return results.isUnjudged()
                ? new ModerationVerdict.Failed(
                        "moderation_failed", "There was no verdict of " + model + ".", JsonObject.EMPTY)
                : rules;
    }

    private ModerationVerdict told(ModerationVerdict.Results rules, List<Integer> choices, JudgedResults results) {
        String both = rules.model() + "+" + model;
        List<ModerationVerdict.Result> all = new ArrayList<>();
        for (int i = 0; i < rules.results().size(); i++) {
            ModerationVerdict.Result byRules = rules.results().get(i);
            ModerationResult judged = i < choices.size() ? results.of(choices.get(i)) : null;
            all.add(Results.verdict(
                    both,
                    judged == null ? Results.of(byRules) : Results.union(List.of(Results.of(byRules), judged)),
                    byRules.additional()));
        }
        return new ModerationVerdict.Results(both, all, rules.additional());
    }
}
