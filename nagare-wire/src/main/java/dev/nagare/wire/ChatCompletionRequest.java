package dev.nagare.wire;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request to {@code POST /v1/chat/completions}; a parameter that is null, or a list that is empty, is left to the server.
 *
 * <p>Parameters that the protocol does not have are kept in {@code additional}, such as {@code top_k}, {@code min_p},
 * {@code repetition_penalty}, {@code ignore_eos}, {@code chat_template_kwargs} and {@code structured_outputs}, which vLLM
 * takes, or {@code grammar}, {@code cache_prompt} and {@code id_slot}, which llama.cpp takes;
 * {@link #unknownParameters()} names them.
 *
 * <p>This file is as long as the protocol's list of parameters: each stands in the record and in its builder.
 *
 * @param model the model that is to answer
 * @param messages the conversation so far
 * @param stream whether the answer comes as events
 * @param streamOptions what a stream carries beyond the answer
 * @param maxCompletionTokens the most tokens to generate, reasoning included
 * @param maxTokens the most tokens to generate (deprecated form)
 * @param n how many choices; 1..128
 * @param temperature how random the choice of tokens is; 0..2
 * @param topP the share of probability to choose from; 0..1
 * @param frequencyPenalty how much a token is held against for each use so far; -2..2
 * @param presencePenalty how much a token is held against for having been used; -2..2
 * @param logitBias what is added to the logit of a token id; -100..100 each
 * @param logprobs whether log probabilities are wanted
 * @param topLogprobs how many alternatives with them; 0..20
 * @param seed makes sampling repeatable
 * @param stop texts at which to stop; at most 4
 * @param responseFormat the form that the answer must have
 * @param tools the tools that the model may call
 * @param toolChoice which of the tools to call
 * @param parallelToolCalls whether several tools may be called at once
 * @param functions the functions that the model may call (deprecated form)
 * @param functionCall which of the functions to call (deprecated form)
 * @param reasoningEffort how much to reason
 * @param verbosity how much to say
 * @param serviceTier the tier that is to serve the request
 * @param modalities the kinds of output
 * @param audio the voice and format of spoken output
 * @param prediction what much of the answer will probably be
 * @param store whether the server keeps the completion
 * @param metadata pairs of strings to keep with it; at most 16, names to 64 characters, values to 512
 * @param user the end user (deprecated form)
 * @param safetyIdentifier the end user, for the detection of misuse; at most 64 characters
 * @param promptCacheKey requests with the same key share a cache
 * @param promptCacheRetention how long the cache is kept (deprecated form)
 * @param promptCacheOptions how the cache is used
 * @param webSearchOptions how the web is searched
 * @param moderation how input and output are moderated
 * @param additional the members that no other component holds
 */
public record ChatCompletionRequest(
        String model,
        List<Message> messages,
        @Nullable Boolean stream,
        @Nullable StreamOptions streamOptions,
        @Nullable Integer maxCompletionTokens,
        @Nullable Integer maxTokens,
        @Nullable Integer n,
        @Nullable Double temperature,
        @Nullable Double topP,
        @Nullable Double frequencyPenalty,
        @Nullable Double presencePenalty,
        @Nullable Map<String, Double> logitBias,
        @Nullable Boolean logprobs,
        @Nullable Integer topLogprobs,
        @Nullable Long seed,
        List<String> stop,
        @Nullable ResponseFormat responseFormat,
        List<Tool> tools,
        @Nullable ToolChoice toolChoice,
        @Nullable Boolean parallelToolCalls,
        List<FunctionDefinition> functions,
        @Nullable FunctionChoice functionCall,
        @Nullable ReasoningEffort reasoningEffort,
        @Nullable Verbosity verbosity,
        @Nullable ServiceTier serviceTier,
        List<Modality> modalities,
        @Nullable AudioOutput audio,
        @Nullable Prediction prediction,
        @Nullable Boolean store,
        @Nullable Map<String, String> metadata,
        @Nullable String user,
        @Nullable String safetyIdentifier,
        @Nullable String promptCacheKey,
        @Nullable PromptCacheRetention promptCacheRetention,
        @Nullable PromptCacheOptions promptCacheOptions,
        @Nullable WebSearchOptions webSearchOptions,
        @Nullable ModerationOptions moderation,
        JsonObject additional) {
    /** Copies the lists and maps. */
    public ChatCompletionRequest {
        messages = List.copyOf(messages);
        logitBias = logitBias == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(logitBias));
        stop = List.copyOf(stop);
        tools = List.copyOf(tools);
        functions = List.copyOf(functions);
        modalities = List.copyOf(modalities);
        metadata = metadata == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /** An empty builder. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that holds what this request holds. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.model = model;
        builder.messages = new ArrayList<>(messages);
        builder.stream = stream;
        builder.streamOptions = streamOptions;
        builder.maxCompletionTokens = maxCompletionTokens;
        builder.maxTokens = maxTokens;
        builder.n = n;
        builder.temperature = temperature;
        builder.topP = topP;
        builder.frequencyPenalty = frequencyPenalty;
        builder.presencePenalty = presencePenalty;
        builder.logitBias = logitBias;
        builder.logprobs = logprobs;
        builder.topLogprobs = topLogprobs;
        builder.seed = seed;
        builder.stop = stop;
        builder.responseFormat = responseFormat;
        builder.tools = tools;
        builder.toolChoice = toolChoice;
        builder.parallelToolCalls = parallelToolCalls;
        builder.functions = functions;
        builder.functionCall = functionCall;
        builder.reasoningEffort = reasoningEffort;
        builder.verbosity = verbosity;
        builder.serviceTier = serviceTier;
        builder.modalities = modalities;
        builder.audio = audio;
        builder.prediction = prediction;
        builder.store = store;
        builder.metadata = metadata;
        builder.user = user;
        builder.safetyIdentifier = safetyIdentifier;
        builder.promptCacheKey = promptCacheKey;
        builder.promptCacheRetention = promptCacheRetention;
        builder.promptCacheOptions = promptCacheOptions;
        builder.webSearchOptions = webSearchOptions;
        builder.moderation = moderation;
        builder.additional = additional;
        return builder;
    }

    /** The most tokens to generate, in whichever form it was given; null when the server decides. */
    public @Nullable Integer tokenLimit() {
        return maxCompletionTokens != null ? maxCompletionTokens : maxTokens;
    }

    /** How many choices are asked for. */
    public int choices() {
        return n == null ? 1 : n;
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
     * {@code stream_options} and {@code moderation} with their path, such as {@code stream_options.include_more}.
     */
    public List<String> unknownParameters() {
        List<String> unknown =
                new ArrayList<>(RequestParts.unknown(ChatCompletionRequestCodec.PARAMETERS, additional, streamOptions));
        unknown.addAll(RequestParts.unknown(moderation));
        return List.copyOf(unknown);
    }

    /** Makes a request; what is not set is left to the server. Not for several threads at once. */
    public static final class Builder {
        private @Nullable String model;
        private List<Message> messages = new ArrayList<>();
        private @Nullable Boolean stream;
        private @Nullable StreamOptions streamOptions;
        private @Nullable Integer maxCompletionTokens;
        private @Nullable Integer maxTokens;
        private @Nullable Integer n;
        private @Nullable Double temperature;
        private @Nullable Double topP;
        private @Nullable Double frequencyPenalty;
        private @Nullable Double presencePenalty;
        private @Nullable Map<String, Double> logitBias;
        private @Nullable Boolean logprobs;
        private @Nullable Integer topLogprobs;
        private @Nullable Long seed;
        private List<String> stop = List.of();
        private @Nullable ResponseFormat responseFormat;
        private List<Tool> tools = List.of();
        private @Nullable ToolChoice toolChoice;
        private @Nullable Boolean parallelToolCalls;
        private List<FunctionDefinition> functions = List.of();
        private @Nullable FunctionChoice functionCall;
        private @Nullable ReasoningEffort reasoningEffort;
        private @Nullable Verbosity verbosity;
        private @Nullable ServiceTier serviceTier;
        private List<Modality> modalities = List.of();
        private @Nullable AudioOutput audio;
        private @Nullable Prediction prediction;
        private @Nullable Boolean store;
        private @Nullable Map<String, String> metadata;
        private @Nullable String user;
        private @Nullable String safetyIdentifier;
        private @Nullable String promptCacheKey;
        private @Nullable PromptCacheRetention promptCacheRetention;
        private @Nullable PromptCacheOptions promptCacheOptions;
        private @Nullable WebSearchOptions webSearchOptions;
        private @Nullable ModerationOptions moderation;
        private JsonObject additional = JsonObject.EMPTY;

        private Builder() {}

        /** Sets the model that is to answer. */
        public Builder model(String model) {
            this.model = model;
            return this;
        }

        /** Sets the conversation so far. */
        public Builder messages(List<? extends Message> messages) {
            this.messages = new ArrayList<>(messages);
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

        /** Sets the most tokens to generate, reasoning included. */
        public Builder maxCompletionTokens(@Nullable Integer maxCompletionTokens) {
            this.maxCompletionTokens = maxCompletionTokens;
            return this;
        }

        /** Sets the most tokens to generate (deprecated form). */
        public Builder maxTokens(@Nullable Integer maxTokens) {
            this.maxTokens = maxTokens;
            return this;
        }

        /** Sets how many choices. */
        public Builder n(@Nullable Integer n) {
            this.n = n;
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

        /** Sets how much a token is held against for each use so far. */
        public Builder frequencyPenalty(@Nullable Double frequencyPenalty) {
            this.frequencyPenalty = frequencyPenalty;
            return this;
        }

        /** Sets how much a token is held against for having been used. */
        public Builder presencePenalty(@Nullable Double presencePenalty) {
            this.presencePenalty = presencePenalty;
            return this;
        }

        /** Sets what is added to the logit of a token id. */
        public Builder logitBias(@Nullable Map<String, Double> logitBias) {
            this.logitBias = logitBias;
            return this;
        }

        /** Sets whether log probabilities are wanted. */
        public Builder logprobs(@Nullable Boolean logprobs) {
            this.logprobs = logprobs;
            return this;
        }

        /** Sets how many alternatives with them. */
        public Builder topLogprobs(@Nullable Integer topLogprobs) {
            this.topLogprobs = topLogprobs;
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

        /** Sets the form that the answer must have. */
        public Builder responseFormat(@Nullable ResponseFormat responseFormat) {
            this.responseFormat = responseFormat;
            return this;
        }

        /** Sets the tools that the model may call. */
        public Builder tools(List<Tool> tools) {
            this.tools = tools;
            return this;
        }

        /** Sets which of the tools to call. */
        public Builder toolChoice(@Nullable ToolChoice toolChoice) {
            this.toolChoice = toolChoice;
            return this;
        }

        /** Sets whether several tools may be called at once. */
        public Builder parallelToolCalls(@Nullable Boolean parallelToolCalls) {
            this.parallelToolCalls = parallelToolCalls;
            return this;
        }

        /** Sets the functions that the model may call (deprecated form). */
        public Builder functions(List<FunctionDefinition> functions) {
            this.functions = functions;
            return this;
        }

        /** Sets which of the functions to call (deprecated form). */
        public Builder functionCall(@Nullable FunctionChoice functionCall) {
            this.functionCall = functionCall;
            return this;
        }

        /** Sets how much to reason. */
        public Builder reasoningEffort(@Nullable ReasoningEffort reasoningEffort) {
            this.reasoningEffort = reasoningEffort;
            return this;
        }

        /** Sets how much to say. */
        public Builder verbosity(@Nullable Verbosity verbosity) {
            this.verbosity = verbosity;
            return this;
        }

        /** Sets the tier that is to serve the request. */
        public Builder serviceTier(@Nullable ServiceTier serviceTier) {
            this.serviceTier = serviceTier;
            return this;
        }

        /** Sets the kinds of output. */
        public Builder modalities(List<Modality> modalities) {
            this.modalities = modalities;
            return this;
        }

        /** Sets the voice and format of spoken output. */
        public Builder audio(@Nullable AudioOutput audio) {
            this.audio = audio;
            return this;
        }

        /** Sets what much of the answer will probably be. */
        public Builder prediction(@Nullable Prediction prediction) {
            this.prediction = prediction;
            return this;
        }

        /** Sets whether the server keeps the completion. */
        public Builder store(@Nullable Boolean store) {
            this.store = store;
            return this;
        }

        /** Sets pairs of strings to keep with it. */
        public Builder metadata(@Nullable Map<String, String> metadata) {
            this.metadata = metadata;
            return this;
        }

        /** Sets the end user (deprecated form). */
        public Builder user(@Nullable String user) {
            this.user = user;
            return this;
        }

        /** Sets the end user, for the detection of misuse. */
        public Builder safetyIdentifier(@Nullable String safetyIdentifier) {
            this.safetyIdentifier = safetyIdentifier;
            return this;
        }

        /** Sets the key that requests which share a cache have in common. */
        public Builder promptCacheKey(@Nullable String promptCacheKey) {
            this.promptCacheKey = promptCacheKey;
            return this;
        }

        /** Sets how long the cache is kept (deprecated form). */
        public Builder promptCacheRetention(@Nullable PromptCacheRetention promptCacheRetention) {
            this.promptCacheRetention = promptCacheRetention;
            return this;
        }

        /** Sets how the cache is used. */
        public Builder promptCacheOptions(@Nullable PromptCacheOptions promptCacheOptions) {
            this.promptCacheOptions = promptCacheOptions;
            return this;
        }

        /** Sets how the web is searched. */
        public Builder webSearchOptions(@Nullable WebSearchOptions webSearchOptions) {
            this.webSearchOptions = webSearchOptions;
            return this;
        }

        /** Sets how input and output are moderated. */
        public Builder moderation(@Nullable ModerationOptions moderation) {
            this.moderation = moderation;
            return this;
        }

        /** Sets the members that no other component holds. */
        public Builder additional(JsonObject additional) {
            this.additional = additional;
            return this;
        }

        /** Sets the tools that the model may call. */
        public Builder tools(Tool... tools) {
            return tools(List.of(tools));
        }

        /** Appends a message. */
        public Builder message(Message message) {
            messages.add(message);
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
        public ChatCompletionRequest build() {
            return new ChatCompletionRequest(
                    Objects.requireNonNull(model, "model"),
                    messages,
                    stream,
                    streamOptions,
                    maxCompletionTokens,
                    maxTokens,
                    n,
                    temperature,
                    topP,
                    frequencyPenalty,
                    presencePenalty,
                    logitBias,
                    logprobs,
                    topLogprobs,
                    seed,
                    stop,
                    responseFormat,
                    tools,
                    toolChoice,
                    parallelToolCalls,
                    functions,
                    functionCall,
                    reasoningEffort,
                    verbosity,
                    serviceTier,
                    modalities,
                    audio,
                    prediction,
                    store,
                    metadata,
                    user,
                    safetyIdentifier,
                    promptCacheKey,
                    promptCacheRetention,
                    promptCacheOptions,
                    webSearchOptions,
                    moderation,
                    additional);
        }
    }
}
