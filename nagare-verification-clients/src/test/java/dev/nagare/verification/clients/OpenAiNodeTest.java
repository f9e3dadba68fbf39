package dev.nagare.verification.clients;

import static dev.nagare.verification.clients.Served.COUNTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nagare.local.LocalEngine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * OpenAI's own client for Node.js asks the built-in model. Where Node.js or the package cannot be had the test is
 * reported as not run, with the reason.
 */
class OpenAiNodeTest {
    private static final Path SOURCES = Path.of("src/test/node");
    private static final Path FOLDER = Path.of("target/node");
    private static final int PATIENCE_SECONDS = 300;

    /** What a program printed, and its exit code; -1 where it is not there, -2 where it did not end. */
    private record Ended(int code, String output) {}

    @Test
    void asksInEveryWay() throws IOException, InterruptedException {
        assumeTrue(run(List.of("node", "--version")).code() == 0, "NOT RUN: there is no Node.js here");
        install();
        try (Served<LocalEngine> served = Served.start(LocalEngine.builtIn())) {
            Ended ended = run(List.of("node", "client.js", served.url()));
            assertThat(ended.code()).as(ended.output()).isZero();
            assertThat(ended.output().lines())
                    .containsExactly(
                            "{\"name\":\"whole\",\"content\":\"" + COUNTED + "\",\"finish\":\"stop\",\"tokens\":334}",
                            "{\"name\":\"stream\",\"content\":\"" + COUNTED + "\",\"chunks\":301,\"tokens\":334}",
                            "{\"name\":\"gathered\",\"content\":\"Two.\",\"finish\":\"stop\"}",
                            "{\"name\":\"older\",\"content\":\" 4, 5,\",\"finish\":\"length\"}",
                            "{\"name\":\"models\",\"models\":[\"nagare-tiny\"]}",
                            "{\"name\":\"error\",\"type\":\"BadRequestError\",\"status\":400,"
                                    + "\"code\":\"decimal_above_max_value\",\"param\":\"temperature\"}",
                            "{\"name\":\"missing\",\"type\":\"NotFoundError\",\"status\":404,\"code\":\"model_not_found\"}",
                            "{\"name\":\"stopped\",\"chunks\":5}");
        }
    }

    private static void install() throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        for (String file : List.of("package.json", "package-lock.json", "client.js")) {
            Files.write(FOLDER.resolve(file), Files.readAllBytes(SOURCES.resolve(file)));
        }
        if (!Files.isDirectory(FOLDER.resolve("node_modules/openai"))) {
            Ended ended = run(List.of("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"));
            assumeTrue(ended.code() == 0, "NOT RUN: npm could not install the openai package: " + ended.output());
        }
    }

    private static Ended run(List<String> command) throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        Path output = Files.createTempFile("nagare-node", ".out");
        try {
            Process process = new ProcessBuilder(new ArrayList<>(command))
                    .directory(FOLDER.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly();
            }
            return new Ended(ended ? process.exitValue() : -2, Files.readString(output, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return new Ended(-1, String.valueOf(e.getMessage()));
        } finally {
            Files.delete(output);
        }
    }
}
