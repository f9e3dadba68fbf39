package dev.nagare.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code nagare guard} in a pipe: live, and as other commands of a pipe are. */
class GuardCommandTest {
    @TempDir
    Path folder;

    @Test
    void whatNoRuleCanMatchGoesBeforeTheNextByteComes() {
        try (Command guard = Command.startReading("guard", "--policy", "words")) {
            guard.type("T");
            assertThat(guard.read(1)).isEqualTo("T");
            guard.type("he pass");
            assertThat(guard.read(3)).isEqualTo("he ");
            guard.type("age");
            assertThat(guard.read(7)).isEqualTo("passage");
            guard.type(" of project bluebird!");
            assertThat(guard.read(14)).isEqualTo(" of [project]!");
            byte[] japanese = "日".getBytes(StandardCharsets.UTF_8);
            guard.type(japanese[0]);
            guard.type(japanese[1]);
            guard.type(japanese[2]);
            assertThat(guard.read(3)).isEqualTo("日");
            guard.type(" pass");
            guard.endInput();
            assertThat(guard.out()).isEqualTo(" pass");
            assertThat(guard.exitCode()).isZero();
            assertThat(guard.err()).isEmpty();
        }
    }

    @Test
    void aBlockEndsItWhileItsInputIsStillOpen() {
        try (Command guard = Command.startReading("guard", "--policy", "pii")) {
            guard.type("The key is AKIAABCDEFGHIJKLMNOP and");
            assertThat(guard.out()).isEqualTo("The key is ");
            assertThat(guard.exitCode()).isEqualTo(3);
            assertThat(guard.err()).isEqualTo("nagare: rule 'key/api-key' ended the text at character 11\n");
        }
    }

    @Test
    void whatIsHeldIsExplainedWhileItIsHeld() throws InterruptedException {
        try (Command guard = Command.startReading("guard", "--policy", "words", "--explain")) {
            guard.type("The pass");
            guard.awaitError("guard: held 4 characters at 4: \"pass\", may become a match of credentials\n");
            guard.type("age");
            guard.awaitError("guard: decided on 4 characters at 4 after ");
            guard.endInput();
            assertThat(guard.out()).isEqualTo("The passage");
            assertThat(guard.exitCode()).isZero();
        }
    }

    @Test
    void aClosedPipeIsNoError() {
        try (Command guard = Command.startReading("guard", "--policy", "pii")) {
            guard.type("1, 2, ");
            assertThat(guard.head(6)).isEqualTo("1, 2, ");
            guard.type("3, 4, ");
            assertThat(guard.exitCode()).isZero();
            assertThat(guard.err()).isEmpty();
        }
    }

    @Test
    void textThatIsLostIsAnError() {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "NOT RUN: this system has no /dev/full");
        for (String option : new String[] {"--check", "--print"}) {
            try (Command guard = Command.startInto(full, "guard", "--policy", "pii", option)) {
                assertThat(guard.exitCode()).isEqualTo(1);
                assertThat(guard.err()).contains("nagare: what was said could not be written: ");
            }
        }
    }

    @Test
    void ctrlCLeavesWhatIsHeldUnsaid() {
        try (Command guard = Command.startReading("guard", "--policy", "words")) {
            guard.type("The pass");
            assertThat(guard.read(4)).isEqualTo("The ");
            guard.signal("INT");
            assertThat(guard.exitCode()).isEqualTo(130);
            assertThat(guard.out()).isEmpty();
            assertThat(guard.err()).doesNotContain("Exception");
        }
    }

    @Test
    void aHostilePolicyIsAClearLineInASmallHeap() throws IOException {
        Path bomb = folder.resolve("bomb.yaml");
        Files.writeString(
                bomb, "rules: [{name: a, words: [&w " + "x".repeat(900) + "," + " *w,".repeat(200_000) + "]}]");
        Path pattern = folder.resolve("pattern.yaml");
        Files.writeString(
                pattern, "rules: [{name: a, pattern: '" + "(".repeat(4_000) + "x" + "){1,9}".repeat(900) + "'}]");
        Path counts = folder.resolve("counts.yaml");
        Files.writeString(counts, "rules: [{name: a, pattern: '((([a-z]{1,1000}){1,1000}){1,1000}){1,1000}'}]");
        for (Path file : new Path[] {bomb, pattern, counts}) {
            try (Command guard = Command.startWithHeap("-Xmx64m", "guard", "--policy", file.toString(), "--check")) {
                assertThat(guard.exitCode()).as(guard.err()).isEqualTo(2);
                assertThat(guard.err().lines()).hasSize(1);
                assertThat(guard.err()).startsWith("nagare: " + file + ":1:");
            }
        }
    }

    @Test
    void anAnswerWithoutAPolicyLoadsNothingOfTheGuard() throws IOException {
        Path loaded = folder.resolve("loaded.txt");
        try (Command chat =
                Command.startWithHeap("-Xlog:class+load:file=" + loaded, "chat", "What's 1+1? Answer in one word.")) {
            assertThat(chat.out()).isEqualTo("Two.\n");
            assertThat(chat.exitCode()).isZero();
        }
        assertThat(Files.readString(loaded))
                .contains("dev.nagare.cli.ChatCommand ")
                .doesNotContain("dev.nagare.guard.", "org.snakeyaml.");
    }
}
