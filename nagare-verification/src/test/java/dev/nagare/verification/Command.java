package dev.nagare.verification;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The command as a process of its own, as a person's shell would start it. */
final class Command implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;

    private final Process process;
    private final Path err;

    private Command(Process process, Path err) {
        this.process = process;
        this.err = err;
    }

    /** Starts {@code nagare} with these arguments, in the JVM and with the class path of this test. */
    static Command start(String... arguments) {
        return startWithHeap("-Xmx256m", arguments);
    }

    /** Starts it with a bound on the heap, such as {@code -Xmx64m}, and the launcher's own options. */
    static Command startWithHeap(String bound, String... arguments) {
        return start(ProcessBuilder.Redirect.PIPE, bound, arguments).withoutInput();
    }

    /** Starts it where it may open no more than so many files. */
    static Command startWithFiles(int most, String... arguments) {
        List<String> line = new ArrayList<>(List.of("sh", "-c", "ulimit -n " + most + "; exec \"$@\"", "sh"));
        line.addAll(line("-Xmx256m"));
        return start(ProcessBuilder.Redirect.PIPE, line, arguments).withoutInput();
    }

    /** Starts it with a standard input that is written by and by. */
    static Command startReading(String... arguments) {
        return start(ProcessBuilder.Redirect.PIPE, "-Xmx256m", arguments);
    }

    /** Starts it with its standard output going to a file. */
    static Command startInto(Path output, String... arguments) {
        return start(ProcessBuilder.Redirect.to(output.toFile()), "-Xmx256m", arguments)
                .withoutInput();
    }

    private static Command start(ProcessBuilder.Redirect output, String bound, String... arguments) {
        return start(output, line(bound), arguments);
    }

    private static Command start(ProcessBuilder.Redirect output, List<String> words, String... arguments) {
        List<String> line = new ArrayList<>(words);
        line.addAll(List.of(arguments));
        try {
            Path err = Files.createTempFile("nagare", ".err");
            ProcessBuilder builder =
                    new ProcessBuilder(line).redirectOutput(output).redirectError(err.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("OPENAI_"));
            return new Command(builder.start(), err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Command withoutInput() {
        endInput();
        return this;
    }

    /** Writes to its standard input, which it has when this returns. */
    void type(byte... bytes) {
        try {
            process.getOutputStream().write(bytes);
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a text to its standard input. */
    void type(String text) {
        type(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Ends its standard input. */
    void endInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for this many bytes on stdout. */
    String read(int bytes) {
        try {
            return new String(process.getInputStream().readNBytes(bytes), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes stdout, as a reader does who has had enough. */
    void closeOutput() {
        try {
            process.getInputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The words that start it, before its own arguments. */
    static List<String> line(String bound) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + ProjectFiles.root().resolve("tools/jvm-options"),
                bound,
                "-cp",
                shippedClassPath(),
                "dev.nagare.cli.Main");
    }

    /** The class path without what only the tests bring, which would change how the command logs. */
    private static String shippedClassPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.contains("slf4j") && !entry.contains("archunit"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Everything on stdout, once the process has ended. */
    String out() {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first line on stdout, as soon as it is there. */
    String firstLine() {
        StringBuilder line = new StringBuilder();
        try {
            for (int b = process.getInputStream().read();
                    b >= 0 && b != '\n';
                    b = process.getInputStream().read()) {
                line.append((char) b);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toString();
    }

    /** Waits for the first byte on stdout. */
    void awaitOutput() {
        try {
            if (process.getInputStream().read() < 0) {
                throw new AssertionError("the command ended without a word; stderr: " + err());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until stderr says this, while the process runs. */
    void awaitError(String text) throws InterruptedException {
        long last = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!err().contains(text)) {
            if (process.waitFor(20, TimeUnit.MILLISECONDS) || System.nanoTime() > last) {
                throw new AssertionError("never said '" + text + "'; stderr: " + err());
            }
        }
    }

    /** Reads this many bytes of stdout and closes it, as {@code head -c} does. */
    String head(int bytes) {
        String head = read(bytes);
        closeOutput();
        return head;
    }

    /** Everything on stderr, once the process has ended. */
    String err() {
        try {
            return Files.readString(err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a signal by its name, such as INT. */
    void signal(String name) {
        if (run("sh", "-c", "kill -" + name + " $$; exit 0") == 0) {
            throw new AssertionError(
                    "the tests run in a process that ignores " + name + ", and what it starts does too; a "
                            + "shell has a command that it starts with & ignore INT: start the tests without it");
        }
        if (run("kill", "-" + name, Long.toString(process.pid())) != 0) {
            throw new IllegalStateException("kill -" + name + " failed");
        }
    }

    private static int run(String... line) {
        try {
            return new ProcessBuilder(line).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The exit code, once the process has ended. */
    int exitCode() {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError(
                        "the command has not ended within " + PATIENCE_SECONDS + " s; stderr: " + err());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            Files.deleteIfExists(err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
