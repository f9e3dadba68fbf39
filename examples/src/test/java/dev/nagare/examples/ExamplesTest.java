package dev.nagare.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.server.NagareServer;
import dev.nagare.server.ServerConfig;
import dev.nagare.testkit.ScriptedEngine;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Each program runs against a real server and shows what it says it shows. */
class ExamplesTest {
    private static String run(Consumer<String[]> program) {
        PrintStream before = System.out;
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        try (ScriptedEngine engine = ScriptedEngine.answering("1", ", ", "2");
                NagareServer server =
                        NagareServer.start(ServerConfig.builder().port(0).build(), engine)) {
            System.setOut(new PrintStream(shown, true, StandardCharsets.UTF_8));
            program.accept(new String[] {"http://127.0.0.1:" + server.port() + "/v1"});
        } finally {
            System.setOut(before);
        }
        return shown.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theWholeReplyAndItsParts() {
        assertThat(run(WholeReply::main))
                .contains("Full response received ")
                .contains("Extracted reply: AssistantMessage[")
                .contains("Extracted content: 1, 2\n");
    }

    @Test
    void theStreamedReplyChunkByChunk() {
        assertThat(run(StreamedReply::main).lines())
                .containsExactly(
                        "role: assistant, content: , finish reason: null",
                        "role: null, content: 1, finish reason: null",
                        "role: null, content: , , finish reason: null",
                        "role: null, content: 2, finish reason: null",
                        "role: null, content: null, finish reason: stop");
    }

    @Test
    void theTimeSaved() {
        assertThat(run(TimeSaved::main))
                .contains(" seconds after request: \"1\"")
                .contains("Full conversation received: 1, 2\n")
                .containsPattern(
                        "First text after \\d+ ms, all of it after \\d+ ms: reading can begin \\d+ ms sooner\\.");
    }

    @Test
    void theTokenCounts() {
        assertThat(run(TokenUsage::main))
                .contains("choices: []\n")
                .endsWith("7 prompt + 3 completion = 10 total tokens\n");
    }
}
