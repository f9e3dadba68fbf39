package dev.nagare.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a command has to do with the world: its streams, the environment, the clock.
 *
 * @param in where questions come from
 * @param out where answers go, and nothing else
 * @param err where everything else goes
 * @param interactive whether a person sits at both ends of it
 * @param environment the environment variables
 * @param nanos a clock that only goes forward, in nanoseconds
 */
record Terminal(
        BufferedReader in,
        PrintStream out,
        PrintStream err,
        boolean interactive,
        Map<String, String> environment,
        LongSupplier nanos) {
    /** The real one. UTF-8 whatever the locale says: the protocol's texts are UTF-8. */
    static Terminal system() {
        PrintStream err = print(new FileOutputStream(FileDescriptor.err));
        String descriptor = System.getProperty("nagare.stderr");
        if (descriptor != null) {
            // The launcher put the JVM's own stderr aside (docs/decisions/0004); this is the user's.
            try {
                err = print(new FileOutputStream("/dev/fd/" + descriptor, true));
            } catch (IOException e) {
                err.println("nagare: descriptor " + descriptor + " cannot be opened; messages go to stderr");
            }
        }
        System.setErr(err);
        return new Terminal(
                new BufferedReader(
                        new InputStreamReader(new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8)),
                print(new FileOutputStream(FileDescriptor.out)),
                err,
                isTerminal(System.console()),
                System.getenv(),
                System::nanoTime);
    }

    private static boolean isTerminal(@Nullable Console console) {
        return console != null && console.isTerminal();
    }

    private static PrintStream print(OutputStream target) {
        return new PrintStream(target, false, StandardCharsets.UTF_8);
    }

    /** Writes a piece of an answer at once; false when nobody reads any more. */
    boolean show(String text) {
        out.print(text);
        out.flush();
        return !out.checkError();
    }

    /** Writes a line for the person, not for a program. */
    void tell(String line) {
        err.println(line);
        err.flush();
    }
}
