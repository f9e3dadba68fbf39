package dev.nagare.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.wire.JsonArray;
import dev.nagare.wire.JsonNull;
import dev.nagare.wire.JsonNumber;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.JsonString;
import dev.nagare.wire.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an answer says, put together from a whole one or from a stream, by this test's own means: the server's are what is
 * tested.
 */
final class Answers {
    /** A choice: its text, its log probabilities list by list, and why it ended. */
    static final class Choice {
        private final StringBuilder text = new StringBuilder();
        private final Map<String, List<JsonValue>> logprobs = new LinkedHashMap<>();
        private JsonValue finish = JsonNull.NULL;

        @Override
        public String toString() {
            return "text=" + text + " finish=" + finish + " logprobs=" + logprobs;
        }
    }

    private final Map<Integer, Choice> choices = new TreeMap<>();
    private @Nullable String usage;
    private @Nullable JsonValue model;

    private Answers() {}

    /** What a whole answer says. */
    static String ofWhole(String body) {
        Answers answers = new Answers();
        answers.add(RunningServer.object(body));
        return answers.toString();
    }

    /** What a stream says, which must end as a stream does and name each choice's end once. */
    static String ofStream(String body) {
        List<String> events = RunningServer.events(body);
        assertThat(events).last().isEqualTo("[DONE]");
        Answers answers = new Answers();
        events.subList(0, events.size() - 1).forEach(event -> answers.add(RunningServer.object(event)));
        return answers.toString();
    }

    private void add(JsonObject part) {
        model = part.member("model");
        if (part.member("usage") instanceof JsonObject used) {
            usage = number(used, "prompt_tokens") + " + " + number(used, "completion_tokens") + " = "
                    + number(used, "total_tokens");
        }
        for (JsonValue element : elements(part.member("choices"))) {
            JsonObject choice = (JsonObject) element;
            Choice all = choices.computeIfAbsent(Integer.parseInt(number(choice, "index")), _ -> new Choice());
            all.text.append(text(choice));
            if (choice.member("logprobs") instanceof JsonObject logprobs) {
                logprobs.members()
                        .forEach((name, values) -> all.logprobs
                                .computeIfAbsent(name, _ -> new ArrayList<>())
                                .addAll(elements(values)));
            }
            JsonValue reason = choice.member("finish_reason");
            if (reason instanceof JsonString) {
                assertThat(all.finish).as("a second end of a choice").isEqualTo(JsonNull.NULL);
                all.finish = reason;
            }
        }
    }

    private static String text(JsonObject choice) {
        JsonValue holder = choice.member("message") != null ? choice.member("message") : choice.member("delta");
        JsonValue text = holder instanceof JsonObject message ? message.member("content") : choice.member("text");
        return text instanceof JsonString string ? string.value() : "";
    }

    private static List<JsonValue> elements(@Nullable JsonValue value) {
        return value instanceof JsonArray array ? array.elements() : List.of();
    }

    private static String number(JsonObject object, String name) {
        return ((JsonNumber) Objects.requireNonNull(object.member(name), name)).literal();
    }

    @Override
    public String toString() {
        return "model=" + model + " usage=" + usage + " choices=" + choices;
    }
}
