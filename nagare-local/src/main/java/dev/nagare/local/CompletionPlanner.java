package dev.nagare.local;

import dev.nagare.local.tokenizer.TokenBuffer;
import dev.nagare.local.tokenizer.Tokenizer;
import dev.nagare.wire.CompletionRequest;
import dev.nagare.wire.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/** Understands requests of the older endpoint. */
final class CompletionPlanner {
    private static final int DEFAULT_LIMIT = 16;
    private static final int MOST_LOGPROBS = 5;
    private static final int MOST_CANDIDATES = 20;

    private CompletionPlanner() {}

    /**
     * The plan of a request.
     *
     * @throws dev.nagare.engine.EngineException if it asks for something that cannot be done
     */
    static Plan plan(CompletionRequest request, LoadedModel model, LongSupplier seeds) {
        if (request.suffix() != null && !request.suffix().isEmpty()) {
            throw Errors.unsupported("suffix");
        }
        int answers = Planner.choices(request.n());
        int choices = choices(request, answers);
        List<Plan.PromptTokens> prompts = prompts(request, model);
        Planner.checkTogether((long) choices * prompts.size(), model);
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
                answers,
                limits,
                Planner.stops(request.stop()),
                Planner.sampling(
                        request.temperature(),
                        request.topP(),
                        request.frequencyPenalty(),
                        request.presencePenalty(),
                        request.logitBias(),
                        request.seed(),
                        model.tokenizer().size(),
                        seeds),
                request.logprobs() == null
                        ? Plan.NO_LOGPROBS
                        : Planner.inRange("logprobs", request.logprobs(), 0, MOST_LOGPROBS),
                Boolean.TRUE.equals(request.echo()));
    }

    /** How many answers to each prompt are generated, of which the best are shown. */
    private static int choices(CompletionRequest request, int answers) {
        Integer bestOf = request.bestOf();
        if (bestOf == null || bestOf == 0) {
            return answers;
        }
        if (Planner.inRange("best_of", bestOf, 0, MOST_CANDIDATES) < answers) {
            throw Errors.invalid("The value of 'best_of' must be at least that of 'n'.", "best_of", null);
        }
        if (bestOf > answers && request.isStream()) {
            throw Errors.invalid("You cannot stream results with 'best_of' above 'n'.", "best_of", null);
        }
        return bestOf;
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
        int added = tokens.size();
        tokenizer.encode(text, true, tokens);
        return tokens.size() == 0 ? beginning(tokenizer) : new Plan.PromptTokens(tokens.toArray(), text, added);
    }

    private static Plan.PromptTokens beginning(Tokenizer tokenizer) {
        OptionalInt first = tokenizer.beginning();
        if (first.isEmpty()) {
            first = tokenizer.special("<|endoftext|>");
        }
        if (first.isEmpty()) {
            first = tokenizer.end();
        }
        int token = first.orElseThrow(() -> Errors.invalid(
                "Invalid 'prompt': this model cannot continue an empty prompt.", "prompt", "invalid_value"));
        return new Plan.PromptTokens(new int[] {token}, "", 1);
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
        if (tokens.isEmpty()) {
            return beginning(tokenizer);
        }
        int[] array = tokens.stream().mapToInt(Integer::intValue).toArray();
        return new Plan.PromptTokens(array, new TokenTexts(tokenizer).text(array), 0);
    }
}
