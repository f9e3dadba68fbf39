package dev.nagare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.testkit.ScriptedCompletion;
import dev.nagare.testkit.ScriptedEngine;
import dev.nagare.wire.Prompt;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    @ParameterizedTest
    @ValueSource(strings = {"chat", "complete", "serve", "key", "walkthrough"})
    void everyCommandExplainsItself(String command) {
        Run run = new Run(ScriptedEngine.answering("x"));
        assertThat(run.nagare(command, "--help")).isZero();
        assertThat(run.out()).contains("Usage: nagare " + command);
        assertThat(run.out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(101));
        assertThat(run.err()).isEmpty();
    }

    @Test
    void helpShowsExamples() {
        Run run = new Run(ScriptedEngine.answering("x"));
        assertThat(run.nagare("--help")).isZero();
        assertThat(run.out()).contains("Examples:", "nagare serve", "Exit codes:");
    }

    @Test
    void theVersionNamesTheJvm() {
        Run run = new Run(ScriptedEngine.answering("x"));
        assertThat(run.nagare("--version")).isZero();
        assertThat(run.out()).startsWith("nagare ").contains("Java " + Runtime.version());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "unknown", "chat --no-such-option", "chat --max-tokens many x", "chat one two"})
    void wrongUsageIsExitCodeTwoAndPointsToTheHelp(String line) {
        Run run = new Run(ScriptedEngine.answering("x"));
        assertThat(run.nagare(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("nagare: ").contains("--help");
    }

    @Test
    void completeContinuesAText() {
        List<ScriptedCompletion> asked = new CopyOnWriteArrayList<>();
        Run run = new Run(ScriptedEngine.playing(generation -> {
            asked.add((ScriptedCompletion) generation);
            generation.text(" 4");
            generation.text(",");
        }));
        assertThat(run.nagare("complete", "1, 2, 3,")).isZero();
        assertThat(run.out()).isEqualTo(" 4,\n");
        assertThat(asked.getFirst().request().prompt()).isEqualTo(Prompt.of("1, 2, 3,"));
        assertThat(asked.getFirst().request().maxTokens()).isNull();
    }

    @Test
    void anEmptyPipeIsWrongUsage() {
        assertThat(new Run(ScriptedEngine.answering("x")).nagare("chat")).isEqualTo(2);
    }
}
