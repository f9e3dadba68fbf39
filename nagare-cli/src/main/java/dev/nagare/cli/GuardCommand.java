package dev.nagare.cli;

import dev.nagare.guard.Policy;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Filters standard input through a policy. */
@Command(
        name = "guard",
        mixinStandardHelpOptions = true,
        versionProvider = NagareVersion.class,
        description = {
            "Passes standard input to standard output through a policy, live.",
            "",
            "What no rule can match any more goes at once, what a rule matches never goes, not one character of it.",
            "",
            "Ends with 0 when the text came to its end, whether something was replaced or not, and with 3 when a rule "
                    + "ended it. What is not UTF-8 becomes U+FFFD.",
            ""
        },
        footer = {
            "",
            "docs/moderation.md describes the policy file.",
            "",
            "Examples:",
            "  nagare chat \"Name the days of the week.\" | nagare guard --policy words",
            "  nagare guard --policy pii --explain < letter.txt",
            "  nagare guard --policy pii --print > policy.yaml",
            "  nagare guard --policy policy.yaml --check"
        })
final class GuardCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = "--policy",
            required = true,
            paramLabel = "FILE|NAME",
            converter = FlagValues.PolicyName.class,
            description = "A policy file, or pii or words, which come with nagare.")
    private String policy = "";

    @Option(
            names = "--check",
            description = "Print the rules, what they can hold back and what they take, and end: with 0, or with 2 "
                    + "when something is wrong.")
    private boolean check;

    @Option(names = "--print", description = "Print the policy file, to begin one's own with, and end.")
    private boolean print;

    @Option(
            names = "--explain",
            description = "Say on standard error what is held back, for which rules, and what becomes of it.")
    private boolean explain;

    GuardCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        PolicySource source = PolicySource.of(policy);
        WrittenPolicy written = PolicyFile.require(source);
        if (print) {
            terminal.show(source.read());
            return ExitCode.OK;
        }
        if (check) {
            terminal.show(PolicyReport.of(written));
            return ExitCode.OK;
        }
        Policy rules = written.policy();
        Guards.warn(rules, terminal);
        GuardWatcher watcher = explain ? new GuardExplanation(terminal, rules) : GuardWatcher.NONE;
        return new GuardPipe(terminal, rules, watcher).run();
    }
}
