package dev.nagare.wire;

/**
 * Why a choice ended; any word a server says is kept, known or not.
 *
 * @param value the word on the wire
 */
public record FinishReason(String value) {
    /** The model came to its own end, or to a stop sequence. */
    public static final FinishReason STOP = new FinishReason("stop");

    /** The token limit was reached. */
    public static final FinishReason LENGTH = new FinishReason("length");

    /** The model called tools. */
    public static final FinishReason TOOL_CALLS = new FinishReason("tool_calls");

    /** Content was withheld by a filter. */
    public static final FinishReason CONTENT_FILTER = new FinishReason("content_filter");

    /** The model called a function (deprecated form). */
    public static final FinishReason FUNCTION_CALL = new FinishReason("function_call");

    /** The reason with this word; one of the constants where there is one. */
    public static FinishReason of(String value) {
        return switch (value) {
            case "stop" -> STOP;
            case "length" -> LENGTH;
            case "tool_calls" -> TOOL_CALLS;
            case "content_filter" -> CONTENT_FILTER;
            case "function_call" -> FUNCTION_CALL;
            default -> new FinishReason(value);
        };
    }

    @Override
    public String toString() {
        return value;
    }
}
