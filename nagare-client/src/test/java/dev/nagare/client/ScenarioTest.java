package dev.nagare.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.testkit.FaultyServer;
import dev.nagare.testkit.FaultyServerExtension;
import dev.nagare.testkit.Scenario;
import dev.nagare.testkit.Scenario.Outcome;
import dev.nagare.wire.FinishReason;
import dev.nagare.wire.FunctionCall;
import dev.nagare.wire.JsonObject;
import dev.nagare.wire.StreamEnd;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every known way of servers, read in every way that the client offers, with the same result. */
@ExtendWith(FaultyServerExtension.class)
class ScenarioTest {
    @ParameterizedTest
    @EnumSource
    void readAsText(Scenario scenario, FaultyServer server) {
        server.enqueue(scenario.response());
        try (ChatCompletionStream stream = Streams.client(server).stream(Streams.chat())) {
            StringBuilder text = new StringBuilder();
            NagareClientException thrown = null;
            try {
                stream.text().forEach(text::append);
            } catch (NagareClientException e) {
                thrown = e;
            }
            check(scenario, stream, text.toString(), thrown);
        }
    }

    @ParameterizedTest
    @EnumSource
    void readAsAWhole(Scenario scenario, FaultyServer server) {
        server.enqueue(scenario.response());
        try (ChatCompletionStream stream = Streams.client(server).stream(Streams.chat())) {
            NagareClientException thrown = null;
            try {
                stream.completion();
            } catch (NagareClientException e) {
                thrown = e;
            }
            String text = stream.snapshot().choices().isEmpty()
                    ? ""
                    : stream.snapshot().choices().get(0).message().text();
            check(scenario, stream, text, thrown);
        }
    }

    @ParameterizedTest
    @EnumSource
    void readAsEventsByAListener(Scenario scenario, FaultyServer server) throws InterruptedException, TimeoutException {
        server.enqueue(scenario.response());
        try (ChatCompletionStream stream = Streams.client(server).stream(Streams.chat())) {
            StringBuilder text = new StringBuilder();
            NagareClientException thrown = null;
            try {
                stream.events()
                        .listen(event -> {
                            if (event instanceof StreamEvent.Content content && content.choice() == 0) {
                                text.append(content.text());
                            }
                        })
                        .get(30, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                thrown = (NagareClientException) e.getCause();
            }
            check(scenario, stream, text.toString(), thrown);
        }
    }

    private static void check(
            Scenario scenario, ChatCompletionStream stream, String text, @Nullable NagareClientException thrown) {
        StreamEnd end = stream.end().orElseThrow();
        Outcome outcome = end instanceof StreamEnd.Completed
                ? Outcome.COMPLETED
                : end instanceof StreamEnd.Truncated ? Outcome.TRUNCATED : Outcome.FAILED;
        assertThat(outcome).isEqualTo(scenario.outcome());
        if (scenario == Scenario.RESET) {
            // The kernel may drop what was received when a reset comes.
            assertThat(scenario.text()).startsWith(text);
        } else {
            assertThat(text).isEqualTo(scenario.text());
        }
        if (outcome == Outcome.COMPLETED) {
            assertThat(thrown).isNull();
            assertThat(stream.usage().orElseThrow().completionTokens()).isEqualTo(3);
            assertThat(stream.completion().choices().get(0).finishReason()).isNotNull();
        } else {
            NagareClientException e = Objects.requireNonNull(thrown, "nothing was thrown");
            assertThat(e.partial().map(PartialAnswer::text).orElse("")).isEqualTo(text);
            assertThat(e.getMessage()).doesNotContain("thrée").doesNotContain("chatcmpl");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TOOL_CALL_WITHOUT_INDEX", "TEXT_WITHIN_TOOL_CALL", "REPEATED_TOOL_CALL_ID"})
    void oneToolCallIsOne(Scenario scenario, FaultyServer server) {
        server.enqueue(scenario.response());
        try (ChatCompletionStream stream = Streams.client(server).stream(Streams.chat())) {
            List<StreamEvent> events = new ArrayList<>();
            stream.events().forEach(event -> {
                if (!(event instanceof StreamEvent.Content)) {
                    events.add(event);
                }
            });
            assertThat(events.subList(0, 3))
                    .containsExactly(
                            new StreamEvent.ToolCallStarted(0, 0, "call_1", "tide"),
                            new StreamEvent.ToolCallArguments(0, 0, "{"),
                            new StreamEvent.ToolCallArguments(0, 0, "}"));
            assertThat(stream.completion().choices().get(0).message().toolCalls())
                    .singleElement()
                    .satisfies(call -> {
                        assertThat(call.id()).isEqualTo("call_1");
                        assertThat(call.function()).isEqualTo(new FunctionCall("tide", "{}", JsonObject.EMPTY));
                    });
        }
    }

    @Test
    void choicesInAnyOrderAreKeptApart(FaultyServer server) {
        server.enqueue(Scenario.CHOICES_ONE_AFTER_ANOTHER.response());
        try (ChatCompletionStream stream =
                Streams.client(server).stream(Streams.chat().toBuilder().n(2).build())) {
            var choices = stream.completion().choices();
            assertThat(choices.get(0).message().text()).isEqualTo(Scenario.TEXT);
            assertThat(choices.get(1).message().text()).isEqualTo("Other");
        }
    }

    @Test
    void anUnknownFinishReasonIsKept(FaultyServer server) {
        server.enqueue(Scenario.UNKNOWN_FINISH_REASON.response());
        try (ChatCompletionStream stream = Streams.client(server).stream(Streams.chat())) {
            assertThat(stream.completion().choices().get(0).finishReason()).isEqualTo(new FinishReason("made_up"));
        }
    }

    @Test
    void theVerdictAfterTheFinishIsKept(FaultyServer server) {
        server.enqueue(Scenario.FILTER_RESULTS_AFTER_FINISH.response());
        try (ChatCompletionStream stream = Streams.client(server).stream(Streams.chat())) {
            var choice = stream.completion().choices().get(0);
            assertThat(choice.finishReason()).isEqualTo(FinishReason.STOP);
            assertThat(choice.additional().member("content_filter_results")).isNotNull();
        }
    }
}
