package dev.nagare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFileTest {
    @TempDir
    Path folder;

    private final Problems problems = new Problems();

    @Test
    void aFileSetsWhatItNames() throws IOException {
        ServePlan plan = plan("""
                # A comment, and values of every shape.
                port: 9000
                queue-timeout: 500ms
                max-body: 1MiB
                strict: true
                model:
                  - one.gguf
                  - 'two words.gguf'
                alias: {gpt-4o-mini: one, "gpt-4o": one}
                cors-origin: https://example.com
                """);
        assertThat(problems.inOrder()).isEmpty();
        assertThat(plan.require(Settings.PORT)).isEqualTo(9000);
        assertThat(plan.require(Settings.QUEUE_TIMEOUT)).isEqualTo(Duration.ofMillis(500));
        assertThat(plan.require(Settings.MAX_BODY)).isEqualTo(1 << 20);
        assertThat(plan.require(Settings.STRICT)).isTrue();
        assertThat(plan.all(Settings.MODEL)).containsExactly(Path.of("one.gguf"), Path.of("two words.gguf"));
        assertThat(plan.aliases()).containsExactly(Map.entry("gpt-4o-mini", "one"), Map.entry("gpt-4o", "one"));
        assertThat(plan.all(Settings.CORS_ORIGIN)).containsExactly("https://example.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing but a comment\n", "---\n", "{}\n"})
    void aFileMaySetNothing(String text) throws IOException {
        plan(text);
        assertThat(problems.inOrder()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            port: 80800             | 1:7: port takes a whole number from 0 to 65535, not '80800'
            port: many              | 1:7: port takes a whole number from 0 to 65535, not 'many'
            port: 8.5               | 1:7: port takes a whole number from 0 to 65535, not '8.5'
            port: [8080]            | 1:7: port takes a whole number from 0 to 65535, not a list
            port: {a: b}            | 1:7: port takes a whole number from 0 to 65535, not a map
            port:                   | 1:6: port takes a whole number from 0 to 65535, not nothing
            port: null              | 1:7: port takes a whole number from 0 to 65535, not nothing
            rpm: -1                 | 1:6: rpm takes a whole number from 0, not '-1'
            strict: yes             | 1:9: strict takes true or false, not 'yes'
            heartbeat: 15           | 1:12: heartbeat takes a time such as 500ms, 60s or 5m, not '15'
            heartbeat: 0s           | 1:12: heartbeat takes a time such as 500ms, 60s or 5m, not '0s'
            drain: 5 s              | 1:8: drain takes a time such as 500ms, 60s or 5m, or 0, not '5 s'
            max-body: 16MB          | 1:11: max-body takes a size from 1 to 1GiB, such as 64KiB or 16MiB, not '16MB'
            max-bodies: 0           | 1:13: max-bodies takes a size from 1 to 1024GiB, such as 512MiB or 4GiB, not '0'
            max-bodies: 1025GiB     | 1:13: max-bodies takes a size from 1 to 1024GiB, such as 512MiB or 4GiB, not '1025GiB'
            max-body: 99999999999   | 1:11: max-body takes a size from 1 to 1GiB, such as 64KiB or 16MiB, not '99999999999'
            log-format: xml         | 1:13: log-format takes text or json, not 'xml'
            pace: 0                 | 1:7: pace takes a number larger than 0, not '0'
            cors-origin: [a.b]      | 1:15: cors-origin takes an origin such as https://example.com, or *, not 'a.b'
            alias: [a, b]           | 1:8: alias takes a map of names to models, not a list
            alias: {a: [b]}         | 1:12: alias takes a map of names to models, not a list
            model: {a: b}           | 1:8: model takes the path of a file or a list of them, not a map
            prot: 8080              | 1:1: there is no setting 'prot'; did you mean 'port'?
            max_body: 1MiB          | 1:1: there is no setting 'max_body'; did you mean 'max-body'?
            nothing-like-it: 1      | 1:1: there is no setting 'nothing-like-it'
            Port: 1                 | 1:1: there is no setting 'Port'; did you mean 'port'?
            <<: {port: 1}           | 1:1: there is no setting '<<'
            [a]: 1                  | 1:1: a key is the name of a setting, not a list
            - port                  | 1:1: a configuration is a map of settings, not a list
            just words              | 1:1: a configuration is a map of settings, not a single value
            """)
    void whatIsWrongIsToldWithItsPlace(String text, String problem) throws IOException {
        plan(text + "\n");
        assertThat(problems.inOrder()).containsExactly(folder.resolve("nagare.yaml") + ":" + problem);
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() throws IOException {
        plan("""
                port: 8080
                rpm: many

                port: 8081
                tpm: few
                """);
        String file = folder.resolve("nagare.yaml").toString();
        assertThat(problems.inOrder())
                .containsExactly(
                        file + ":2:6: rpm takes a whole number from 0, not 'many'",
                        file + ":4:1: 'port' is set twice, first at " + file + ":1:1",
                        file + ":5:6: tpm takes a whole number from 0, not 'few'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "port: [1",
                "port: 'x",
                "a: b: c",
                "port: *nowhere",
                "\t port: 1",
                "port: 1\n  rpm: 2",
                "%YAML 9.9\n---\na: b"
            })
    void whatIsNoYamlIsToldOnOneLineWithoutATrace(String text) throws IOException {
        plan(text + "\n");
        assertThat(problems.inOrder()).hasSize(1);
        assertThat(problems.inOrder().getFirst())
                .startsWith(folder.resolve("nagare.yaml").toString())
                .doesNotContain("\n", "Exception");
    }

    @Test
    void anchorsAndTagsDoNothing() throws IOException {
        ServePlan plan = plan("""
                host: &here localhost
                api-key-file: *here
                access-log: !!java.io.File [x]
                """);
        assertThat(plan.get(Settings.API_KEY_FILE)).isEqualTo(Path.of("localhost"));
        assertThat(problems.inOrder()).hasSize(1).first().asString().contains("access-log takes");
    }

    @Test
    void aBombOfAliasesIsRefused() throws IOException {
        StringBuilder bomb = new StringBuilder("a: &a [x,x,x,x,x,x,x,x,x]\n");
        for (char c = 'b'; c <= 'z'; c++) {
            bomb.append(c)
                    .append(": &")
                    .append(c)
                    .append(" [")
                    .append(("*" + (char) (c - 1) + ",").repeat(9))
                    .append("x]\n");
        }
        plan(bomb.toString());
        assertThat(problems.inOrder())
                .hasSize(1)
                .first()
                .asString()
                .contains("nagare.yaml")
                .contains("aliases");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "- ", "? ", "{a: "})
    void whatIsNestedTooDeeplyIsToldByItsLine(String level) throws IOException {
        plan("port: 1\nalias:\n  " + level.repeat(5_000));
        assertThat(problems.inOrder()).hasSize(1);
        assertThat(problems.inOrder().getFirst())
                .startsWith(folder.resolve("nagare.yaml") + ":3:")
                .endsWith(": lists and maps stand within each other more than 32 deep");
    }

    @Test
    void aSettingIsNotMultipliedByAliasesBeyondMeasure() throws IOException {
        plan("model: [&m " + "x".repeat(500_000) + ", *m".repeat(100_000) + "]\nalias: {? *m : a}");
        assertThat(problems.inOrder()).hasSize(2);
        assertThat(problems.inOrder()).allMatch(problem -> problem.length() < 500);
        assertThat(problems.inOrder())
                .anyMatch(problem -> problem.contains("model takes the path of a file, not 'xxx"));
        assertThat(problems.inOrder())
                .anyMatch(problem -> problem.contains("alias takes names of at most 8192 characters"));
    }

    @Test
    void ofManyProblemsTheFirstAreTold() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append("key-").append(i).append(": 1\n");
        }
        plan(text.toString());
        assertThat(problems.inOrder()).hasSize(Problems.MOST + 1);
        assertThat(problems.inOrder().getFirst()).contains(":1:1: there is no setting 'key-0'");
        assertThat(problems.inOrder().getLast()).isEqualTo("there is more that is wrong; only the first 50 are shown");
    }

    @Test
    void aFileThatIsTooLargeOrNotThereOrNotTextIsTold() throws IOException {
        Path large = Files.writeString(folder.resolve("large.yaml"), "#".repeat((1 << 20) + 1));
        ConfigFile.read(large, problems);
        ConfigFile.read(folder.resolve("missing.yaml"), problems);
        ConfigFile.read(Files.write(folder.resolve("latin.yaml"), new byte[] {'a', ':', (byte) 0xe4}), problems);
        assertThat(problems.inOrder())
                .containsExactly(
                        large + ": it is larger than 1 MiB",
                        folder.resolve("missing.yaml") + ": it cannot be read: there is no such file",
                        folder.resolve("latin.yaml") + ":1: it is not UTF-8 from here on");
    }

    @Test
    void anUnboundedKeyIsNotEchoed() throws IOException {
        plan("x".repeat(100_000) + ": 1\n");
        assertThat(String.join("", problems.inOrder()).length()).isLessThan(1_000);
    }

    private ServePlan plan(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("nagare.yaml"), text);
        return ServePlan.of(Map.of(), ConfigFile.read(file, problems), problems);
    }
}
