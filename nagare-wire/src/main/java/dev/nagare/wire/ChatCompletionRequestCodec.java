package dev.nagare.wire;

import java.util.List;
import java.util.Set;

/** The JSON form of {@link ChatCompletionRequest}. */
public final class ChatCompletionRequestCodec {
    /** The names that the protocol knows. */
    static final Set<String> PARAMETERS = Set.of(
            "model",
            "messages",
            "stream",
            "stream_options",
            "max_completion_tokens",
            "max_tokens",
            "n",
            "temperature",
            "top_p",
            "frequency_penalty",
            "presence_penalty",
            "logit_bias",
            "logprobs",
            "top_logprobs",
            "seed",
            "stop",
            "response_format",
            "tools",
            "tool_choice",
            "parallel_tool_calls",
            "functions",
            "function_call",
            "reasoning_effort",
            "verbosity",
            "service_tier",
            "modalities",
            "audio",
            "prediction",
            "store",
            "metadata",
            "user",
            "safety_identifier",
            "prompt_cache_key",
            "prompt_cache_retention",
            "prompt_cache_options",
            "web_search_options",
            "moderation");

    private ChatCompletionRequestCodec() {}

    /**
     * Reads a request's body and checks it against the rules of the protocol.
     *
     * @throws InvalidRequestException when it is not JSON, lacks something, or breaks a rule
     */
    public static ChatCompletionRequest decode(byte[] utf8) {
        JsonInput in = RequestParts.body(utf8);
        String model = RequestParts.model(in);
        List<Message> messages = messages(in);
        ChatCompletionRequest request = ChatCompletionRequest.builder().model(model).messages(messages).stream(
                        in.bool("stream"))
                .streamOptions(RequestParts.streamOptions(in.members("stream_options")))
                .maxCompletionTokens(in.smallInteger("max_completion_tokens", 1, Integer.MAX_VALUE))
                .maxTokens(in.smallInteger("max_tokens", 1, Integer.MAX_VALUE))
                .n(in.smallInteger("n", 1, RequestRules.MAX_CHOICES))
                .temperature(in.decimal("temperature", 0, 2))
                .topP(in.decimal("top_p", 0, 1))
                .frequencyPenalty(in.decimal("frequency_penalty", -2, 2))
                .presencePenalty(in.decimal("presence_penalty", -2, 2))
                .logitBias(RequestParts.logitBias(in))
                .logprobs(in.bool("logprobs"))
                .topLogprobs(in.smallInteger("top_logprobs", 0, 20))
                .seed(in.integer("seed"))
                .stop(RequestParts.stop(in))
                .responseFormat(ResponseFormatCodec.read(in.members("response_format")))
                .tools(ToolCodec.tools(in))
                .toolChoice(ToolCodec.choice(in))
                .parallelToolCalls(in.bool("parallel_tool_calls"))
                .functions(ToolCodec.functions(in))
                .functionCall(ToolCodec.functionChoice(in))
                .reasoningEffort(in.word("reasoning_effort", ReasoningEffort::new))
                .verbosity(in.word("verbosity", Verbosity::new))
                .serviceTier(in.word("service_tier", ServiceTier::new))
                .modalities(in.listUnlessEmpty("modalities", (value, path) -> new Modality(in.asString(value, path))))
                .audio(ChatOptionsCodec.audio(in.members("audio")))
                .prediction(ChatOptionsCodec.prediction(in.members("prediction")))
                .store(in.bool("store"))
                .metadata(in.map("metadata", in::asString))
                .user(in.string("user"))
                .safetyIdentifier(in.string("safety_identifier"))
                .promptCacheKey(in.string("prompt_cache_key"))
                .promptCacheRetention(in.word("prompt_cache_retention", PromptCacheRetention::new))
                .promptCacheOptions(ChatOptionsCodec.promptCache(in.members("prompt_cache_options")))
                .webSearchOptions(ChatOptionsCodec.webSearch(in.members("web_search_options")))
                .moderation(ChatOptionsCodec.moderation(in.members("moderation")))
                .additional(in.additional())
                .build();
        RequestRules.check(request);
        return request;
    }

    private static List<Message> messages(JsonInput in) {
        JsonArray array = in.require(in.jsonArray("messages"), "messages");
        RequestRules.count("messages", array.elements().size(), RequestRules.MAX_MESSAGES);
        return in.elements(array, "messages", (value, path) -> MessageCodec.read(in.element(value, path)));
    }

    /** Writes a request's body. */
    public static byte[] encode(ChatCompletionRequest request) {
        Utf8Buffer buffer = new Utf8Buffer(1024);
        JsonOutput out = new JsonOutput(buffer);
        out.members(request.additional())
                .string("model", request.model())
                .list("messages", request.messages(), message -> MessageCodec.write(out, message))
                .bool("stream", request.stream())
                .member("stream_options", request.streamOptions(), options -> RequestParts.write(out, options))
                .integer("max_completion_tokens", request.maxCompletionTokens())
                .integer("max_tokens", request.maxTokens())
                .integer("n", request.n())
                .parameter("temperature", request.temperature())
                .parameter("top_p", request.topP())
                .parameter("frequency_penalty", request.frequencyPenalty())
                .parameter("presence_penalty", request.presencePenalty())
                .map("logit_bias", request.logitBias(), out::parameter)
                .bool("logprobs", request.logprobs())
                .integer("top_logprobs", request.topLogprobs())
                .integer("seed", request.seed())
                .member(
                        "stop",
                        request.stop().isEmpty() ? null : request.stop(),
                        stop -> RequestParts.writeStop(out, stop))
                .member("response_format", request.responseFormat(), format -> ResponseFormatCodec.write(out, format))
                .listUnlessEmpty("tools", request.tools(), tool -> ToolCodec.write(out, tool))
                .member("tool_choice", request.toolChoice(), choice -> ToolCodec.write(out, choice))
                .bool("parallel_tool_calls", request.parallelToolCalls())
                .listUnlessEmpty("functions", request.functions(), function -> ToolCodec.write(out, function))
                .member("function_call", request.functionCall(), choice -> ToolCodec.write(out, choice))
                .word("reasoning_effort", request.reasoningEffort(), ReasoningEffort::value)
                .word("verbosity", request.verbosity(), Verbosity::value)
                .word("service_tier", request.serviceTier(), ServiceTier::value)
                .listUnlessEmpty("modalities", request.modalities(), modality -> out.string(modality.value()))
                .member("audio", request.audio(), audio -> ChatOptionsCodec.write(out, audio))
                .member("prediction", request.prediction(), prediction -> ChatOptionsCodec.write(out, prediction))
                .bool("store", request.store())
                .map("metadata", request.metadata(), out::string)
                .string("user", request.user())
                .string("safety_identifier", request.safetyIdentifier())
                .string("prompt_cache_key", request.promptCacheKey())
                .word("prompt_cache_retention", request.promptCacheRetention(), PromptCacheRetention::value)
                .member(
                        "prompt_cache_options",
                        request.promptCacheOptions(),
                        cache -> ChatOptionsCodec.write(out, cache))
                .member("web_search_options", request.webSearchOptions(), search -> ChatOptionsCodec.write(out, search))
                .member("moderation", request.moderation(), moderation -> ChatOptionsCodec.write(out, moderation))
                .end();
        return buffer.toByteArray();
    }
}
