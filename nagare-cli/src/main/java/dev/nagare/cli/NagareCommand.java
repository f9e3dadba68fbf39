package dev.nagare.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command without a subcommand: says what there is. */
@Command(
        name = "nagare",
        mixinStandardHelpOptions = true,
        versionProvider = NagareVersion.class,
        description = {
            "Streams completions, from the token to the reader.",
            "",
            "Without a model file or a URL, a tiny model that is built in answers: it counts, does small sums, and "
                    + "lists days, months and letters. It needs no key and no network.",
            ""
        },
        subcommands = {
            ChatCommand.class,
            CompleteCommand.class,
            ServeCommand.class,
            GuardCommand.class,
            KeyCommand.class,
            WalkthroughCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  nagare chat \"Count to 10.\"               stream an answer to the terminal",
            "  nagare complete \"1, 2, 3,\"               continue a text (the older endpoint)",
            "  nagare serve                             an OpenAI-compatible server",
            "  nagare guard --policy pii < letter.txt   moderate a text while it streams",
            "  nagare walkthrough                       how streaming works, live",
            "  nagare chat --model smollm.gguf \"Hello\"  ask a model in a GGUF file",
            "",
            "Exit codes: 0 done, 1 failed or cut, 2 wrong usage, 3 ended by a policy or content filter, 130 stopped with "
                    + "Ctrl-C (a server stopped with TERM: 0)."
        })
final class NagareCommand implements Runnable {
    @Spec
    @Nullable
    CommandSpec spec;

    @Override
    public void run() {
        CommandSpec own = Objects.requireNonNull(spec);
        throw new CommandLine.ParameterException(
                own.commandLine(), "a command is missing: chat, complete, serve, guard, key or walkthrough");
    }
}
