package dev.nagare.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that nobody meant: each is read or told, in lines that a person can read, and never thrown at one. */
class HostileFileTest {
    private static final String POLICY = """
            %YAML 1.2
            ---
            name: &name house
            rules:
              - name: "one"
                words: &words [pipe bomb, 'nail bomb']
                action: redact
                replacement: >-
                  [gone]
              - {name: two, words: *words, match: word-start}
              - ? name
                : three
                detector: [email, !!str iban]
              - name: four
                pattern: 'TCK-\\d{6}'
            """;
    private static final String SETTINGS = """
            host: &here 127.0.0.1
            port: 8080
            model: [one.gguf, "two.gguf"]
            alias: {gpt-4o-mini: one, ? two : *here}
            cors-origin:
              - https://example.com
            drain: 5s
            """;
    private static final String[] PIECES = {
        "[",
        "{",
        "]",
        "}",
        "- ",
        "? ",
        ": ",
        ", ",
        "&a ",
        "*a",
        "!!",
        "!<x> ",
        "|\n",
        ">\n",
        "'",
        "\"",
        "\\",
        "#",
        "\n",
        "\t",
        "  ",
        "---\n",
        "...\n",
        "%YAML 1.1\n",
        "<<: ",
        "\u0000",
        "\u0085",
        "\uFEFF",
        "\uD83D\uDE00",
        "~",
        "null",
        "\r",
        "@",
        "`"
    };

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aDamagedPolicyIsReadOrTold(long seed) throws IOException {
        assertReadOrTold(POLICY, seed, 1_500, file -> {
            List<String> problems = new ArrayList<>();
            WrittenPolicy policy = PolicyFile.read(PolicySource.of(file.toString()), problems);
            assertThat(policy == null).isEqualTo(!problems.isEmpty());
            return problems;
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void damagedSettingsAreReadOrTold(long seed) throws IOException {
        assertReadOrTold(SETTINGS, seed, 3_000, file -> {
            Problems problems = new Problems();
            ConfigFile.read(file, problems);
            return problems.inOrder();
        });
    }

    @Test
    void aCharacterThatIsNoTextIsToldByItsLine() throws IOException {
        Path file = Files.writeString(folder.resolve("policy.yaml"), "name: a\nrules:\n  - name: \u0007\n");
        List<String> problems = new ArrayList<>();
        assertThat(PolicyFile.read(PolicySource.of(file.toString()), problems)).isNull();
        assertThat(problems).containsExactly(file + ":3:11: the character U+0007 cannot stand in YAML");
    }

    /** Reads damaged copies of a text, which may have problems and throws nothing. */
    private void assertReadOrTold(String text, long seed, int runs, Function<Path, List<String>> read)
            throws IOException {
        Random random = new Random(seed);
        Path file = folder.resolve("damaged.yaml");
        for (int run = 0; run < runs; run++) {
            byte[] damaged = damaged(text, random);
            Files.write(file, damaged);
            assertThatCode(() -> assertReadable(read.apply(file)))
                    .as("seed %d, run %d: %s", seed, run, new String(damaged, StandardCharsets.UTF_8))
                    .doesNotThrowAnyException();
        }
    }

    private static void assertReadable(List<String> problems) {
        assertThat(problems)
                .doesNotHaveDuplicates()
                .allSatisfy(problem ->
                        assertThat(problem).doesNotContain("\n", "Exception").hasSizeLessThan(1_000));
    }

    private static byte[] damaged(String text, Random random) {
        StringBuilder damaged = new StringBuilder(text);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(damaged.length() + 1);
            switch (random.nextInt(3)) {
                case 0 -> damaged.insert(at, PIECES[random.nextInt(PIECES.length)].repeat(1 + random.nextInt(3)));
                case 1 -> damaged.delete(at, Math.min(damaged.length(), at + 1 + random.nextInt(8)));
                default -> damaged.insert(at, damaged.substring(random.nextInt(at + 1), at));
            }
        }
        byte[] bytes = damaged.toString().getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(20) == 0 && bytes.length > 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }
}
