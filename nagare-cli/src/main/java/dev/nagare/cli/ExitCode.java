package dev.nagare.cli;

/** What the command's exit status says. */
final class ExitCode {
    /** It did what was asked. */
    static final int OK = 0;

    /** It could not, or the answer was cut. */
    static final int FAILED = 1;

    /** The command line makes no sense. */
    static final int USAGE = 2;

    /** A policy, or the content filter of whoever answered, ended the text. */
    static final int BLOCKED = 3;

    private ExitCode() {}
}
