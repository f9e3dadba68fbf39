package dev.nagare.testkit;

/** The chunks that scenarios are made of. */
final class StreamSamples {
    static final String TEXT = "One two thrée";

    private static final String ENVELOPE =
            "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,\"model\":\"m\"";

    static final String FINISH = ENVELOPE + ",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}";

    static final String FINISH_WITH_USAGE = withUsage(FINISH, 3);

    static final String WHOLE =
            "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1700000000,\"model\":\"m\",\"choices\":"
                    + "[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"" + TEXT + "\"},"
                    + "\"finish_reason\":\"stop\"}],\"usage\":" + usage(3) + "}";

    private static final String ROLE =
            ENVELOPE + ",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},"
                    + "\"finish_reason\":null}]}";

    private StreamSamples() {}

    static String content(String text) {
        return ENVELOPE + ",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text
                + "\"},\"finish_reason\":null}]}";
    }

    static String usage(int tokens) {
        return "{\"prompt_tokens\":9,\"completion_tokens\":" + tokens + ",\"total_tokens\":" + (9 + tokens) + "}";
    }

    static String withUsage(String chunk, int tokens) {
        return chunk.substring(0, chunk.length() - 1) + ",\"usage\":" + usage(tokens) + "}";
    }

    /** The events up to the last word. */
    static String words() {
        return event(ROLE) + event(content("One")) + event(content(" two")) + event(content(" thrée"));
    }

    static String end() {
        return event(FINISH_WITH_USAGE) + "data: [DONE]\n\n";
    }

    static String plain() {
        return words() + end();
    }

    static String toolCallPiece(String piece) {
        return ENVELOPE + ",\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[" + piece
                + "]},\"finish_reason\":null}]}";
    }

    static ScriptedResponse toolCall(String first, String second) {
        return ScriptedResponse.stream(
                toolCallPiece(first), toolCallPiece(second), FINISH_WITH_USAGE.replace("stop", "tool_calls"));
    }

    private static String event(String data) {
        return "data: " + data + "\n\n";
    }
}
