package dev.nagare.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.guard.GuardedEngine;
import dev.nagare.guard.Policy;
import dev.nagare.guard.Rule;
import dev.nagare.wire.JsonArray;
import dev.nagare.wire.JsonNumber;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.JsonString;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A rejected phrase in every disguise, at every cut, in every field, through a server: no character of it is ever on the
 * socket.
 */
class GuardedAttacksTest {
    private static final Policy POLICY =
            Policy.builder("house").rule(Rule.phrases("weapons", "pipe bomb")).build();
    private static final GuardedAnswers ANSWERS = new GuardedAnswers();
    private static final String CHAT = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],"
            + "\"stream\":true,\"stream_options\":{\"include_usage\":true},\"n\":" + GuardedAnswers.FIELDS
            + ",\"moderation\":{\"model\":\"m\"}}";
    private static final int OLDER_CHOICES = 3;
    private static final String OLDER =
            "{\"model\":\"m\",\"prompt\":\"Hi\",\"stream\":true,\"stream_options\":{\"include_usage\":true},\"logprobs\":2,"
                    + "\"n\":" + OLDER_CHOICES + "}";

    private static RunningServer server;

    @BeforeAll
    static void serve() {
        server = RunningServer.start(new GuardedEngine(ANSWERS.engine(), POLICY, false));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static List<String> attacks() {
        return List.of(
                "PIPE Bomb",
                "pi\u200Bpe b\u200Domb",
                "pipe b\u2060omb",
                "\u0440\u0456\u0440\u0435 b\u043Emb",
                "\uFF50\uFF49\uFF50\uFF45\u3000\uFF42\uFF4F\uFF4D\uFF42",
                "\uD835\uDC29\uD835\uDC22pe bo\uD835\uDC26b",
                "pípè bömb",
                "pi\u0301pe\u0300 bo\u0308mb",
                "pi\u00ADpe bo\u00ADmb",
                "pipe\uFE0F bo\uFE0Fmb",
                "pi\uDB40\uDC70pe bomb",
                "pipe\u00A0bomb",
                "\u24DF\u24D8\u24DF\u24D4 \u24D1\u24DE\u24DC\u24D1");
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void areNeverOnTheSocketInAnyFieldOfAChat(String attack) {
        List<List<String>> cuts = GuardedAnswers.everyCut("so: " + attack + ".");
        assertThat(cuts).hasSizeGreaterThan(80);
        for (List<String> cut : cuts) {
            ANSWERS.say(cut);
            List<String> events = events("/v1/chat/completions", CHAT);
            GuardedAnswers.assertShowsOnly(events, "so: ");
            assertEnds(events, GuardedAnswers.FIELDS, true);
        }
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void areNeverOnTheSocketOfTheOlderEndpoint(String attack) {
        for (List<String> cut : GuardedAnswers.everyCut("so: " + attack + ".")) {
            ANSWERS.say(cut);
            List<String> events = events("/v1/completions", OLDER);
            GuardedAnswers.assertShowsOnly(events, "so: ");
            assertEnds(events, OLDER_CHOICES, false);
        }
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void areSeenThroughTheEscapesOfToolArguments(String attack) {
        StringBuilder escaped = new StringBuilder("{\"a\":\"so: ");
        attack.chars().forEach(c -> escaped.append(String.format(Locale.ROOT, c % 2 == 0 ? "\\u%04X" : "\\u%04x", c)));
        String json = escaped + ".\"}";
        assertArgumentsEnd(json, GuardedAnswers.everyTwoWayCut(json));
    }

    @Test
    void anEscapeInToolArgumentsIsSeenAtEveryTwoPlacesOfACut() {
        String json = "{\"a\":\"so: pi\\u0070e \\u0062omb.\"}";
        List<List<String>> cuts = GuardedAnswers.everyCut(json);
        assertThat(cuts).hasSizeGreaterThan(400);
        assertArgumentsEnd(json, cuts);
    }

    private static void assertArgumentsEnd(String json, List<List<String>> cuts) {
        for (List<String> cut : cuts) {
            ANSWERS.say(cut);
            StringBuilder arguments = new StringBuilder();
            for (String event : events("/v1/chat/completions", CHAT)) {
                arguments.append(arguments(event));
            }
            assertThat(arguments).as(json).hasToString("{\"a\":\"so: ");
        }
    }

    /** What an event adds to the arguments of the choice that calls a function. */
    private static String arguments(String event) {
        if (event.equals("[DONE]")) {
            return "";
        }
        for (var choice : choices(event).elements()) {
            JsonObject delta = (JsonObject) Objects.requireNonNull(((JsonObject) choice).member("delta"));
            boolean isThis = ((JsonNumber) Objects.requireNonNull(((JsonObject) choice).member("index")))
                    .literal()
                    .equals("3");
            if (isThis && delta.member("tool_calls") instanceof JsonArray calls) {
                JsonObject call = (JsonObject) calls.elements().get(0);
                JsonObject function = (JsonObject) Objects.requireNonNull(call.member("function"));
                return function.member("arguments") instanceof JsonString text ? text.value() : "";
            }
        }
        return "";
    }

    private static List<String> events(String path, String body) {
        HttpResponse<String> response = server.post(path, body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return RunningServer.events(response.body());
    }

    private static JsonArray choices(String event) {
        return (JsonArray) Objects.requireNonNull(RunningServer.object(event).member("choices"));
    }

    /** Every choice ends by the rule; then come the verdicts where they are asked for, the usage, and the end. */
    private static void assertEnds(List<String> events, int choices, boolean isChat) {
        List<String> finishes = new ArrayList<>();
        for (String event : events.subList(0, events.size() - 1)) {
            choices(event).elements().forEach(choice -> {
                if (((JsonObject) choice).member("finish_reason") instanceof JsonString reason) {
                    finishes.add(reason.value());
                }
            });
        }
        assertThat(finishes).hasSize(choices).containsOnly("content_filter");
        int last = events.size() - 1;
        assertThat(events.get(last)).isEqualTo("[DONE]");
        JsonObject usage = RunningServer.object(events.get(last - 1));
        assertThat(choices(events.get(last - 1)).elements()).isEmpty();
        assertThat(usage.member("usage")).isInstanceOf(JsonObject.class);
        if (isChat) {
            JsonObject verdicts = RunningServer.object(events.get(last - 2));
            assertThat(choices(events.get(last - 2)).elements()).isEmpty();
            assertThat(verdicts.member("moderation")).isInstanceOf(JsonObject.class);
            assertThat(choices(events.get(last - 3)).elements()).hasSize(1);
        }
    }

    @Test
    void everyGuardedAnswerNamesItsPolicy() {
        ANSWERS.say(List.of("so"));
        for (Map.Entry<String, String> each :
                Map.of("/v1/chat/completions", CHAT, "/v1/completions", OLDER).entrySet()) {
            for (String stream : List.of("true", "false")) {
                String body = stream.equals("true")
                        ? each.getValue()
                        : each.getValue().replace("\"stream\":true,\"stream_options\":{\"include_usage\":true},", "");
                HttpResponse<String> response = server.post(each.getKey(), body);
                assertThat(response.statusCode()).isEqualTo(200);
                assertThat(response.headers().firstValue("x-guard-policy")).hasValue(POLICY.id());
                assertThat(response.headers().firstValue("x-guard-max-holdback"))
                        .hasValue("9");
            }
        }
    }
}
