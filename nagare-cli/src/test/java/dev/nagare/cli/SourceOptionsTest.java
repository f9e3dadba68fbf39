package dev.nagare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.testkit.FaultyServer;
import dev.nagare.testkit.Scenario;
import dev.nagare.testkit.ScriptedEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is asked, and what the request says as its model. */
class SourceOptionsTest {
    @TempDir
    private Path folder;

    private final Run run = new Run(ScriptedEngine.answering("from here"));

    @Test
    void aServerOfTheEnvironmentIsAskedForAModelThatHappensToBeAPath() throws IOException {
        String path = Files.createFile(folder.resolve("llama")).toString();
        try (FaultyServer server = FaultyServer.start()) {
            server.enqueue(Scenario.LF.response());
            assertThat(run.with("OPENAI_BASE_URL", server.url()).nagare("chat", "--model", path, "hi"))
                    .isZero();
            assertThat(server.takeRequest().body()).contains("\"model\":\"" + path + "\"");
            assertThat(run.opened()).isEmpty();
        }
    }

    @Test
    void aServersModelMayBeNamedLikeAFile() {
        try (FaultyServer server = FaultyServer.start()) {
            server.enqueue(Scenario.LF.response());
            assertThat(run.nagare("chat", "--url", server.url(), "--model", "models/llama.gguf", "hi"))
                    .isZero();
            assertThat(server.takeRequest().body()).contains("\"model\":\"models/llama.gguf\"");
        }
    }

    @Test
    void aGgufFileIsRunHereWhateverTheEnvironmentSays() {
        run.with("OPENAI_BASE_URL", "http://127.0.0.1:1/v1");
        assertThat(run.nagare("chat", "--model", "some/tiny.gguf", "hi")).isZero();
        assertThat(run.opened()).containsExactly("[some/tiny.gguf] {} null");
    }

    @Test
    void aFolderIsNoModel() {
        assertThat(run.nagare("chat", "--model", folder.toString(), "hi")).isZero();
        assertThat(run.opened()).containsExactly("[] {} null");
        assertThat(run.err()).contains("there is no file '" + folder + "'");
    }
}
