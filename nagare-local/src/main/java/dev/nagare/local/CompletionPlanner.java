package dev.nagare.local;

import dev.nagare.local.text.StopAutomaton;
import dev.nagare.local.tokenizer.TokenBuffer;
import dev.nagare.local.tokenizer.Tokenizer;
import dev.nagare.wire.CompletionRequest;
import dev.nagare.wire.Prompt;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Understands requests of the older endpoint. */
final class CompletionPlanner {
    private static final int DEFAULT_LIMIT = 16;
    private static final int MOST_LOGPROBS = 5;

    private CompletionPlanner() {}

    /**
     * The plan of a request.
     *
     * @throws dev.nagare.engine.EngineException if it asks for something that cannot be done
     */
    static Plan plan(CompletionRequest request, LoadedModel model, LongSupplier seeds) {
        int choices = Planner.choices(request.n());
        refuseUnsupported(request, choices);
        List<Plan.PromptTokens> prompts = prompts(request, model);
        int contextLength = model.scheduler().contextLength();
        int wanted = Planner.inRange(
                "max_tokens", Objects.requireNonNullElse(request.maxTokens(), DEFAULT_LIMIT), 0, Integer.MAX_VALUE);
        List<Integer> limits = new ArrayList<>();
        for (Plan.PromptTokens prompt : prompts) {
            if (prompt.count() >= contextLength) {
                throw Errors.promptTooLong(contextLength, prompt.count(), wanted);
            }
            limits.add(Math.min(wanted, contextLength - prompt.count()));
        }
        return new Plan(
                model,
                prompts,
                choices,
                limits,
                StopAutomaton.of(request.stop()),
                Planner.sampling(
                        request.temperature(),
                        request.topP(),
                        request.frequencyPenalty(),
                        request.presencePenalty(),
                        request.logitBias(),
                        request.seed(),
                        seeds),
                request.logprobs() == null
                        ? Plan.NO_LOGPROBS
                        : Planner.inRange("logprobs", request.logprobs(), 0, MOST_LOGPROBS),
                Boolean.TRUE.equals(request.echo())
                        ? echoes(request.prompt(), prompts, model.tokenizer())
                        : Collections.nCopies(prompts.size(), ""));
    }

    private static void refuseUnsupported(CompletionRequest request, int choices) {
        if (request.suffix() != null && !request.suffix().isEmpty()) {
            throw Errors.unsupported("suffix");
        }
        if (request.bestOf() != null && request.bestOf() != choices) {
            throw Errors.unsupported("best_of");
        }
        if (Boolean.TRUE.equals(request.echo()) && request.logprobs() != null) {
            throw Errors.invalid(
                    "Unsupported parameter: 'logprobs' is not supported together with 'echo' with this model.",
                    "logprobs",
                    "unsupported_parameter");
        }
    }

    private static List<Plan.PromptTokens> prompts(CompletionRequest request, LoadedModel model) {
        Prompt prompt = request.prompt();
        List<Plan.PromptTokens> prompts = switch (prompt) {
            case null -> List.of(text("", model.tokenizer()));
            case Prompt.Text(String text) -> List.of(text(text, model.tokenizer()));
            case Prompt.Texts(List<String> texts) ->
                texts.stream().map(text -> text(text, model.tokenizer())).toList();
            case Prompt.Tokens(List<Integer> tokens) -> List.of(tokens(tokens, model.tokenizer()));
            case Prompt.TokenLists(List<List<Integer>> lists) ->
                lists.stream().map(tokens -> tokens(tokens, model.tokenizer())).toList();
        };
        if (prompts.isEmpty()) {
            throw Errors.invalid(
                    "Invalid 'prompt': empty array. Expected an array with minimum length 1, but got an empty array "
                            + "instead.",
                    "prompt",
                    "empty_array");
        }
        return prompts;
    }

    /**
     * Text as the caller frames it: control tokens are understood, since whoever writes the whole prompt may frame a
     * conversation. A prompt of nothing is the beginning of a text.
     */
    private static Plan.PromptTokens text(String text, Tokenizer tokenizer) {
        TokenBuffer tokens = new TokenBuffer();
        if (tokenizer.addsBeginning()) {
            tokenizer.beginning().ifPresent(tokens::add);
        }
        tokenizer.encode(text, true, tokens);
        return tokens.size() == 0 ? beginning(tokenizer) : new Plan.PromptTokens(tokens.toArray());
    }

    private static Plan.PromptTokens beginning(Tokenizer tokenizer) {
        OptionalInt first = tokenizer.beginning();
        if (first.isEmpty()) {
            first = tokenizer.special("<|endoftext|>");
        }
        if (first.isEmpty()) {
            first = tokenizer.end();
        }
        return new Plan.PromptTokens(new int[] {
            first.orElseThrow(() -> Errors.invalid(
                    "Invalid 'prompt': this model cannot continue an empty prompt.", "prompt", "invalid_value"))
        });
    }

    private static Plan.PromptTokens tokens(List<Integer> tokens, Tokenizer tokenizer) {
        for (int token : tokens) {
            if (token < 0 || token >= tokenizer.size()) {
                throw Errors.invalid(
                        "Invalid 'prompt': this model has no token " + token + "; it has " + tokenizer.size() + ".",
                        "prompt",
                        "invalid_value");
            }
        }
        return tokens.isEmpty()
                ? beginning(tokenizer)
                : new Plan.PromptTokens(
                        tokens.stream().mapToInt(Integer::intValue).toArray());
    }

    private static List<String> echoes(@Nullable Prompt prompt, List<Plan.PromptTokens> prompts, Tokenizer tokenizer) {
        return switch (prompt) {
            case null -> List.of("");
            case Prompt.Text(String text) -> List.of(text);
            case Prompt.Texts(List<String> texts) -> texts;
            case Prompt.Tokens _, Prompt.TokenLists _ ->
                prompts.stream().map(each -> tokenizer.decode(each.tokens())).toList();
        };
    }
}
