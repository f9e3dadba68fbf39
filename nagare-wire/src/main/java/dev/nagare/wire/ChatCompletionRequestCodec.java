package dev.nagare.wire;

import java.util.List;

/** The JSON form of {@link ChatCompletionRequest}. */
public final class ChatCompletionRequestCodec {
    private ChatCompletionRequestCodec() {}

    /**
     * Reads a request's body and checks it against the rules of the protocol.
     *
     * @throws InvalidRequestException when it is not JSON, lacks something, or breaks a rule
     */
    public static ChatCompletionRequest decode(byte[] utf8) {
        JsonInput in = RequestParts.body(utf8);
        String model = RequestParts.model(in);
        List<Message> messages = in.require(in.list("messages", (value, path) -> message(in, value, path)), "messages");
        ChatCompletionRequest request = ChatCompletionRequest.builder().model(model).messages(messages).stream(
                        in.bool("stream"))
                .streamOptions(RequestParts.streamOptions(in.members("stream_options")))
                .maxCompletionTokens(in.smallInteger("max_completion_tokens"))
                .maxTokens(in.smallInteger("max_tokens"))
                .n(in.smallInteger("n"))
                .temperature(in.decimal("temperature"))
                .topP(in.decimal("top_p"))
                .frequencyPenalty(in.decimal("frequency_penalty"))
                .presencePenalty(in.decimal("presence_penalty"))
                .logitBias(RequestParts.logitBias(in))
                .logprobs(in.bool("logprobs"))
                .topLogprobs(in.smallInteger("top_logprobs"))
                .seed(in.integer("seed"))
                .stop(RequestParts.stop(in))
                .responseFormat(in.jsonObject("response_format"))
                .tools(in.jsonArray("tools"))
                .toolChoice(in.json("tool_choice"))
                .parallelToolCalls(in.bool("parallel_tool_calls"))
                .functions(in.jsonArray("functions"))
                .functionCall(in.json("function_call"))
                .reasoningEffort(in.string("reasoning_effort"))
                .verbosity(in.string("verbosity"))
                .serviceTier(in.string("service_tier"))
                .modalities(in.jsonArray("modalities"))
                .audio(in.jsonObject("audio"))
                .prediction(in.jsonObject("prediction"))
                .store(in.bool("store"))
                .metadata(in.jsonObject("metadata"))
                .user(in.string("user"))
                .safetyIdentifier(in.string("safety_identifier"))
                .promptCacheKey(in.string("prompt_cache_key"))
                .promptCacheRetention(in.string("prompt_cache_retention"))
                .promptCacheOptions(in.jsonObject("prompt_cache_options"))
                .webSearchOptions(in.jsonObject("web_search_options"))
                .moderation(in.jsonObject("moderation"))
                .additional(in.additional())
                .build();
        RequestRules.check(request);
        return request;
    }

    private static Message message(JsonInput in, JsonValue value, String path) {
        return MessageCodec.read(in.element(value, path));
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
                .member("logit_bias", request.logitBias(), bias -> RequestParts.writeBias(out, bias))
                .bool("logprobs", request.logprobs())
                .integer("top_logprobs", request.topLogprobs())
                .integer("seed", request.seed())
                .member(
                        "stop",
                        request.stop().isEmpty() ? null : request.stop(),
                        stop -> RequestParts.writeStop(out, stop))
                .json("response_format", request.responseFormat())
                .json("tools", request.tools())
                .json("tool_choice", request.toolChoice())
                .bool("parallel_tool_calls", request.parallelToolCalls())
                .json("functions", request.functions())
                .json("function_call", request.functionCall())
                .string("reasoning_effort", request.reasoningEffort())
                .string("verbosity", request.verbosity())
                .string("service_tier", request.serviceTier())
                .json("modalities", request.modalities())
                .json("audio", request.audio())
                .json("prediction", request.prediction())
                .bool("store", request.store())
                .json("metadata", request.metadata())
                .string("user", request.user())
                .string("safety_identifier", request.safetyIdentifier())
                .string("prompt_cache_key", request.promptCacheKey())
                .string("prompt_cache_retention", request.promptCacheRetention())
                .json("prompt_cache_options", request.promptCacheOptions())
                .json("web_search_options", request.webSearchOptions())
                .json("moderation", request.moderation())
                .end();
        return buffer.toByteArray();
    }
}
