package dev.nagare.guard;

import dev.nagare.wire.ChunkChoice;
import dev.nagare.wire.CompletionChoice;
import dev.nagare.wire.CompletionLogprobs;
import dev.nagare.wire.CustomDelta;
import dev.nagare.wire.Delta;
import dev.nagare.wire.FunctionDelta;
import dev.nagare.wire.Logprobs;
import dev.nagare.wire.TokenLogprob;
import dev.nagare.wire.ToolCallDelta;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a judge can see of a choice, for it must see all that is shown: without text in fields that nobody knows, and
 * without tokens that were not chosen, which stand in no text.
 */
final class KnownParts {
    private KnownParts() {}

    /** The choice without what no judge sees; null when it said nothing else. */
    static @Nullable ChunkChoice of(ChunkChoice choice) {
        Delta delta = choice.delta();
        Delta known = new Delta(
                delta.role(),
                delta.content(),
                delta.reasoningContent(),
                delta.refusal(),
                delta.toolCalls().stream().map(KnownParts::of).toList(),
                of(delta.functionCall()),
                UnknownText.without(delta.additional()));
        if (known.equals(Delta.EMPTY) && !delta.equals(Delta.EMPTY) && choice.finishReason() == null) {
            return null;
        }
        return new ChunkChoice(
                choice.index(),
                known,
                of(choice.logprobs()),
                choice.finishReason(),
                UnknownText.without(choice.additional()));
    }

    private static ToolCallDelta of(ToolCallDelta call) {
        CustomDelta custom = call.custom();
        return new ToolCallDelta(
                call.index(),
                call.id(),
                call.type(),
                of(call.function()),
                custom == null
                        ? null
                        : new CustomDelta(custom.name(), custom.input(), UnknownText.without(custom.additional())),
                UnknownText.without(call.additional()));
    }

    private static @Nullable FunctionDelta of(@Nullable FunctionDelta function) {
        return function == null
                ? null
                : new FunctionDelta(function.name(), function.arguments(), UnknownText.without(function.additional()));
    }

    private static @Nullable Logprobs of(@Nullable Logprobs logprobs) {
        return logprobs == null
                ? null
                : new Logprobs(
                        of(logprobs.content()), of(logprobs.refusal()), UnknownText.without(logprobs.additional()));
    }

    private static @Nullable List<TokenLogprob> of(@Nullable List<TokenLogprob> tokens) {
        return tokens == null ? null : tokens.stream().map(KnownParts::of).toList();
    }

    private static TokenLogprob of(TokenLogprob token) {
        List<TokenLogprob> alternatives = token.topLogprobs();
        return new TokenLogprob(
                token.token(),
                token.logprob(),
                token.bytes(),
                alternatives == null
                        ? null
                        : alternatives.stream()
                                .filter(other -> other.token().equals(token.token()))
                                .map(KnownParts::of)
                                .toList(),
                UnknownText.without(token.additional()));
    }

    /** The choice of the older endpoint without what no judge sees. */
    static CompletionChoice of(CompletionChoice choice) {
        return new CompletionChoice(
                choice.text(),
                choice.index(),
                of(choice.logprobs()),
                choice.finishReason(),
                UnknownText.without(choice.additional()));
    }

    private static @Nullable CompletionLogprobs of(@Nullable CompletionLogprobs logprobs) {
        if (logprobs == null) {
            return null;
        }
        List<@Nullable Map<String, Double>> alternatives = logprobs.topLogprobs();
        List<@Nullable Map<String, Double>> chosen = null;
        if (alternatives != null) {
            chosen = new ArrayList<>();
            for (int i = 0; i < Math.min(alternatives.size(), logprobs.tokens().size()); i++) {
                chosen.add(only(alternatives.get(i), logprobs.tokens().get(i)));
            }
        }
        return CompletionLogprobs.of(logprobs.textOffset(), logprobs.tokenLogprobs(), logprobs.tokens(), chosen);
    }

    private static @Nullable Map<String, Double> only(@Nullable Map<String, Double> alternatives, String token) {
        if (alternatives == null) {
            return null;
        }
        Map<String, Double> kept = new LinkedHashMap<>();
        Double own = alternatives.get(token);
        if (own != null) {
            kept.put(token, own);
        }
        return kept;
    }
}
