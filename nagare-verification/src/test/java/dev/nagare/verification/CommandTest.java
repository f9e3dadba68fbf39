package dev.nagare.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(strings = {"", "--json", "--no-stream", "--help"})
    void anAnswerThatIsLostIsAnError(String option) {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "NOT RUN: this system has no /dev/full");
        List<String> arguments = new ArrayList<>(List.of("chat", "What's 1+1? Answer in one word."));
        if (!option.isEmpty()) {
            arguments.add(1, option);
        }
        try (Command nagare = Command.startInto(full, arguments.toArray(String[]::new))) {
            assertThat(nagare.exitCode()).isEqualTo(1);
            assertThat(nagare.err()).contains("nagare: what was said could not be written: ");
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
    void termEndsTheServerWithZeroAfterTheLastAnswer() throws IOException, InterruptedException {
        try (Command nagare = Command.start("serve", "--port", "0", "--pace", "20", "--drain", "60s")) {
            String url = nagare.firstLine().replaceFirst(".* on ", "");
            HttpResponse<Stream<String>> answer = stream(url, "Count to 10.");
            Iterator<String> lines = answer.body().iterator();
            String first = lines.next();
            nagare.signal("TERM");
            List<String> rest = new ArrayList<>();
            lines.forEachRemaining(rest::add);
            assertThat(first).startsWith("data: {");
            assertThat(rest).contains("data: [DONE]").noneMatch(line -> line.contains("\"error\""));
            assertThat(nagare.exitCode()).isZero();
            assertThat(nagare.err()).contains(" end=stop ").doesNotContain("Exception");
        }
    }

    @Test
    void whatHasNotEndedByTheDrainIsToldSoAndLogged() throws IOException, InterruptedException {
        try (Command nagare = Command.start("serve", "--port", "0", "--pace", "2", "--drain", "100ms")) {
            String url = nagare.firstLine().replaceFirst(".* on ", "");
            Iterator<String> lines = stream(url, COUNT).body().iterator();
            lines.next();
            nagare.signal("TERM");
            List<String> rest = new ArrayList<>();
            lines.forEachRemaining(rest::add);
            assertThat(rest).anyMatch(line -> line.contains("\"error\"")).contains("data: [DONE]");
            assertThat(nagare.exitCode()).isZero();
            assertThat(nagare.err()).contains(" end=cancelled ");
        }
    }

    /** A file of keys that never comes to its end holds the start up, after signals are taken and before it listens. */
    @Test
    void termBeforeTheServerIsReadyEndsItWithZero() throws Exception {
        Path keys = folder.resolve("keys");
        assumeTrue(
                new ProcessBuilder("mkfifo", keys.toString()).start().waitFor() == 0,
                "this system has no pipes with names");
        try (Command nagare = Command.start("serve", "--port", "0", "--api-key-file", keys.toString())) {
            // Opening for writing waits until the other end is opened for reading.
            try (OutputStream _ =
                    CompletableFuture.supplyAsync(() -> open(keys)).get(60, TimeUnit.SECONDS)) {
                nagare.signal("TERM");
                assertThat(nagare.exitCode()).isZero();
            }
            assertThat(nagare.out()).isEmpty();
        }
    }

    private static OutputStream open(Path file) {
        try {
            return Files.newOutputStream(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aSecondSignalEndsTheServerAtOnce() throws IOException, InterruptedException {
        try (Command nagare = Command.start("serve", "--port", "0", "--pace", "0.5", "--drain", "10m")) {
            String url = nagare.firstLine().replaceFirst(".* on ", "");
            Iterator<String> lines = stream(url, COUNT).body().iterator();
            lines.next();
            nagare.signal("INT");
            nagare.awaitError("a second signal ends at once");
            nagare.signal("INT");
            assertThat(nagare.exitCode()).isEqualTo(130);
        }
    }

    private static HttpResponse<Stream<String>> stream(String url, String question)
            throws IOException, InterruptedException {
        String body =
                "{\"model\":\"m\",\"stream\":true,\"temperature\":0,\"messages\":[{\"role\":\"user\",\"content\":\""
                        + question + "\"}]}";
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/chat/completions"))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofLines());
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
                assertThat(problem(nagare)).startsWith("nagare: ").contains(String.valueOf(file.getFileName()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("hostileModels")
    void aHostileModelIsOneClearLineInASmallHeap(HostileModel model) throws IOException {
        Path file = Files.write(folder.resolve("hostile.gguf"), model.bytes());
        try (Command nagare = Command.startWithHeap("-Xmx32m", "chat", "--model", file.toString(), "hi")) {
            assertThat(nagare.exitCode()).isEqualTo(1);
            assertThat(nagare.out()).isEmpty();
            assertThat(problem(nagare))
                    .startsWith("nagare: ")
                    .contains("hostile.gguf")
                    .doesNotContain("OutOfMemory");
        }
    }

    static List<HostileModel> hostileModels() {
        return HostileModel.all();
    }

    @Test
    void anAliasIsAnotherNameForAModel() throws Exception {
        try (Command nagare = Command.start("serve", "--port", "0", "--alias", "gpt-4o-mini=nagare-tiny")) {
            String line = nagare.firstLine();
            HttpResponse<String> models = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(line.substring(line.indexOf("http")) + "/models"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(models.statusCode()).isEqualTo(200);
            assertThat(models.body()).contains("\"id\":\"nagare-tiny\"", "\"id\":\"gpt-4o-mini\"");
        }
        try (Command nagare = Command.start("serve", "--port", "0", "--alias", "a=no-such-model")) {
            assertThat(nagare.exitCode()).isEqualTo(1);
            assertThat(nagare.err().lines()).hasSize(1);
            assertThat(nagare.err()).startsWith("nagare: ").contains("no-such-model");
        }
    }

    @Test
    void aPaceHoldsAnAnswerBack() {
        try (Command nagare = Command.start("chat", "--pace", "20", "--max-tokens", "11", COUNT)) {
            assertThat(nagare.out()).isEqualTo("1, 2, 3, 4,\n");
            assertThat(nagare.exitCode()).isZero();
            Matcher closing = Pattern.compile("total ([0-9.]+) (m?)s").matcher(nagare.err());
            assertThat(closing.find()).isTrue();
            double seconds =
                    Double.parseDouble(closing.group(1)) / (closing.group(2).isEmpty() ? 1 : 1_000);
            assertThat(seconds).isGreaterThanOrEqualTo(0.5);
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

    /** The one line on stderr, beside the one that a machine under load prints because loading takes so long. */
    private static String problem(Command nagare) {
        List<String> lines = nagare.err()
                .lines()
                .filter(line -> !line.startsWith("nagare: loading "))
                .toList();
        assertThat(lines).hasSize(1);
        return lines.getFirst();
    }

    static String numbers(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    }
}
