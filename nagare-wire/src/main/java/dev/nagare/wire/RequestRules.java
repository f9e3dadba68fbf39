package dev.nagare.wire;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ranges of a request's parameters and the rules between them, with the original service's messages and codes. */
final class RequestRules {
    static final int MAX_STOPS = 4;
    static final int MAX_CHOICES = 128;

    /** Bounds the work that one request can ask for before anything else looks at it. */
    static final int MAX_MESSAGES = 2_048;

    private static final JsonProblems PROBLEMS = new JsonProblems(JsonInput.Dialect.REQUEST);

    private RequestRules() {}

    static void check(ChatCompletionRequest request) {
        if (request.messages().isEmpty()) {
            throw PROBLEMS.emptyArray("messages");
        }
        atMost("messages", "array", request.messages(), MAX_MESSAGES);
        toolMessages(request.messages());
        decimal("temperature", request.temperature(), 0, 2);
        decimal("top_p", request.topP(), 0, 1);
        decimal("frequency_penalty", request.frequencyPenalty(), -2, 2);
        decimal("presence_penalty", request.presencePenalty(), -2, 2);
        integer("n", request.n(), 1, MAX_CHOICES);
        integer("max_tokens", request.maxTokens(), 1, Integer.MAX_VALUE);
        integer("max_completion_tokens", request.maxCompletionTokens(), 1, Integer.MAX_VALUE);
        integer("top_logprobs", request.topLogprobs(), 0, 20);
        if (request.topLogprobs() != null && !Boolean.TRUE.equals(request.logprobs())) {
            throw JsonProblems.invalidRequest(
                    "The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled.", "top_logprobs", null);
        }
        bias(request.logitBias());
        stops(request.stop());
        streamOptions(request.isStream(), request.streamOptions());
    }

    static void check(CompletionRequest request) {
        decimal("temperature", request.temperature(), 0, 2);
        decimal("top_p", request.topP(), 0, 1);
        decimal("frequency_penalty", request.frequencyPenalty(), -2, 2);
        decimal("presence_penalty", request.presencePenalty(), -2, 2);
        integer("n", request.n(), 1, MAX_CHOICES);
        integer("max_tokens", request.maxTokens(), 0, Integer.MAX_VALUE);
        integer("logprobs", request.logprobs(), 0, 5);
        integer("best_of", request.bestOf(), 0, 20);
        Integer bestOf = request.bestOf();
        if (bestOf != null && bestOf > 1 && request.isStream()) {
            throw JsonProblems.invalidRequest("You cannot stream results with 'best_of' above 1.", "best_of", null);
        }
        if (bestOf != null && bestOf > 0 && bestOf < request.choices()) {
            throw JsonProblems.invalidRequest("The value of 'best_of' must be at least that of 'n'.", "best_of", null);
        }
        bias(request.logitBias());
        stops(request.stop());
        streamOptions(request.isStream(), request.streamOptions());
    }

    /** A tool's message answers a call: before it, with no other kind between, is an assistant's message with calls. */
    private static void toolMessages(List<Message> messages) {
        boolean called = false;
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            if (message instanceof AssistantMessage assistant) {
                called = !assistant.toolCalls().isEmpty();
            } else if (!(message instanceof ToolMessage)) {
                called = false;
            } else if (!called) {
                throw JsonProblems.invalidRequest(
                        "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with "
                                + "'tool_calls'.",
                        "messages.[" + i + "].role",
                        null);
            }
        }
    }

    private static void decimal(String name, @Nullable Double value, double minimum, double maximum) {
        if (value == null) {
            return;
        }
        if (value < minimum) {
            throw PROBLEMS.belowMinimum(name, true, JsonOutput.shortest(minimum), JsonOutput.shortest(value));
        }
        if (value > maximum) {
            throw PROBLEMS.aboveMaximum(name, true, JsonOutput.shortest(maximum), JsonOutput.shortest(value));
        }
    }

    private static void integer(String name, @Nullable Integer value, int minimum, int maximum) {
        if (value == null) {
            return;
        }
        if (value < minimum) {
            throw PROBLEMS.belowMinimum(name, false, Integer.toString(minimum), value.toString());
        }
        if (value > maximum) {
            throw PROBLEMS.aboveMaximum(name, false, Integer.toString(maximum), value.toString());
        }
    }

    private static void bias(@Nullable Map<String, Double> bias) {
        if (bias == null) {
            return;
        }
        bias.forEach((token, value) -> {
            if (!token.matches("\\d{1,9}")) {
                throw JsonProblems.invalidRequest(
                        "Invalid key in 'logit_bias': '" + JsonProblems.echo(token)
                                + "'. You should only be submitting " + "non-negative integers.",
                        "logit_bias",
                        "invalid_value");
            }
            decimal("logit_bias." + token, value, -100, 100);
        });
    }

    private static void stops(List<String> stops) {
        atMost("stop", "array", stops, MAX_STOPS);
    }

    private static void atMost(String name, String kind, Collection<?> values, int maximum) {
        if (values.size() > maximum) {
            throw JsonProblems.invalidRequest(
                    "Invalid '" + name + "': " + kind + " too long. Expected an array with maximum length " + maximum
                            + ", but got an array with length " + values.size() + " instead.",
                    name,
                    "array_above_max_length");
        }
    }

    private static void streamOptions(boolean stream, @Nullable StreamOptions options) {
        if (options != null && !stream) {
            throw JsonProblems.invalidRequest(
                    "The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options", null);
        }
    }
}
