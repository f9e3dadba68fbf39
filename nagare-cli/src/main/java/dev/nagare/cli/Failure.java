package dev.nagare.cli;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Says what went wrong in one line; {@code NAGARE_DEBUG=1} adds where. */
final class Failure {
    private Failure() {}

    static int tell(Terminal terminal, Throwable problem) {
        if (problem instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            terminal.tell("nagare: interrupted");
            return ExitCode.FAILED;
        }
        if (problem instanceof WrongPolicy wrong) {
            wrong.problems().forEach(each -> terminal.tell("nagare: " + each));
            return ExitCode.USAGE;
        }
        String message = problem.getMessage();
        boolean worded = problem instanceof FailedAnswer
                || problem instanceof IllegalArgumentException
                || problem instanceof UncheckedIOException
                || problem instanceof IOException
                || problem.getClass().getName().startsWith("dev.nagare.");
        terminal.tell("nagare: " + (worded && message != null ? message : problem.toString()));
        if (terminal.environment().containsKey("NAGARE_DEBUG")) {
            problem.printStackTrace(terminal.err());
            terminal.err().flush();
        }
        return problem instanceof FailedAnswer answer ? answer.exitCode() : ExitCode.FAILED;
    }
}
