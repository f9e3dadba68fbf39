package dev.nagare.wire;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a request that its types and ranges do not say, with the original service's messages and codes.
 *
 * <p>Lengths are those of {@link String#length()}.
 */
final class RequestRules {
    static final int MAX_STOPS = 4;

    /** The most choices for one prompt. */
    static final int MAX_CHOICES = 128;

    /** Bounds the work that one request can ask for before anything else looks at it. */
    static final int MAX_MESSAGES = 2_048;

    /** As many as messages; with several choices each, no more choices in all than {@link Choices#MAX_CHOICES}. */
    static final int MAX_PROMPTS = 2_048;

    /** As many as messages. */
    static final int MAX_INPUTS = 2_048;

    private static final int MAX_FUNCTIONS = 128;
    private static final int MAX_NAME = 64;
    private static final int MAX_SAFETY_IDENTIFIER = 64;
    private static final int MAX_METADATA = 16;
    private static final int MAX_METADATA_NAME = 64;
    private static final int MAX_METADATA_VALUE = 512;
    private static final Pattern NAME = Pattern.compile("^[a-zA-Z0-9_-]+$");
    private static final Pattern TOKEN_ID = Pattern.compile("\\d{1,9}");

    private static final List<String> MODES = List.of(ModerationMode.SCORE.value(), ModerationMode.BLOCK.value());

    private static final JsonProblems PROBLEMS = new JsonProblems(JsonTypes.Dialect.REQUEST);

    private RequestRules() {}

    static void check(ChatCompletionRequest request) {
        toolMessages(request.messages());
        if (request.topLogprobs() != null && !Boolean.TRUE.equals(request.logprobs())) {
            throw JsonProblems.invalidRequest(
                    "The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled.", "top_logprobs", null);
        }
        common(request.logitBias(), request.stop(), request.isStream(), request.streamOptions());
        if (request.responseFormat() instanceof ResponseFormat.Schema schema) {
            name("response_format.json_schema.name", schema.jsonSchema().name());
        }
        tools(request.tools());
        functions(request.functions());
        if (request.metadata() != null) {
            metadata(request.metadata());
        }
        length("safety_identifier", request.safetyIdentifier(), MAX_SAFETY_IDENTIFIER);
        ModerationOptions.Policy moderation =
                request.moderation() == null ? null : request.moderation().policy();
        if (moderation != null) {
            mode("moderation.policy.input.mode", moderation.input());
            mode("moderation.policy.output.mode", moderation.output());
        }
    }

    static void check(CompletionRequest request) {
        Integer bestOf = request.bestOf();
        if (bestOf != null && bestOf > 1 && request.isStream()) {
            throw JsonProblems.invalidRequest("You cannot stream results with 'best_of' above 1.", "best_of", null);
        }
        if (bestOf != null && bestOf < request.choices()) {
            throw JsonProblems.invalidRequest(
                    "You requested that the server return more choices than it will generate (HINT: you must set 'n' "
                            + "(currently " + request.choices() + ") to be at most 'best_of' (currently " + bestOf
                            + "), or omit either parameter if you don't specifically want to use them.)",
                    "best_of",
                    null);
        }
        int mostChoices = Choices.MAX_CHOICES / Math.max(1, request.prompts());
        if (request.choices() > mostChoices) {
            throw PROBLEMS.aboveMaximum(
                    "n", "integer", Integer.toString(mostChoices), Integer.toString(request.choices()));
        }
        common(request.logitBias(), request.stop(), request.isStream(), request.streamOptions());
    }

    /** An array of one at least, and of no more than this. */
    static void count(String path, int length, int maximum) {
        if (length == 0) {
            throw PROBLEMS.emptyArray(path);
        }
        atMost(path, length, maximum);
    }

    private static void atMost(String path, int length, int maximum) {
        if (length > maximum) {
            throw PROBLEMS.arrayTooLong(path, maximum, length);
        }
    }

    private static void common(
            @Nullable Map<String, Double> bias, List<String> stops, boolean stream, @Nullable StreamOptions options) {
        if (bias != null) {
            bias.forEach(RequestRules::bias);
        }
        atMost("stop", stops.size(), MAX_STOPS);
        if (options != null && !stream) {
            throw JsonProblems.invalidRequest(
                    "The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options", null);
        }
    }

    private static void bias(String token, double value) {
        if (!TOKEN_ID.matcher(token).matches()) {
            throw JsonProblems.invalidRequest(
                    "Invalid key in 'logit_bias': '" + JsonProblems.echo(token)
                            + "'. You should only be submitting non-negative integers.",
                    "logit_bias",
                    "invalid_value");
        }
        // The protocol has whole numbers here; a decimal one is taken all the same.
        String kind = value == Math.rint(value) ? "integer" : "decimal";
        if (value < -100) {
            throw PROBLEMS.belowMinimum("logit_bias." + token, kind, "-100", JsonOutput.shortest(value));
        }
        if (value > 100) {
            throw PROBLEMS.aboveMaximum("logit_bias." + token, kind, "100", JsonOutput.shortest(value));
        }
    }

    /** A mode that nobody knows is no wish that can be left aside: whoever asked for it relies on it. */
    private static void mode(String path, ModerationOptions.@Nullable Rule rule) {
        ModerationMode mode = rule == null ? null : rule.mode();
        if (mode != null && !MODES.contains(mode.value())) {
            throw PROBLEMS.unsupportedValue(path, mode.value(), MODES);
        }
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

    private static void tools(List<Tool> tools) {
        atMost("tools", tools.size(), MAX_FUNCTIONS);
        for (int i = 0; i < tools.size(); i++) {
            if (tools.get(i) instanceof Tool.Function tool) {
                name("tools[" + i + "].function.name", tool.function().name());
            }
        }
    }

    private static void functions(List<FunctionDefinition> functions) {
        atMost("functions", functions.size(), MAX_FUNCTIONS);
        for (int i = 0; i < functions.size(); i++) {
            name("functions[" + i + "].name", functions.get(i).name());
        }
    }

    private static void name(String path, String name) {
        if (name.isEmpty()) {
            throw PROBLEMS.emptyString(path);
        }
        length(path, name, MAX_NAME);
        if (!NAME.matcher(name).matches()) {
            throw PROBLEMS.wrongPattern(path, NAME.pattern());
        }
    }

    private static void metadata(Map<String, String> metadata) {
        if (metadata.size() > MAX_METADATA) {
            throw PROBLEMS.tooManyProperties("metadata", MAX_METADATA, metadata.size());
        }
        metadata.forEach((name, value) -> {
            if (name.length() > MAX_METADATA_NAME) {
                throw PROBLEMS.propertyNameTooLong("metadata", name, MAX_METADATA_NAME);
            }
            length("metadata." + JsonProblems.echo(name), value, MAX_METADATA_VALUE);
        });
    }

    private static void length(String path, @Nullable String text, int maximum) {
        if (text != null && text.length() > maximum) {
            throw PROBLEMS.stringTooLong(path, maximum, text.length());
        }
    }
}
