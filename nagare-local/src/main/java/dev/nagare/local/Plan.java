package dev.nagare.local;

import dev.nagare.local.sampling.SamplingOptions;
import dev.nagare.local.text.StopAutomaton;
import java.util.List;

/**
 * What a request comes to once it is understood.
 *
 * @param model who answers
 * @param prompts the prompts, each answered {@code choicesEach} times; all fit the context
 * @param choicesEach how many answers each prompt gets
 * @param limits the most tokens of an answer to each prompt; 0 for none at all
 * @param stops where an answer stops
 * @param sampling how tokens are chosen; each choice has its own stream
 * @param logprobs how many of the most likely tokens to name with log probabilities; {@link #NO_LOGPROBS} for none
 * @param echoes the text to begin the answers to each prompt with; empty for none
 */
record Plan(
        LoadedModel model,
        List<PromptTokens> prompts,
        int choicesEach,
        List<Integer> limits,
        StopAutomaton stops,
        SamplingOptions sampling,
        int logprobs,
        List<String> echoes) {
    /** No log probabilities are wanted. */
    static final int NO_LOGPROBS = -1;

    /** Copies the lists. */
    Plan {
        prompts = List.copyOf(prompts);
        limits = List.copyOf(limits);
        echoes = List.copyOf(echoes);
    }

    /** The tokens of a prompt. */
    static final class PromptTokens {
        private final int[] tokens;

        PromptTokens(int[] tokens) {
            this.tokens = tokens;
        }

        int count() {
            return tokens.length;
        }

        /** Not to be changed. */
        int[] tokens() {
            return tokens;
        }
    }

    int choices() {
        return prompts.size() * choicesEach;
    }

    long promptTokens() {
        return prompts.stream().mapToLong(PromptTokens::count).sum();
    }

    /** The prompt that a choice answers. */
    int promptOf(int choice) {
        return choice / choicesEach;
    }

    /** How the tokens of a choice are chosen. */
    SamplingOptions samplingOf(int choice) {
        return new SamplingOptions(
                sampling.temperature(),
                sampling.topP(),
                sampling.frequencyPenalty(),
                sampling.presencePenalty(),
                sampling.logitBias(),
                sampling.seed(),
                choice);
    }
}
