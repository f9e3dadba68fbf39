package dev.nagare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nagare.server.ApiKeys;
import dev.nagare.server.ServerConfig;
import dev.nagare.testkit.ScriptedEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServeCommandTest {
    @TempDir
    Path folder;

    private final Run run = new Run(ScriptedEngine.answering("x"));

    @Test
    void oneLineSaysWhereItListensAndAnOrderlyEndIsZero() {
        assertThat(run.nagare("serve", "--port", "0", "--access-log", "off")).isZero();
        assertThat(run.out()).matches("Nagare is listening on http://127\\.0\\.0\\.1:\\d+/v1\n");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void modelsAliasesAndPaceReachTheEngine() {
        assertThat(run.nagare("serve", "-p", "0", "-m", "a.gguf", "--model", "b.gguf", "--alias", "x=a", "--pace", "5"))
                .isZero();
        assertThat(run.opened()).containsExactly("[a.gguf, b.gguf] {x=a} 5.0");
    }

    @Test
    void aFlagWinsOverTheFile() throws IOException {
        Path file = Files.writeString(
                folder.resolve("nagare.yaml"), "rpm: 1\ntpm: 2\nmodel: [a.gguf, b.gguf]\nstrict: true\n");
        assertThat(run.nagare(
                        "serve",
                        "--config",
                        file.toString(),
                        "--rpm",
                        "10",
                        "-m",
                        "c.gguf",
                        "--strict=false",
                        "--print-config"))
                .isZero();
        assertThat(run.out())
                .contains("\nrpm: 10\n", "\ntpm: 2\n", "model:\n  - c.gguf\n# alias:\n", "\nstrict: false\n");
        assertThat(run.opened()).isEmpty();
    }

    @Test
    void whatIsPrintedSaysTheSameWhenItIsRead() throws IOException {
        assertThat(run.nagare(
                        "serve",
                        "--print-config",
                        "-m",
                        "it's.gguf",
                        "--alias",
                        "null=true",
                        "--cors-origin",
                        "*",
                        "--drain",
                        "1m",
                        "--metrics-port",
                        "9090",
                        "--strict",
                        "--host",
                        "::1"))
                .isZero();
        Path file = Files.writeString(folder.resolve("printed.yaml"), run.out());
        Run again = new Run(ScriptedEngine.answering("x"));
        assertThat(again.nagare("serve", "--config", file.toString(), "--print-config"))
                .isZero();
        assertThat(again.out()).isEqualTo(run.out()).contains("drain: 60s", "host: '::1'", "- '*'");
    }

    @Test
    void whatHoldsAtFirstIsWhatTheServerHasAtFirst() {
        Problems problems = new Problems();
        assertThat(ServePlan.of(Map.of(), Map.of(), problems).config()).isEqualTo(ServerConfig.defaults());
        assertThat(problems.inOrder()).isEmpty();
    }

    static List<Setting<?>> settings() {
        return Settings.all();
    }

    @ParameterizedTest
    @MethodSource("settings")
    void everySettingIsAFlagWithHelpAndAKeyOfTheFile(Setting<?> setting) throws IOException {
        assertThat(run.nagare("serve", "--help")).isZero();
        assertThat(run.out()).contains(setting.flag(), setting.section().title() + ":\n");
        assertThat(setting.description()).endsWith(".");
        Path file = Files.writeString(folder.resolve("nagare.yaml"), setting.name() + ":\n");
        Problems problems = new Problems();
        assertThat(ConfigFile.read(file, problems)).containsOnlyKeys(setting);
        assertThat(problems.inOrder())
                .hasSize(1)
                .first()
                .asString()
                .contains(":1:")
                .contains(" " + setting.name() + " takes ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --port many                           | --port takes a whole number from 0 to 65535, not 'many'
            --queue-timeout 10                    | --queue-timeout takes a time such as 500ms, 60s or 5m, not '10'
            --alias nothing                       | --alias takes a name and a model, as in gpt-4o-mini=smollm, not 'nothing'
            --tls-cert cert.pem                   | --tls-cert is of no use without --tls-key
            --metrics-host 127.0.0.1               | --metrics-host is of no use without --metrics-port
            --low-water 2MiB                      | --low-water is larger than --high-water
            --host 0.0.0.0                        | --host: without API keys everyone who reaches 0.0.0.0 would be answered
            --max-body 1GiB --max-bodies 1MiB     | --max-body is larger than --max-bodies
            --prot 1                              | did you mean --port?
            --judge-timeout 3s                    | --judge-timeout is for --judge-url, and no judge is set
            --judge-fail-open                     | --judge-fail-open is for --judge-url, and no judge is set
            --rpm 1 --rpm 2                       | should be specified only once
            --strict=perhaps                      | --strict takes true or false, not 'perhaps'
            """)
    void wrongUsageIsOneClearLine(String arguments, String problem) {
        assertThat(run.nagare(("serve " + arguments).split(" +"))).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("nagare: ").contains(problem).endsWith("Try 'nagare serve --help'.\n");
        assertThat(run.err().lines()).hasSize(2);
        assertThat(run.opened()).isEmpty();
    }

    @Test
    void aCheckOpensTheModelsAndTakesNoPort() throws IOException {
        Path model = Files.writeString(folder.resolve("a.gguf"), "opened by the test");
        assertThat(run.nagare("serve", "--check", "--port", "1", "-m", model.toString()))
                .isZero();
        assertThat(run.out()).isEqualTo("Nothing is wrong.\n");
        assertThat(run.opened()).hasSize(1);
    }

    @Test
    void aCheckTellsEveryProblemWithItsSettingInTheOrderOfTheFile() throws IOException {
        Path keys = Files.writeString(folder.resolve("keys"), "a:secret\nnonsense\n");
        Path cert = Files.writeString(folder.resolve("cert.pem"), "no certificate");
        Path config = Files.writeString(folder.resolve("nagare.yaml"), """
                tls-key: none.pem
                rpm: x
                access-log: %s/none/access.log
                prot: 1
                tls-cert: %s
                model:
                  - missing.gguf
                  - %s
                """.formatted(folder, cert, folder));
        assertThat(run.nagare("serve", "--check", "--config", config.toString(), "--api-key-file", keys.toString()))
                .isEqualTo(2);
        String begin = "nagare: " + config;
        assertThat(run.err().lines())
                .containsExactly(
                        begin + ":1:10: tls-key: cannot read none.pem: there is no such file",
                        begin + ":2:6: rpm takes a whole number from 0, not 'x'",
                        begin + ":3:13: access-log: the folder of " + folder + "/none/access.log does not exist",
                        begin + ":4:1: there is no setting 'prot'; did you mean 'port'?",
                        begin + ":5:11: tls-cert: there is no readable certificate in " + cert,
                        begin + ":7:5: model: cannot read missing.gguf: there is no such file",
                        begin + ":8:5: model: cannot read " + folder + ": it is not a file",
                        "nagare: --api-key-file: the API keys in " + keys
                                + " are wrong: line 2 is not name:key or name:sha256:hash",
                        "Try 'nagare serve --help'.");
        assertThat(run.opened()).isEmpty();
    }

    @Test
    void aCheckLooksAtTheUrlOfAJudge() {
        assertThat(run.nagare("serve", "--check", "--judge-url", "no url")).isEqualTo(2);
        assertThat(run.err()).startsWith("nagare: --judge-url: ");
    }

    /** As the server reads them: a check that is kinder than the server is of no use. */
    @Test
    void keysAreCheckedAsTheServerReadsThem() throws IOException {
        Path large = Files.writeString(folder.resolve("large"), "#".repeat((1 << 20) + 1));
        Path latin = Files.write(folder.resolve("latin"), new byte[] {'a', ':', (byte) 0xe4});
        assertThat(run.nagare("serve", "--check", "--api-key-file", large.toString()))
                .isEqualTo(2);
        assertThat(run.nagare("serve", "--check", "--api-key-file", latin.toString()))
                .isEqualTo(2);
        assertThat(run.err())
                .contains(
                        "--api-key-file: cannot read " + large + ": it is larger than 1 MiB\n",
                        "--api-key-file: cannot read " + latin + ": it is not UTF-8\n");
    }

    @Test
    void anAccessLogThatCannotBeWrittenIsFound() throws IOException {
        assertThat(run.nagare("serve", "--check", "--access-log", folder.toString()))
                .isEqualTo(2);
        assertThat(run.err()).contains("--access-log: " + folder + " is a folder\n");
        Path log = folder.resolve("access.log");
        assertThat(run.nagare("serve", "--check", "--access-log", log.toString()))
                .isZero();
        assertThat(log).as("a check writes nothing").doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--api-key-file", "--config", "--policy"})
    void aMissingFileIsSaidInPlainWords(String flag) {
        Path none = folder.resolve("none.yaml");
        assertThat(run.nagare("serve", "--port", "0", flag, none.toString())).isNotZero();
        assertThat(run.err())
                .contains(none.toString(), ": there is no such file")
                .doesNotContain("java.", "Exception");
    }

    @Test
    void aPortThatIsTakenIsSaidInPlainWords() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            for (String epoll : new String[] {"true", "false"}) {
                Run second = new Run(ScriptedEngine.answering("x"));
                assertThat(second.nagare("serve", "--port", "" + port, "--native-transport=" + epoll))
                        .isEqualTo(1);
                assertThat(second.err())
                        .isEqualTo("nagare: cannot listen on 127.0.0.1:" + port + ": the port is taken\n");
            }
        }
    }

    @Test
    void theAccessLogGoesWhereItIsToldTo() {
        Path file = folder.resolve("access.log");
        assertThat(run.nagare("serve", "--port", "0", "--access-log", file.toString(), "--log-format", "json"))
                .isZero();
        assertThat(file).isEmptyFile();
        assertThat(run.nagare("serve", "--port", "0", "--access-log", folder.toString()))
                .isEqualTo(1);
        assertThat(run.err()).contains("the access log cannot be written to " + folder);
    }

    @Test
    void aKeyIsShownOnceAndItsLineIsAccepted() {
        assertThat(run.nagare("key", "team-a")).isZero();
        assertThat(ApiKeys.parse(run.out()).size()).isEqualTo(1);
        String key = run.err().strip().replaceFirst(".* ", "");
        assertThat(key).matches("sk-[A-Za-z0-9_-]{43}");
        assertThat(run.out()).isEqualTo(ApiKeys.line("team-a", key) + "\n").doesNotContain(key);
    }

    @Test
    void aKeyWhoseLineWentNowhereIsNotShown() {
        Run run = new Run(ScriptedEngine.answering("x")).readOnly(0);
        assertThat(run.nagare("key", "team-a")).isEqualTo(1);
        assertThat(run.err()).isEqualTo("nagare: the line of team-a went nowhere, so its key is not shown\n");
    }

    @Test
    void aNameThatIsNoNameIsWrongUsage() {
        assertThat(run.nagare("key", "two words")).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }
}
