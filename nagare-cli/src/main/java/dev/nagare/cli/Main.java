package dev.nagare.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import picocli.CommandLine;

/** Starts the command; the only place that ends the process. */
public final class Main {
    /** Of a terminal that nobody has made wider: what is wrapped here is not to be wrapped there again. */
    private static final int HELP_WIDTH = 80;

    private Main() {}

    /** Runs the command line and exits with its code. */
    public static void main(String[] args) {
        Delivery output = new Delivery(new FileOutputStream(FileDescriptor.out));
        Terminal terminal = Terminal.system(output);
        int code = run(terminal, new Engines(terminal, Engines::local), args);
        terminal.out().flush();
        String lost = output.lost();
        if (lost != null) {
            terminal.tell("nagare: what was said could not be written: " + lost);
            code = code == ExitCode.OK ? ExitCode.FAILED : code;
        }
        terminal.err().flush();
        // Engine threads are daemons, so this ends at once; a running shutdown hook has its own exit code.
        System.exit(code);
    }

    /** Runs the command line. */
    static int run(Terminal terminal, Engines engines, String... args) {
        CommandLine commandLine = new CommandLine(new NagareCommand(), new CommandFactory(terminal, engines))
                .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(HELP_WIDTH)
                .setAbbreviatedOptionsAllowed(false)
                .setExecutionExceptionHandler((exception, command, parsed) -> Failure.tell(terminal, exception));
        commandLine.setParameterExceptionHandler((exception, arguments) -> {
            terminal.tell("nagare: " + exception.getMessage() + nearest(exception));
            terminal.tell("Try '" + exception.getCommandLine().getCommandSpec().qualifiedName(" ") + " --help'.");
            return ExitCode.USAGE;
        });
        ServeFlags.addTo(Objects.requireNonNull(commandLine.getSubcommands().get("serve")));
        return commandLine.execute(args);
    }

    /** What was probably meant by an option that does not exist. */
    private static String nearest(CommandLine.ParameterException exception) {
        if (exception instanceof CommandLine.UnmatchedArgumentException unmatched && unmatched.isUnknownOption()) {
            String name = NearestName.of(
                    unmatched.getUnmatched().getFirst(),
                    unmatched.getCommandLine().getCommandSpec().optionsMap().keySet());
            return name == null ? "" : "; did you mean " + name + "?";
        }
        return "";
    }
}
