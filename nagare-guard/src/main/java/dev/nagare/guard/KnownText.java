package dev.nagare.guard;

import dev.nagare.wire.CompletionChoice;
import java.util.List;

/** What a judge can see of one choice of the older endpoint, as {@link KnownParts} says it. One thread at a time. */
final class KnownText {
    private final TokenPlaces<CompletionTokens.Token> text = new TokenPlaces<>(CompletionTokens.FORM);
    private final CompletionForm logprobsForm = new CompletionForm();

    /** What a chunk adds without what no judge sees. */
    CompletionChoice of(CompletionChoice choice) {
        logprobsForm.note(choice.logprobs(), UnknownText::without);
        List<CompletionTokens.Token> tokens = text.add(choice.text(), CompletionTokens.of(choice.logprobs())).stream()
                .map(placed -> CompletionTokens.FORM.keeping(placed.token(), other -> false, UnknownText::without))
                .toList();
        return new CompletionChoice(
                choice.text(),
                choice.index(),
                logprobsForm.of(tokens, choice.logprobs()),
                choice.finishReason(),
                UnknownText.without(choice.additional()));
    }
}
