package dev.nagare.testkit;

import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * The ways of servers, each as one response with what a reader must make of it.
 *
 * <p>Every one has been seen in the wild, and nearly every one breaks some widely used client: reports half an answer as a
 * whole one, loses the last event, or takes an error for text. Unless it says otherwise the answer is {@value #TEXT}, in
 * three chunks, with a finish reason and 3 completion tokens.
 */
public enum Scenario {
    /** Lines end with LF. */
    LF(() -> ScriptedResponse.events(StreamSamples.plain())),

    /** Lines end with CRLF. */
    CRLF(() -> ScriptedResponse.events(StreamSamples.plain().replace("\n", "\r\n"))),

    /** Lines end with CR. */
    CR(() -> ScriptedResponse.events(StreamSamples.plain().replace("\n", "\r"))),

    /** Every byte is written by itself: pairs of CR and LF and characters of several bytes are torn apart. */
    SINGLE_BYTES(() ->
            ScriptedResponse.events(StreamSamples.plain().replace("\n", "\r\n")).inPiecesOf(1)),

    /** No space after {@code data:}. */
    NO_SPACE(() -> ScriptedResponse.events(StreamSamples.plain().replace("data: ", "data:"))),

    /** A comment right before each data line. */
    COMMENTS(() -> ScriptedResponse.events(StreamSamples.plain().replace("data: ", ": keep-alive\ndata: "))),

    /** Id, event and retry fields before the data. */
    OTHER_FIELDS(() -> ScriptedResponse.events(
            StreamSamples.plain().replace("data: ", "id: 7\nevent: message\nretry: 1000\ndata: "))),

    /** A byte order mark at the begin. */
    BYTE_ORDER_MARK(() -> ScriptedResponse.events("\uFEFF" + StreamSamples.plain())),

    /** The JSON of an event over several data lines. */
    SEVERAL_LINES(() -> ScriptedResponse.events(StreamSamples.plain().replace(",\"choices\"", ",\ndata: \"choices\""))),

    /** No empty line after {@code [DONE]}. */
    DONE_WITHOUT_EMPTY_LINE(() -> ScriptedResponse.events(StreamSamples.plain().stripTrailing())),

    /** No {@code [DONE]}, and no empty line after the event with the finish reason. */
    LAST_EVENT_WITHOUT_EMPTY_LINE(
            () -> ScriptedResponse.events(StreamSamples.words() + "data: " + StreamSamples.FINISH_WITH_USAGE)),

    /** No {@code [DONE]}, but a finish reason. */
    NO_DONE(() -> ScriptedResponse.events(StreamSamples.plain().replace("data: [DONE]\n\n", ""))),

    /** HTTP ends the body well, in the middle of the answer. */
    CUT_CLEANLY(() -> ScriptedResponse.events(StreamSamples.words()).fault(Fault.CLEAN_END), Outcome.TRUNCATED),

    /** A body that ends with its connection, in the middle of the answer. */
    CUT_BY_CLOSE(() -> ScriptedResponse.events(StreamSamples.words()).fault(Fault.CLOSE), Outcome.TRUNCATED),

    /** HTTP ends the body well, within a line. */
    CUT_IN_A_LINE(
            () -> ScriptedResponse.events(StreamSamples.words() + "data: {\"id\":\"chatcmpl-1\",\"cho")
                    .fault(Fault.CLEAN_END),
            Outcome.TRUNCATED),

    /** The connection closes without HTTP's last chunk. */
    CUT_WITHOUT_LAST_CHUNK(
            () -> ScriptedResponse.events(StreamSamples.words()).fault(Fault.NO_LAST_CHUNK), Outcome.FAILED),

    /** The connection is reset. */
    RESET(() -> ScriptedResponse.events(StreamSamples.words()).fault(Fault.RESET), Outcome.FAILED),

    /** An error's JSON as an event's data. */
    ERROR_AS_DATA(
            () -> ScriptedResponse.events(StreamSamples.words() + "data: {\"error\":{\"message\":\"no memory\"}}\n\n"),
            Outcome.FAILED),

    /** An event of type {@code error} with a bare object. */
    ERROR_EVENT(
            () -> ScriptedResponse.events(
                    StreamSamples.words() + "event: error\ndata: {\"message\":\"no memory\",\"code\":500}\n\n"),
            Outcome.FAILED),

    /** An event that is not JSON. */
    MALFORMED_JSON(
            () -> ScriptedResponse.events(StreamSamples.words() + "data: {\"id\":\n\n" + StreamSamples.end()),
            Outcome.FAILED),

    /** {@code [DONE]} with something after it on the line, which is not the end. */
    DONE_AND_MORE(
            () -> ScriptedResponse.events(StreamSamples.words() + "data: [DONE]x\n\n" + StreamSamples.end()),
            Outcome.FAILED),

    /** More events after {@code [DONE]}, which do not count. */
    EVENTS_AFTER_DONE(() -> ScriptedResponse.events(
            StreamSamples.plain() + "data: " + StreamSamples.content(" four") + "\n\ndata: nonsense\n\n")),

    /** The connection stays open, and silent, after {@code [DONE]}. */
    OPEN_AFTER_DONE(() -> ScriptedResponse.events(StreamSamples.plain()).fault(Fault.STALL)),

    /** Text that looks like framing. */
    TEXT_LIKE_FRAMING(
            () -> ScriptedResponse.stream(
                    StreamSamples.content("data: "), StreamSamples.content("[DONE]"), StreamSamples.FINISH_WITH_USAGE),
            Outcome.COMPLETED,
            "data: [DONE]"),

    /** One line of eight megabytes. */
    LONG_LINE(
            () -> ScriptedResponse.stream(StreamSamples.content("x".repeat(8 << 20)), StreamSamples.FINISH_WITH_USAGE),
            Outcome.COMPLETED,
            "x".repeat(8 << 20)),

    /** A finish reason that nobody knows. */
    UNKNOWN_FINISH_REASON(() -> ScriptedResponse.events(StreamSamples.plain().replace("\"stop\"", "\"made_up\""))),

    /** A whole answer's JSON in place of a stream. */
    WHOLE_ANSWER(() -> ScriptedResponse.of(200, "application/json", StreamSamples.WHOLE)),

    /** A page in place of a stream. */
    PAGE(() -> ScriptedResponse.of(200, "text/html", "<html><body>Welcome</body></html>"), Outcome.FAILED, ""),

    /** A stream without any event. */
    EMPTY(() -> ScriptedResponse.events(""), Outcome.TRUNCATED, ""),

    /** A status 200 with an empty body of no type. */
    NOTHING(() -> ScriptedResponse.of(200, "", ""), Outcome.FAILED, ""),

    /** The usage on the chunk with the finish reason. */
    USAGE_ON_FINISH(() -> ScriptedResponse.events(StreamSamples.plain())),

    /** A usage that grows on every chunk, of which the last counts. */
    USAGE_ON_EVERY_CHUNK(() -> ScriptedResponse.stream(
            StreamSamples.withUsage(StreamSamples.content("One"), 1),
            StreamSamples.withUsage(StreamSamples.content(" two"), 2),
            StreamSamples.withUsage(StreamSamples.content(" thrée"), 3),
            StreamSamples.withUsage(StreamSamples.FINISH, 3))),

    /** The usage on a chunk of its own, without id and model. */
    USAGE_WITHOUT_ID(() -> ScriptedResponse.stream(
            StreamSamples.content(StreamSamples.TEXT),
            StreamSamples.FINISH,
            "{\"choices\":[],\"usage\":" + StreamSamples.usage(3) + "}")),

    /** Two choices, of which the first ends before the second begins. */
    CHOICES_ONE_AFTER_ANOTHER(() -> ScriptedResponse.stream(
            StreamSamples.content(StreamSamples.TEXT),
            StreamSamples.FINISH,
            StreamSamples.content("Other").replace("\"index\":0", "\"index\":1"),
            StreamSamples.FINISH.replace("\"index\":0", "\"index\":1"),
            "{\"choices\":[],\"usage\":" + StreamSamples.usage(3) + "}")),

    /** Azure's verdict on the text, in a chunk without a delta after the finish reason. */
    FILTER_RESULTS_AFTER_FINISH(() -> ScriptedResponse.stream(
            StreamSamples.content(StreamSamples.TEXT),
            StreamSamples.FINISH,
            "{\"id\":\"\",\"object\":\"\",\"created\":0,\"model\":\"\",\"choices\":[{\"index\":0,\"finish_reason\":null,"
                    + "\"content_filter_offsets\":{\"check_offset\":44,\"start_offset\":44,\"end_offset\":198},"
                    + "\"content_filter_results\":{\"hate\":{\"filtered\":false,\"severity\":\"safe\"}}}]}",
            "{\"choices\":[],\"usage\":" + StreamSamples.usage(3) + "}")),

    /** The finish reason on a chunk without a delta. */
    FINISH_WITHOUT_DELTA(() -> ScriptedResponse.stream(
            StreamSamples.content(StreamSamples.TEXT), StreamSamples.FINISH_WITH_USAGE.replace("\"delta\":{},", ""))),

    /** A tool call without an index. */
    TOOL_CALL_WITHOUT_INDEX(
            () -> StreamSamples.toolCall(
                    "{\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"tide\",\"arguments\":\"{\"}}",
                    "{\"function\":{\"arguments\":\"}\"}}"),
            Outcome.COMPLETED,
            ""),

    /** Text between the pieces of a tool call. */
    TEXT_WITHIN_TOOL_CALL(
            () -> ScriptedResponse.stream(
                    StreamSamples.content("Let me "),
                    StreamSamples.toolCallPiece("{\"index\":0,\"id\":\"call_1\",\"type\":\"function\","
                            + "\"function\":{\"name\":\"tide\",\"arguments\":\"{\"}}"),
                    StreamSamples.content("check."),
                    StreamSamples.toolCallPiece("{\"index\":0,\"function\":{\"arguments\":\"}\"}}"),
                    StreamSamples.FINISH_WITH_USAGE),
            Outcome.COMPLETED,
            "Let me check."),

    /** A tool call's id on each of its pieces. */
    REPEATED_TOOL_CALL_ID(
            () -> StreamSamples.toolCall(
                    "{\"index\":0,\"id\":\"call_1\",\"type\":\"function\","
                            + "\"function\":{\"name\":\"tide\",\"arguments\":\"{\"}}",
                    "{\"index\":0,\"id\":\"call_1\",\"function\":{\"arguments\":\"}\"}}"),
            Outcome.COMPLETED,
            "");

    /** What a reader must make of a response. */
    public enum Outcome {
        /** The answer is whole. */
        COMPLETED,
        /** The answer was cut, in good order. */
        TRUNCATED,
        /** The server reported an error, sent nonsense, or the connection broke. */
        FAILED
    }

    /** What most of the answers say; its last character but one takes two bytes. */
    public static final String TEXT = StreamSamples.TEXT;

    /** None of them holds anything. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final Supplier<ScriptedResponse> response;

    private final Outcome outcome;
    private final String text;

    Scenario(Supplier<ScriptedResponse> response) {
        this(response, Outcome.COMPLETED);
    }

    Scenario(Supplier<ScriptedResponse> response, Outcome outcome) {
        this(response, outcome, StreamSamples.TEXT);
    }

    Scenario(Supplier<ScriptedResponse> response, Outcome outcome, String text) {
        this.response = response;
        this.outcome = outcome;
        this.text = text;
    }

    /** The response. */
    public ScriptedResponse response() {
        return response.get();
    }

    /** What a reader must make of it. */
    public Outcome outcome() {
        return outcome;
    }

    /** The text of the first choice that a reader must have had, also before an error. */
    public String text() {
        return text;
    }

    /** The bytes of the response's body. */
    public String body() {
        return new String(response().body(), StandardCharsets.UTF_8);
    }
}
