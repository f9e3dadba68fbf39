package dev.nagare.cli;

import dev.nagare.engine.CompletionEngine;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Runs a command line in this process, with streams, environment and clock of the test's own. */
final class Run {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();
    private final AtomicLong clock = new AtomicLong();
    private final CompletionEngine engine;
    private final List<String> opened = new ArrayList<>();
    private String in = "";
    private @Nullable InputStream bytes;
    private boolean interactive;
    private OutputStream target = out;

    Run(CompletionEngine engine) {
        this.engine = engine;
    }

    Run typing(String text) {
        in = text;
        interactive = true;
        return this;
    }

    Run piping(String text) {
        in = text;
        return this;
    }

    Run piping(InputStream input) {
        bytes = input;
        return this;
    }

    /** Lets the reader of standard output leave after this many bytes, as {@code head -c} does. */
    Run readOnly(int most) {
        target = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                if (out.size() >= most) {
                    throw new IOException("Broken pipe");
                }
                out.write(b);
            }
        };
        return this;
    }

    Run with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Runs and returns the exit code. */
    int nagare(String... arguments) {
        InputStream bytes =
                this.bytes == null ? new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)) : this.bytes;
        Terminal terminal = new Terminal(
                bytes,
                new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8)),
                new PrintStream(target, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8),
                interactive,
                environment,
                // Every look at the clock finds it a millisecond later.
                () -> clock.addAndGet(1_000_000),
                // Told to stop as soon as it listens.
                () -> () -> 0);
        int code = Main.run(
                terminal,
                new Engines(terminal, (files, aliases, pace) -> {
                    opened.add(files + " " + aliases + " " + pace);
                    return engine;
                }),
                arguments);
        terminal.out().flush();
        terminal.err().flush();
        return code;
    }

    /** What engines were opened: files, aliases, pace. */
    List<String> opened() {
        return opened;
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
