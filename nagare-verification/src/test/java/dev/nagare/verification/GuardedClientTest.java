package dev.nagare.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.client.ChatClient;
import dev.nagare.client.ChatCompletionStream;
import dev.nagare.guard.GuardChunkFilter;
import dev.nagare.guard.GuardCompletionFilter;
import dev.nagare.guard.Policy;
import dev.nagare.guard.Rule;
import dev.nagare.testkit.ScriptedEngine;
import dev.nagare.testkit.ScriptedGeneration;
import dev.nagare.wire.ChatCompletion;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.CompletionRequest;
import dev.nagare.wire.FinishReason;
import dev.nagare.wire.Prompt;
import dev.nagare.wire.UserMessage;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A guard around the real client, in front of a server that has none. */
class GuardedClientTest {
    private static final Policy BLOCK =
            Policy.builder("house").rule(Rule.phrases("weapons", "pipe bomb")).build();
    private static final ChatCompletionRequest REQUEST = ChatCompletionRequest.builder()
            .model(ScriptedEngine.MODEL)
            .message(UserMessage.of("Hi"))
            .build();

    private static ChatClient client(RunningServer server, Policy policy) {
        return ChatClient.builder()
                .baseUrl(URI.create("http://127.0.0.1:" + server.server().port() + "/v1"))
                .chatFilter(request -> new GuardChunkFilter(policy, request.choices()))
                .completionFilter(request -> new GuardCompletionFilter(policy, request.choices()))
                .build();
    }

    @Test
    void aStreamEndsBeforeTheMatchAndTheServerStopsGenerating() {
        ScriptedEngine scripted = ScriptedEngine.manual();
        try (RunningServer server = RunningServer.start(scripted);
                ChatCompletionStream stream = client(server, BLOCK).stream(REQUEST)) {
            ScriptedGeneration generation = scripted.next();
            generation.text("so: a p\u0456p");
            generation.text("e b\u043E");
            generation.text("mb and");
            List<String> shown = new ArrayList<>();
            stream.text().forEach(shown::add);
            assertThat(String.join("", shown)).isEqualTo("so: a ");
            ChatCompletion answer = stream.completion();
            assertThat(answer.choices().get(0).finishReason()).isEqualTo(FinishReason.CONTENT_FILTER);
            generation.awaitCancelled();
        }
    }

    @Test
    void aWholeAnswerAndTheOlderEndpointAreGuardedToo() {
        Policy redact = Policy.builder("house")
                .rule(Rule.phrases("weapons", "pipe bomb").redact("[x]"))
                .build();
        try (RunningServer server = RunningServer.start(ScriptedEngine.answering("a pipe", " bomb", " or two"))) {
            ChatClient client = client(server, redact);
            ChatCompletion whole = client.chat(REQUEST);
            assertThat(whole.choices().get(0).message().text()).isEqualTo("a [x] or two");
            assertThat(whole.choices().get(0).finishReason()).isEqualTo(FinishReason.STOP);
            CompletionRequest older = CompletionRequest.builder()
                    .model(ScriptedEngine.MODEL)
                    .prompt(Prompt.of("Hi"))
                    .build();
            assertThat(client.complete(older).choices().get(0).text()).isEqualTo("a [x] or two");
            assertThat(client.stream(older).completion().choices().get(0).text())
                    .isEqualTo("a [x] or two");
        }
    }
}
