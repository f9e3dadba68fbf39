package dev.nagare.wire;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The JSON form of {@link CompletionRequest}. */
public final class CompletionRequestCodec {
    /** The names that the protocol knows. */
    static final Set<String> PARAMETERS = Set.of(
            "model",
            "prompt",
            "best_of",
            "echo",
            "frequency_penalty",
            "logit_bias",
            "logprobs",
            "max_tokens",
            "n",
            "presence_penalty",
            "seed",
            "stop",
            "stream",
            "stream_options",
            "suffix",
            "temperature",
            "top_p",
            "user");

    private CompletionRequestCodec() {}

    /**
     * Reads a request's body and checks it against the rules of the protocol.
     *
     * @throws InvalidRequestException when it is not JSON, lacks something, or breaks a rule
     */
    public static CompletionRequest decode(byte[] utf8) {
        JsonInput in = RequestParts.body(utf8);
        CompletionRequest request = CompletionRequest.builder()
                .model(RequestParts.model(in))
                .prompt(prompt(in))
                .bestOf(in.smallInteger("best_of", 0, 20))
                .echo(in.bool("echo"))
                .frequencyPenalty(in.decimal("frequency_penalty", -2, 2))
                .logitBias(RequestParts.logitBias(in))
                .logprobs(in.smallInteger("logprobs", 0, 5))
                .maxTokens(in.smallInteger("max_tokens", 0, Integer.MAX_VALUE))
                .n(in.smallInteger("n", 1, RequestRules.MAX_CHOICES))
                .presencePenalty(in.decimal("presence_penalty", -2, 2))
                .seed(in.integer("seed"))
                .stop(RequestParts.stop(in))
                .stream(in.bool("stream"))
                .streamOptions(RequestParts.streamOptions(in.members("stream_options")))
                .suffix(in.string("suffix"))
                .temperature(in.decimal("temperature", 0, 2))
                .topP(in.decimal("top_p", 0, 1))
                .user(in.string("user"))
                .additional(in.additional())
                .build();
        RequestRules.check(request);
        return request;
    }

    private static @Nullable Prompt prompt(JsonInput in) {
        JsonValue value = in.json("prompt");
        if (value == null) {
            return null;
        }
        if (value instanceof JsonString text) {
            return new Prompt.Text(text.value());
        }
        if (value instanceof JsonArray array) {
            int length = array.elements().size();
            JsonValue first = length == 0 ? JsonNull.NULL : array.elements().get(0);
            boolean isOneOfTokens = first instanceof JsonNumber;
            RequestRules.count("prompt", length, isOneOfTokens ? Integer.MAX_VALUE : RequestRules.MAX_PROMPTS);
            if (first instanceof JsonString) {
                return new Prompt.Texts(in.elements(array, "prompt", in::asString));
            } else if (isOneOfTokens) {
                return new Prompt.Tokens(in.elements(array, "prompt", in::asInt));
            } else if (first instanceof JsonArray) {
                return new Prompt.TokenLists(
                        in.elements(array, "prompt", (element, path) -> tokens(in, element, path)));
            }
        }
        throw in.wrongType(
                "prompt", "one of a string, array of strings, array of tokens or array of token arrays", value);
    }

    private static List<Integer> tokens(JsonInput in, JsonValue value, String path) {
        return in.elements(in.asArray(value, path), path, in::asInt);
    }

    /** Writes a request's body. */
    public static byte[] encode(CompletionRequest request) {
        Utf8Buffer buffer = new Utf8Buffer(1024);
        JsonOutput out = new JsonOutput(buffer);
        out.members(request.additional())
                .string("model", request.model())
                .member("prompt", request.prompt(), prompt -> write(out, prompt))
                .integer("best_of", request.bestOf())
                .bool("echo", request.echo())
                .parameter("frequency_penalty", request.frequencyPenalty())
                .map("logit_bias", request.logitBias(), out::parameter)
                .integer("logprobs", request.logprobs())
                .integer("max_tokens", request.maxTokens())
                .integer("n", request.n())
                .parameter("presence_penalty", request.presencePenalty())
                .integer("seed", request.seed())
                .member(
                        "stop",
                        request.stop().isEmpty() ? null : request.stop(),
                        stop -> RequestParts.writeStop(out, stop))
                .bool("stream", request.stream())
                .member("stream_options", request.streamOptions(), options -> RequestParts.write(out, options))
                .string("suffix", request.suffix())
                .parameter("temperature", request.temperature())
                .parameter("top_p", request.topP())
                .string("user", request.user())
                .end();
        return buffer.toByteArray();
    }

    private static void write(JsonOutput out, Prompt prompt) {
        if (prompt instanceof Prompt.Text text) {
            out.string(text.text());
        } else if (prompt instanceof Prompt.Texts texts) {
            out.array(texts.texts(), out::string);
        } else if (prompt instanceof Prompt.Tokens tokens) {
            out.array(tokens.tokens(), out::number);
        } else if (prompt instanceof Prompt.TokenLists lists) {
            out.array(lists.lists(), tokens -> out.array(tokens, out::number));
        }
    }
}
