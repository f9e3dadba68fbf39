package dev.nagare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.testkit.ScriptedEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code --policy} of the commands that answer. */
class PolicyOptionTest {
    @TempDir
    Path folder;

    private final Run run = new Run(ScriptedEngine.answering("Mon", "day, Tues", "day, Thurs", "day."));

    @ParameterizedTest
    @CsvSource({
        "chat, false, 'Monday, [day]day, '",
        "chat, true, 'Monday, [day]day, '",
        "complete, false, 'Monday, [day]day, '",
        "complete, true, 'Monday, [day]day, '"
    })
    void anAnswerThatARuleEndsSaysSoAndHasACodeOfItsOwn(String command, boolean whole, String shown)
            throws IOException {
        List<String> line = new ArrayList<>(List.of(command, "--policy", days(), "Which days?"));
        if (whole) {
            line.add("--no-stream");
        }
        assertThat(run.nagare(line.toArray(String[]::new))).isEqualTo(3);
        assertThat(run.out()).isEqualTo(shown + "\n");
        assertThat(run.err().lines()).hasSize(2);
        assertThat(run.err())
                .contains(" tokens\n")
                .matches("(?s).*\nnagare: the policy days@[0-9a-f]{12} ended this answer\n");
    }

    @Test
    void anAnswerOnlyReplacedIsNoFailure() throws IOException {
        Run only = new Run(ScriptedEngine.answering("Tues", "day."));
        assertThat(only.nagare("chat", "--policy", days(), "Which day?")).isZero();
        assertThat(only.out()).isEqualTo("[day]day.\n");
        assertThat(only.err().lines()).hasSize(1);
    }

    @Test
    void aConversationGoesOnWithoutAnAnswerThatARuleEnded() throws IOException {
        List<Integer> lengths = new CopyOnWriteArrayList<>();
        Run talk = new Run(ScriptedEngine.playing(generation -> {
                    int messages = ((dev.nagare.testkit.ScriptedChat) generation)
                            .request()
                            .messages()
                            .size();
                    lengths.add(messages);
                    generation.text(lengths.size() == 1 ? "On thursday." : "Yes.");
                }))
                .typing("When?\nSure?\n\n");
        assertThat(talk.nagare("chat", "--policy", days())).isZero();
        assertThat(talk.out()).isEqualTo("On \nYes.\n");
        assertThat(talk.err()).contains("ended this answer");
        assertThat(lengths).containsExactly(1, 1);
    }

    @Test
    void aServerChecksAndPrintsItsPolicy() throws IOException {
        assertThat(run.nagare("serve", "--policy", days(), "--verdicts", "--check"))
                .isZero();
        assertThat(run.out()).isEqualTo("Nothing is wrong.\n");
        Run printed = new Run(ScriptedEngine.answering("x"));
        assertThat(printed.nagare("serve", "--policy", "pii", "--print-config")).isZero();
        assertThat(printed.out()).contains("# What may be said\npolicy: pii\nverdicts: false\n");
        Run started = new Run(ScriptedEngine.answering("x"));
        assertThat(started.nagare("serve", "--port", "0", "--policy", "words")).isZero();
        assertThat(started.err())
                .matches("nagare: the policy words@[0-9a-f]{12} moderates every answer and holds back at most 26 "
                        + "characters, and 64 invisible ones after each\n");
    }

    @Test
    void verdictsWithoutAPolicyMakeNoSense() {
        assertThat(run.nagare("serve", "--verdicts", "--check")).isEqualTo(2);
        assertThat(run.err()).startsWith("nagare: --verdicts is for --policy, and no policy is set\n");
    }

    @Test
    void everythingThatIsWrongWithSettingsAndPolicyIsToldAtOnce() throws IOException {
        Path config = Files.writeString(folder.resolve("nagare.yaml"), "prot: 1\npolicy: nothing.yaml\n");
        assertThat(run.nagare("serve", "--config", config.toString(), "--check"))
                .isEqualTo(2);
        assertThat(run.err()).contains("there is no setting 'prot'", "nothing.yaml: there is no such file");
    }

    private String days() throws IOException {
        return Files.writeString(folder.resolve("days.yaml"), """
                        rules:
                          - name: thursday
                            words: thursday
                          - name: tuesday
                            words: tues
                            match: word-start
                            action: redact
                            replacement: '[day]'
                        """).toString();
    }
}
