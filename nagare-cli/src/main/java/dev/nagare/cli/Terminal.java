package dev.nagare.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
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
 * @param bytes standard input as it comes
 * @param in the same as text, for whoever does not read the bytes: where questions come from
 * @param out where answers go, and nothing else
 * @param err where everything else goes
 * @param interactive whether a person sits at both ends of it
 * @param environment the environment variables
 * @param nanos a clock that only goes forward, in nanoseconds
 * @param signals how it is told to stop
 */
record Terminal(
        InputStream bytes,
        BufferedReader in,
        PrintStream out,
        PrintStream err,
        boolean interactive,
        Map<String, String> environment,
        LongSupplier nanos,
        StopSignals signals) {
    /** The real one, with this as its output. UTF-8 whatever the locale says: the protocol's texts are UTF-8. */
    static Terminal system(OutputStream output) {
        String aside = System.getProperty("nagare.stderr");
        if (aside != null) {
            Descriptors.restoreStderr(Integer.parseInt(aside));
        }
        PrintStream err = print(new FileOutputStream(FileDescriptor.err));
        System.setErr(err);
        InputStream in = new FileInputStream(FileDescriptor.in);
        return new Terminal(
                in,
                new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)),
                print(output),
                err,
                isTerminal(System.console()),
                System.getenv(),
                System::nanoTime,
                new ProcessSignals());
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
