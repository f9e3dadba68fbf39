package dev.nagare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.testkit.ScriptedCompletion;
import dev.nagare.testkit.ScriptedEngine;
import dev.nagare.wire.Prompt;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    @ParameterizedTest
    @ValueSource(strings = {"chat", "complete", "serve", "guard", "key", "walkthrough"})
    void everyCommandExplainsItself(String command) {
        Run run = new Run(ScriptedEngine.answering("x"));
        assertThat(run.nagare(command, "--help")).isZero();
        assertThat(run.out()).contains("Usage: nagare " + command);
        assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(run.err()).isEmpty();
    }

    @Test
    void helpShowsExamples() {
        Run run = new Run(ScriptedEngine.answering("x"));
        assertThat(run.nagare("--help")).isZero();
        assertThat(run.out()).contains("Examples:", "nagare serve", "Exit codes:");
        String examples =
                run.out().substring(run.out().indexOf("Examples:"), run.out().indexOf("Exit codes:"));
        assertThat(examples.strip().lines().skip(1))
                .as("not wrapped")
                .allSatisfy(line -> assertThat(line).startsWith("  nagare "));
        assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
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

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            chat --temperature 2.1 x          | it takes a number from 0 to 2, not '2.1'
            complete -t hot x                 | it takes a number from 0 to 2, not 'hot'
            chat --max-tokens 0 x             | it takes a whole number from 1, not '0'
            complete --max-tokens 1e9 x       | it takes a whole number from 1, not '1e9'
            chat --pace 0 x                   | it takes a number larger than 0, not '0'
            walkthrough --pace -3             | it takes a number larger than 0, not '-3'
            chat --url nowhere x              | does not begin with http:
            chat --url http://h/v1 --pace 3 x | leave it out with --url
            chat --cacert cert.pem x          | --cacert is for a server (--url)
            complete --stop a --stop b --stop c --stop d --stop e x | --stop may be given 4 times at most
            """)
    void wrongValuesAreWrongUsage(String line, String told) {
        Run run = new Run(ScriptedEngine.answering("x"));
        assertThat(run.nagare(line.split(" "))).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("nagare: ").contains(told).contains("--help");
        assertThat(run.opened()).isEmpty();
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
