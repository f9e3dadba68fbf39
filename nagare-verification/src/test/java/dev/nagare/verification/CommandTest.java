package dev.nagare.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command in a process of its own: its answers, its exit codes, and how it stops. */
class CommandTest {
    private static final String COUNT =
            "Count to 100, with a comma between each number and no newlines. E.g., 1, 2, 3, ...";

    @TempDir
    Path folder;

    @Test
    void countsToAHundredAsTheSourceDocumentHasIt() {
        try (Command nagare = Command.start("chat", COUNT)) {
            assertThat(nagare.out()).isEqualTo(numbers(1, 100) + "\n");
            assertThat(nagare.exitCode()).isZero();
            assertThat(nagare.err()).contains("36 + 298 = 334 tokens").contains("first token ");
            assertThat(nagare.err().lines()).hasSize(1);
        }
    }

    @Test
    void continuesAListOfNumbers() {
        try (Command nagare = Command.start("complete", "1, 2, 3,")) {
            assertThat(nagare.out()).startsWith(" 4, 5, 6");
            assertThat(nagare.exitCode()).isZero();
        }
    }

    @Test
    void aClosedPipeIsNoError() {
        try (Command nagare = Command.start("chat", "--pace", "200", COUNT)) {
            assertThat(nagare.head(7)).isEqualTo("1, 2, 3");
            assertThat(nagare.exitCode()).isZero();
            assertThat(nagare.err()).isEmpty();
        }
    }

    @Test
    void ctrlCStopsAnAnswer() {
        try (Command nagare = Command.start("chat", "--pace", "2", COUNT)) {
            nagare.awaitOutput();
            nagare.signal("INT");
            assertThat(nagare.exitCode()).isEqualTo(130);
            assertThat(nagare.err()).doesNotContain("Exception");
        }
    }

    @Test
    void ctrlCStopsTheServer() {
        try (Command nagare = Command.start("serve", "--port", "0")) {
            assertThat(nagare.firstLine()).matches("Nagare is listening on http://127\\.0\\.0\\.1:\\d+/v1");
            nagare.signal("INT");
            assertThat(nagare.exitCode()).isEqualTo(130);
            assertThat(nagare.err()).doesNotContain("Exception");
        }
    }

    @Test
    void aPortThatIsTakenIsOneClearLine() {
        try (Command first = Command.start("serve", "--port", "0")) {
            String line = first.firstLine();
            String port = line.substring(line.lastIndexOf(':') + 1, line.lastIndexOf('/'));
            try (Command second = Command.start("serve", "--port", port)) {
                assertThat(second.exitCode()).isEqualTo(1);
                assertThat(second.err().lines()).hasSize(1);
                assertThat(second.err()).startsWith("nagare: ").contains(port);
            }
        }
    }

    @Test
    void aFileThatIsNoModelIsOneClearLine() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.gguf"));
        Path text =
                Files.writeString(folder.resolve("text.gguf"), "this is not a model at all, however long it may be");
        for (Path file : new Path[] {empty, text, folder.resolve("missing.gguf")}) {
            try (Command nagare = Command.start("chat", "--model", file.toString(), "hi")) {
                assertThat(nagare.exitCode()).as(file.toString()).isEqualTo(1);
                assertThat(nagare.out()).isEmpty();
                assertThat(nagare.err().lines()).hasSize(1);
                assertThat(nagare.err()).startsWith("nagare: ").contains(String.valueOf(file.getFileName()));
            }
        }
    }

    @Test
    void aServerThatIsNotThereIsOneClearLine() {
        try (Command nagare = Command.start("chat", "--url", "http://127.0.0.1:9/v1", "hi")) {
            assertThat(nagare.exitCode()).isEqualTo(1);
            assertThat(nagare.err().lines()).hasSize(1);
            assertThat(nagare.err()).startsWith("nagare: ");
        }
    }

    static String numbers(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    }
}
