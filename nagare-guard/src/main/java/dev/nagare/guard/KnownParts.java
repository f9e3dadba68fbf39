package dev.nagare.guard;

import dev.nagare.wire.ChunkChoice;
import dev.nagare.wire.CustomDelta;
import dev.nagare.wire.Delta;
import dev.nagare.wire.FunctionDelta;
import dev.nagare.wire.Logprobs;
import dev.nagare.wire.TokenLogprob;
import dev.nagare.wire.ToolCallDelta;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a judge can see of one choice of a chat, for it must see all that is shown: without text in fields that nobody
 * knows, without tokens that do not spell the text, and without tokens that were not chosen, which stand in no text. One
 * thread at a time.
 */
final class KnownParts {
    private final TokenPlaces<TokenLogprob> content = new TokenPlaces<>(ChatTokens.FORM);
    private final TokenPlaces<TokenLogprob> refusal = new TokenPlaces<>(ChatTokens.FORM);
    private final LogprobsForm logprobsForm = new LogprobsForm();

    /** What a chunk adds without what no judge sees; null when it said nothing else. */
    @Nullable
    ChunkChoice of(ChunkChoice choice) {
        Delta delta = choice.delta();
        Delta known = new Delta(
                delta.role(),
                delta.content(),
                delta.reasoningContent(),
                delta.refusal(),
                delta.toolCalls().stream().map(KnownParts::of).toList(),
                of(delta.functionCall()),
                UnknownText.without(delta.additional()));
        Logprobs given = choice.logprobs();
        logprobsForm.note(given, UnknownText::without);
        Logprobs logprobs = logprobsForm.of(
                spelling(content, delta.content(), given == null ? null : given.content()),
                spelling(refusal, delta.refusal(), given == null ? null : given.refusal()),
                given);
        boolean isEmptied = known.equals(Delta.EMPTY) && !delta.equals(Delta.EMPTY) && !ChatTokens.areIn(logprobs);
        return isEmptied && choice.finishReason() == null
                ? null
                : new ChunkChoice(
                        choice.index(),
                        known,
                        logprobs,
                        choice.finishReason(),
                        LogprobsForm.beside(logprobs, UnknownText.without(choice.additional())));
    }

    private static List<TokenLogprob> spelling(
            TokenPlaces<TokenLogprob> places, @Nullable String piece, @Nullable List<TokenLogprob> tokens) {
        return places.add(piece == null ? "" : piece, ChatTokens.of(tokens)).stream()
                .map(placed -> ChatTokens.FORM.keeping(placed.token(), text -> false, UnknownText::without))
                .toList();
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
}
