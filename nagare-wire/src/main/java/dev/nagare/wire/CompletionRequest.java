package dev.nagare.wire;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request to {@code POST /v1/completions}; a parameter that is null, or a list that is empty, is left to the server.
 *
 * @param model the model that is to answer
 * @param prompt what to continue; null stands for the start of a text
 * @param bestOf how many to generate and choose the best n from; 0..20
 * @param echo whether the answer begins with the prompt
 * @param frequencyPenalty how much a token is held against for each use so far; -2..2
 * @param logitBias what is added to the logit of a token id; -100..100 each
 * @param logprobs how many alternatives to report log probabilities of; 0..5
 * @param maxTokens the most tokens to generate; 16 when null
 * @param n how many choices for each prompt; 1..128
 * @param presencePenalty how much a token is held against for having been used; -2..2
 * @param seed makes sampling repeatable
 * @param stop texts at which to stop; at most 4
 * @param stream whether the answer comes as events
 * @param streamOptions what a stream carries beyond the answer
 * @param suffix what is to come after the answer
 * @param temperature how random the choice of tokens is; 0..2
 * @param topP the share of probability to choose from; 0..1
 * @param user the end user
 * @param additional the members that no other component holds
 */
public record CompletionRequest(
        String model,
        @Nullable Prompt prompt,
        @Nullable Integer bestOf,
        @Nullable Boolean echo,
        @Nullable Double frequencyPenalty,
        @Nullable Map<String, Double> logitBias,
        @Nullable Integer logprobs,
        @Nullable Integer maxTokens,
        @Nullable Integer n,
        @Nullable Double presencePenalty,
        @Nullable Long seed,
        List<String> stop,
        @Nullable Boolean stream,
        @Nullable StreamOptions streamOptions,
        @Nullable String suffix,
        @Nullable Double temperature,
        @Nullable Double topP,
        @Nullable String user,
        JsonObject additional) {
    /** The default of {@code max_tokens}. */
    public static final int DEFAULT_MAX_TOKENS = 16;

    /** Copies the lists and maps. */
    public CompletionRequest {
        logitBias = logitBias == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(logitBias));
        stop = List.copyOf(stop);
    }

    /** An empty builder. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that holds what this request holds. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.model = model;
        builder.prompt = prompt;
        builder.bestOf = bestOf;
        builder.echo = echo;
        builder.frequencyPenalty = frequencyPenalty;
        builder.logitBias = logitBias;
        builder.logprobs = logprobs;
        builder.maxTokens = maxTokens;
        builder.n = n;
        builder.presencePenalty = presencePenalty;
        builder.seed = seed;
        builder.stop = stop;
        builder.stream = stream;
        builder.streamOptions = streamOptions;
        builder.suffix = suffix;
        builder.temperature = temperature;
        builder.topP = topP;
        builder.user = user;
        builder.additional = additional;
        return builder;
    }

    /** The most tokens to generate. */
    public int tokenLimit() {
        return maxTokens == null ? DEFAULT_MAX_TOKENS : maxTokens;
    }

    /** How many choices are asked for, for each prompt. */
    public int choices() {
        return n == null ? 1 : n;
    }

    /** How many prompts are answered, each by itself. */
    public int prompts() {
        if (prompt instanceof Prompt.Texts several) {
            return several.texts().size();
        }
        return prompt instanceof Prompt.TokenLists several ? several.lists().size() : 1;
    }

    /** How many choices are asked for, over all prompts. */
    public int allChoices() {
        return prompts() * choices();
    }

    /** Whether the answer is to come as events. */
    public boolean isStream() {
        return Boolean.TRUE.equals(stream);
    }

    /** Whether a stream is to end with the token counts. */
    public boolean includesUsage() {
        return streamOptions != null && Boolean.TRUE.equals(streamOptions.includeUsage());
    }

    /**
     * The names of the parameters that the protocol does not know, in the order of the request; of those within
     * {@code stream_options} with that name before theirs, such as {@code stream_options.include_more}.
     */
    public List<String> unknownParameters() {
        return RequestParts.unknown(CompletionRequestCodec.PARAMETERS, additional, streamOptions);
    }

    /** Makes a request; what is not set is left to the server. Not for several threads at once. */
    public static final class Builder {
        private @Nullable String model;
        private @Nullable Prompt prompt;
        private @Nullable Integer bestOf;
        private @Nullable Boolean echo;
        private @Nullable Double frequencyPenalty;
        private @Nullable Map<String, Double> logitBias;
        private @Nullable Integer logprobs;
        private @Nullable Integer maxTokens;
        private @Nullable Integer n;
        private @Nullable Double presencePenalty;
        private @Nullable Long seed;
        private List<String> stop = List.of();
        private @Nullable Boolean stream;
        private @Nullable StreamOptions streamOptions;
        private @Nullable String suffix;
        private @Nullable Double temperature;
        private @Nullable Double topP;
        private @Nullable String user;
        private JsonObject additional = JsonObject.EMPTY;

        private Builder() {}

        /** Sets the model that is to answer. */
        public Builder model(String model) {
            this.model = model;
            return this;
        }

        /** Sets what to continue. */
        public Builder prompt(@Nullable Prompt prompt) {
            this.prompt = prompt;
            return this;
        }

        /** Sets how many to generate and choose the best n from. */
        public Builder bestOf(@Nullable Integer bestOf) {
            this.bestOf = bestOf;
            return this;
        }

        /** Sets whether the answer begins with the prompt. */
        public Builder echo(@Nullable Boolean echo) {
            this.echo = echo;
            return this;
        }

        /** Sets how much a token is held against for each use so far. */
        public Builder frequencyPenalty(@Nullable Double frequencyPenalty) {
            this.frequencyPenalty = frequencyPenalty;
            return this;
        }

        /** Sets what is added to the logit of a token id. */
        public Builder logitBias(@Nullable Map<String, Double> logitBias) {
            this.logitBias = logitBias;
            return this;
        }

        /** Sets how many alternatives to report log probabilities of. */
        public Builder logprobs(@Nullable Integer logprobs) {
            this.logprobs = logprobs;
            return this;
        }

        /** Sets the most tokens to generate. */
        public Builder maxTokens(@Nullable Integer maxTokens) {
            this.maxTokens = maxTokens;
            return this;
        }

        /** Sets how many choices for each prompt. */
        public Builder n(@Nullable Integer n) {
            this.n = n;
            return this;
        }

        /** Sets how much a token is held against for having been used. */
        public Builder presencePenalty(@Nullable Double presencePenalty) {
            this.presencePenalty = presencePenalty;
            return this;
        }

        /** Sets what makes sampling repeatable. */
        public Builder seed(@Nullable Long seed) {
            this.seed = seed;
            return this;
        }

        /** Sets texts at which to stop. */
        public Builder stop(List<String> stop) {
            this.stop = stop;
            return this;
        }

        /** Sets whether the answer comes as events. */
        public Builder stream(@Nullable Boolean stream) {
            this.stream = stream;
            return this;
        }

        /** Sets what a stream carries beyond the answer. */
        public Builder streamOptions(@Nullable StreamOptions streamOptions) {
            this.streamOptions = streamOptions;
            return this;
        }

        /** Sets what is to come after the answer. */
        public Builder suffix(@Nullable String suffix) {
            this.suffix = suffix;
            return this;
        }

        /** Sets how random the choice of tokens is. */
        public Builder temperature(@Nullable Double temperature) {
            this.temperature = temperature;
            return this;
        }

        /** Sets the share of probability to choose from. */
        public Builder topP(@Nullable Double topP) {
            this.topP = topP;
            return this;
        }

        /** Sets the end user. */
        public Builder user(@Nullable String user) {
            this.user = user;
            return this;
        }

        /** Sets the members that no other component holds. */
        public Builder additional(JsonObject additional) {
            this.additional = additional;
            return this;
        }

        /** Sets the texts at which to stop. */
        public Builder stop(String... stop) {
            return stop(List.of(stop));
        }

        /**
         * The request.
         *
         * @throws NullPointerException when a required parameter was not set
         */
        public CompletionRequest build() {
            return new CompletionRequest(
                    Objects.requireNonNull(model, "model"),
                    prompt,
                    bestOf,
                    echo,
                    frequencyPenalty,
                    logitBias,
                    logprobs,
                    maxTokens,
                    n,
                    presencePenalty,
                    seed,
                    stop,
                    stream,
                    streamOptions,
                    suffix,
                    temperature,
                    topP,
                    user,
                    additional);
        }
    }
}
