package dev.nagare.local;

import dev.nagare.local.sampling.SamplingOptions;
import dev.nagare.local.text.StopAutomaton;
import java.util.List;

/**
 * What a request comes to once it is understood.
 *
 * @param model who answers
 * @param prompts the prompts; all fit the context
 * @param choicesEach how many answers to each prompt are generated
 * @param answersEach how many of them are shown: the best, or all
 * @param limits the most tokens of an answer to each prompt; 0 for none at all
 * @param stops where an answer stops
 * @param sampling how tokens are chosen; each choice has its own stream
 * @param logprobs how many of the most likely tokens to name with log probabilities; {@link #NO_LOGPROBS} for none
 * @param echo whether answers begin with their prompt
 */
record Plan(
        LoadedModel model,
        List<PromptTokens> prompts,
        int choicesEach,
        int answersEach,
        List<Integer> limits,
        StopAutomaton stops,
        SamplingOptions sampling,
        int logprobs,
        boolean echo) {
    /** No log probabilities are wanted. */
    static final int NO_LOGPROBS = -1;

    /** Copies the lists. */
    Plan {
        prompts = List.copyOf(prompts);
        limits = List.copyOf(limits);
    }

    /** A prompt. */
    static final class PromptTokens {
        private final int[] tokens;
        private final String text;
        private final int added;

        /**
         * A prompt.
         *
         * @param tokens at least one
         * @param text what they say
         * @param added how many of the first tokens stand for none of the text, because nobody wrote them
         */
        PromptTokens(int[] tokens, String text, int added) {
            this.tokens = tokens;
            this.text = text;
            this.added = added;
        }

        String text() {
            return text;
        }

        int added() {
            return added;
        }

        int count() {
            return tokens.length;
        }

        /** Not to be changed. */
        int[] tokens() {
            return tokens;
        }
    }

    /** How many answers are generated. */
    int choices() {
        return prompts.size() * choicesEach;
    }

    /** How many answers are shown. */
    int answers() {
        return prompts.size() * answersEach;
    }

    long promptTokens() {
        return prompts.stream().mapToLong(PromptTokens::count).sum();
    }

    /** Whether only the best of what is generated is shown, so that nothing can be shown before the end. */
    boolean picks() {
        return answersEach < choicesEach;
    }

    /** Whether the tokens of the prompts are shown with their log probabilities. */
    boolean scoresPrompts() {
        return echo && logprobs != NO_LOGPROBS;
    }

    /** Whether the log probabilities of generated tokens are needed. */
    boolean scoresTokens() {
        return logprobs != NO_LOGPROBS || picks();
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
