package dev.nagare.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that the benchmark starts, talks to over its standard streams, and watches from outside. */
public final class Child implements AutoCloseable {
    private final String name;
    private final Process process;
    private final BufferedReader out;
    private final Writer in;

    private Child(String name, Process process) {
        this.name = name;
        this.process = process;
        this.out = process.inputReader(StandardCharsets.US_ASCII);
        this.in = process.outputWriter(StandardCharsets.US_ASCII);
    }

    /** Starts a program; what it says on stderr is said on ours. */
    static Child start(String name, List<String> command) {
        return start(name, command, ProcessBuilder.Redirect.INHERIT);
    }

    private static Child start(String name, List<String> command, ProcessBuilder.Redirect err) {
        try {
            return new Child(
                    name, new ProcessBuilder(command).redirectError(err).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a class of ours in a JVM of its own; what it says on stderr is said on ours. */
    public static Child java(Class<?> main, List<String> flags, String... arguments) {
        return java(main, flags, ProcessBuilder.Redirect.INHERIT, arguments);
    }

    /** Starts a class of ours in a JVM of its own, whose stderr goes there. */
    static Child java(Class<?> main, List<String> flags, ProcessBuilder.Redirect err, String... arguments) {
        return start(main.getSimpleName(), command(main, flags, arguments), err);
    }

    /** Starts a class of ours in a JVM of its own that may use only one core; needs {@code taskset}. */
    public static Child javaOnOneCore(int core, Class<?> main, List<String> flags, String... arguments) {
        List<String> command = new ArrayList<>(List.of("taskset", "-c", Integer.toString(core)));
        command.addAll(command(main, flags, arguments));
        return start(main.getSimpleName(), command);
    }

    private static List<String> command(Class<?> main, List<String> flags, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** The next line that the process prints. */
    public String line() {
        try {
            String line = out.readLine();
            if (line == null) {
                throw new IllegalStateException(name + " ended with " + process.waitFor());
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Reads the line with which a server says its port. */
    public int port() {
        return Integer.parseInt(line().substring("port ".length()));
    }

    /** Reads a line that must be this one. */
    void await(String expected) {
        String line = line();
        if (!line.equals(expected)) {
            throw new IllegalStateException(name + " said '" + line + "' instead of '" + expected + "'");
        }
    }

    /** Reads a line of {@code name=value}. */
    public Values values() {
        return Values.parse(line());
    }

    /** Asks, and reads a line of {@code name=value}. */
    public Values ask(String question) {
        try {
            in.write(question + "\n");
            in.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return values();
    }

    /** The processor time of all threads so far. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** The resident memory, in bytes. */
    long resident() {
        try {
            return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes its standard input, which asks it to end, and reads what it still says. */
    public List<String> end() {
        try {
            in.close();
            List<String> last = out.readAllLines();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException(name + " does not end");
            }
            return last;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
