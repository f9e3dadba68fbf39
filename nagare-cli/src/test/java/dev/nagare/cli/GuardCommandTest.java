package dev.nagare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.testkit.ScriptedEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardCommandTest {
    @TempDir
    Path folder;

    private final Run run = new Run(ScriptedEngine.answering("x"));

    @Test
    void whatARuleReplacesIsNoFailure() {
        run.piping("Write to jane.doe@example.org today.\n");
        assertThat(run.nagare("guard", "--policy", "pii")).isZero();
        assertThat(run.out()).isEqualTo("Write to [e-mail] today.\n");
        assertThat(run.err()).isEmpty();
        assertThat(run.opened()).isEmpty();
    }

    @Test
    void whatABlockingRuleMatchesEndsTheTextWithACodeOfItsOwn() {
        Pieces pieces = new Pieces("The pass", "word is ", "x", "and more");
        run.piping(pieces);
        assertThat(run.nagare("guard", "--policy", "words")).isEqualTo(3);
        assertThat(run.out()).isEqualTo("The ");
        assertThat(run.err()).isEqualTo("nagare: rule 'credentials' ended the text at character 4\n");
        assertThat(pieces.left()).isEqualTo(2);
    }

    @Test
    void theEndLetsGoWhatWasHeld() {
        run.piping("the password");
        assertThat(run.nagare("guard", "--policy", "words")).isZero();
        assertThat(run.out()).isEqualTo("the password");
    }

    @Test
    void whatIsNotUtf8IsReplacedAndToldOnce() {
        run.piping(new java.io.ByteArrayInputStream(new byte[] {'a', (byte) 0xFF, 'b', (byte) 0xC3}));
        assertThat(run.nagare("guard", "--policy", "words")).isZero();
        assertThat(run.out()).isEqualTo("a\uFFFDb\uFFFD");
        assertThat(run.err()).isEqualTo("nagare: what is not UTF-8 was replaced by U+FFFD, 2 times\n");
    }

    @Test
    void anExplanationSaysWhatIsHeldForWhichRulesAndWhatBecomesOfIt() throws IOException {
        Path file = Files.writeString(folder.resolve("house.yaml"), """
                rules:
                  - name: bombs
                    words: [pipe bomb, nail bomb]
                  - name: bees
                    words: [bee, pipe bee]
                    action: redact
                    category: insects
                  - name: watched
                    words: word
                    action: annotate
                """);
        run.piping(new Pieces("A word: a pi", "pe b", "ee, a n", "ot.", " a pi"));
        assertThat(run.nagare("guard", "--policy", file.toString(), "--explain"))
                .isZero();
        assertThat(run.out()).isEqualTo("A word: a [redacted], a not. a pi");
        assertThat(run.err().replaceFirst("house@[0-9a-f]{12}", "house@FINGERPRINT"))
                .isEqualTo("""
                        guard: policy house@FINGERPRINT, 3 rules: holds back at most 9 characters, and 64 invisible ones after each
                        guard: found 4 characters at 2: rule watched
                        guard: held 2 characters at 10: "pi", may become a match of bombs, bees
                        guard: held 6 characters at 10: "pipe b", may become a match of bombs, bees
                        guard: replaced 8 characters at 10: rule bees (insects)
                        guard: decided on 6 characters at 10 after 2.0 ms
                        guard: held 1 character at 22: "n", may become a match of bombs
                        guard: decided on 1 character at 22 after 1.0 ms
                        guard: held 2 characters at 29: "pi", may become a match of bombs, bees
                        guard: decided on 2 characters at 29 after 1.0 ms
                        guard: in 31 characters, out 33 characters; held at most 6 characters, at most for 2.0 ms
                        """);
    }

    @Test
    void anExplanationEndsWithABlock() {
        run.piping(new Pieces("The pass", "word is x"));
        assertThat(run.nagare("guard", "--policy", "words", "--explain")).isEqualTo(3);
        assertThat(run.err().lines().skip(1))
                .containsExactly(
                        "guard: held 4 characters at 4: \"pass\", may become a match of credentials",
                        "guard: ended the text at 4: rule credentials",
                        "guard: decided on 4 characters at 4 after 1.0 ms",
                        "guard: in 17 characters, out 4 characters; held at most 4 characters, at most for 1.0 ms",
                        "nagare: rule 'credentials' ended the text at character 4");
    }

    @Test
    void aCheckPrintsTheRulesAndWhatTheyCanHoldBack() throws IOException {
        Path file = Files.writeString(folder.resolve("house.yaml"), """
                unknown-fields: block
                rules:
                  - name: bombs
                    words: [pipe bomb, nail bomb]
                  - name: number
                    pattern: 'N-\\d{4}'
                    action: redact
                  - name: contact
                    detector: [email, ipv4]
                    action: annotate
                """);
        assertThat(run.nagare("guard", "--policy", file.toString(), "--check")).isZero();
        assertThat(run.out())
                .matches("house@[0-9a-f]{12}: 4 rules, [0-9.]+ KiB\n(?s:.*)")
                .endsWith("""
                        It holds back at most 9 characters, and 64 invisible ones after each.
                        Text in fields that nobody knows ends the answer.

                        rule           looks for        action             holds  category
                        bombs          2 phrases        block              9      bombs
                        number         pattern N-\\d{4}  redact [redacted]  6      number
                        contact/email  detector email   annotate           0      pii/email
                        contact/ipv4   detector ipv4    annotate           0      pii/ip-address
                        """);
        assertThat(run.err()).isEmpty();
    }

    @Test
    void itWarnsOfReplacementsThatMayBecomePartOfAMatch() throws IOException {
        Path file = Files.writeString(folder.resolve("joins.yaml"), """
                rules:
                  - {name: empty, words: damn, match: anywhere, action: redact, replacement: ''}
                  - {name: letters, pattern: 'd[ae]rn', action: redact, replacement: oh}
                  - {name: marked, words: heck, match: anywhere, action: redact, replacement: '[x]'}
                  - {name: whole, words: crap, action: redact, replacement: ''}
                  - {name: mail, detector: email, action: redact, replacement: ''}
                  - {name: told, words: drat, match: anywhere, action: annotate}
                """);
        String warning =
                "what replaces the matches of rules 'empty', 'letters', 'whole', 'mail' may become part of a match";
        assertThat(run.nagare("guard", "--policy", file.toString(), "--check")).isZero();
        assertThat(run.out()).contains("\n\n" + warning);
        for (String[] command : new String[][] {
            {"guard", "--policy", file.toString()},
            {"chat", "--policy", file.toString(), "hi"},
            {"complete", "--policy", file.toString(), "hi"},
            {"serve", "--policy", file.toString(), "--port", "0"}
        }) {
            Run each = new Run(ScriptedEngine.answering("x"));
            assertThat(each.nagare(command)).isZero();
            assertThat(each.err()).containsOnlyOnce("nagare: " + warning);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pii", "words"})
    void aShippedPolicyNeedsNoWarning(String name) {
        assertThat(run.nagare("guard", "--policy", name)).isZero();
        assertThat(run.err()).isEmpty();
    }

    @Test
    void aCheckOfAWrongPolicySaysSoAndEndsWithTwo() throws IOException {
        Path file = Files.writeString(folder.resolve("wrong.yaml"), "rules: [{name: a, pattern: x+}, {words: b}]");
        for (String[] command : new String[][] {
            {"guard", "--policy", file.toString(), "--check"},
            {"guard", "--policy", file.toString()},
            {"chat", "--policy", file.toString(), "hi"},
            {"complete", "--policy", file.toString(), "hi"},
            {"serve", "--policy", file.toString(), "--check"},
            {"serve", "--policy", file.toString()}
        }) {
            Run each = new Run(ScriptedEngine.answering("x"));
            assertThat(each.nagare(command)).isEqualTo(2);
            assertThat(each.out()).isEmpty();
            assertThat(each.err()).contains("nagare: " + file + ":1:33: a rule needs a 'name'");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pii", "words"})
    void aShippedPolicyIsAFileToBeginWith(String name) throws IOException {
        assertThat(run.nagare("guard", "--policy", name, "--print")).isZero();
        Path file = Files.writeString(folder.resolve("mine.yaml"), run.out());
        Run shipped = new Run(ScriptedEngine.answering("x"));
        Run copied = new Run(ScriptedEngine.answering("x"));
        assertThat(shipped.nagare("guard", "--policy", name, "--check")).isZero();
        assertThat(copied.nagare("guard", "--policy", file.toString(), "--check"))
                .isZero();
        assertThat(copied.out()).isEqualTo(shipped.out()).startsWith(name + "@");
    }

    @Test
    void aPolicyIsNeeded() {
        assertThat(run.nagare("guard")).isEqualTo(2);
        assertThat(run.err()).contains("--policy=FILE|NAME");
    }
}
