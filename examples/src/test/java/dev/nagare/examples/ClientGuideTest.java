package dev.nagare.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.client.ChatClient;
import dev.nagare.client.RetryPolicy;
import dev.nagare.testkit.FaultyServer;
import dev.nagare.testkit.FaultyServerExtension;
import dev.nagare.testkit.Scenario;
import dev.nagare.testkit.ScriptedResponse;
import dev.nagare.wire.ChatCompletionRequest;
import dev.nagare.wire.UserMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The guide's snippets are compiled, and do what the guide says. */
@ExtendWith(FaultyServerExtension.class)
class ClientGuideTest {
    private static final ChatCompletionRequest REQUEST = ChatCompletionRequest.builder()
            .model("m")
            .message(UserMessage.of("Count to 3."))
            .build();

    private static ChatClient client(FaultyServer server) {
        return ChatClient.builder()
                .baseUrl(server.url())
                .retries(RetryPolicy.NONE)
                .build();
    }

    private static String shown(FaultyServer server, Consumer<ChatClient> program) {
        PrintStream before = System.out;
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(shown, true, StandardCharsets.UTF_8));
            program.accept(client(server));
        } finally {
            System.setOut(before);
        }
        return shown.toString(StandardCharsets.UTF_8);
    }

    @Test
    void everySnippetOfTheGuideIsCompiled() throws IOException {
        Path source = Path.of("src", "main", "java", "dev", "nagare", "examples", "ClientGuide.java");
        assertThat(Guide.compiledSnippets("client.md", source)).hasSizeGreaterThan(8);
    }

    @Test
    void eventsAndTheWholeAnswer(FaultyServer server) {
        server.enqueue(Scenario.TEXT_WITHIN_TOOL_CALL.response());
        assertThat(shown(server, client -> ClientGuide.views(client.stream(REQUEST))))
                .startsWith("Let me calls tide\ncheck.ended: stop\n[ToolCall[id=call_1");
    }

    @Test
    void aJavaStreamAListenerAndTimes(FaultyServer server) {
        server.enqueue(Scenario.LF.response(), Scenario.LF.response(), Scenario.LF.response());
        assertThat(ClientGuide.javaStream(client(server).stream(REQUEST))).containsExactly("One", " two", " thrée");
        assertThat(shown(
                        server,
                        client -> ClientGuide.listener(client.stream(REQUEST)).join()))
                .isEqualTo(Scenario.TEXT);
        assertThat(shown(server, client -> ClientGuide.timing(client, REQUEST)))
                .contains("first text after PT", "2 gaps, median ", "gen_ai.usage.output_tokens=3.0")
                .doesNotContain("Optional");
    }

    @Test
    void endsAreToldApart(FaultyServer server) {
        server.enqueue(
                Scenario.CUT_CLEANLY.response(),
                ScriptedResponse.error(429, "slow down").header("Retry-After", "7"),
                ScriptedResponse.error(401, "who?"));
        assertThat(shown(server, client -> ClientGuide.ends(client.stream(REQUEST))))
                .isEqualTo(Scenario.TEXT + "cut after: " + Scenario.TEXT + "\n");
        assertThat(shown(server, client -> ClientGuide.ends(client.stream(REQUEST))))
                .isEqualTo("wait PT7S\n");
        assertThat(shown(server, client -> ClientGuide.ends(client.stream(REQUEST))))
                .isEqualTo("look at the key: HTTP 401: who?\n");
    }

    @Test
    void oneRequestMayDiffer(FaultyServer server) {
        server.enqueue(Scenario.WHOLE_ANSWER.response());
        assertThat(ClientGuide.oneRequest(client(server), REQUEST).choices()).hasSize(1);
        assertThat(server.takeRequest().address()).isEqualTo("/v1/chat/completions?beta=true");
    }
}
