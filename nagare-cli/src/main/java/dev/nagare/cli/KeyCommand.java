package dev.nagare.cli;

import dev.nagare.server.ApiKeys;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes an API key. */
@Command(
        name = "key",
        mixinStandardHelpOptions = true,
        versionProvider = NagareVersion.class,
        description = {
            "Makes an API key for NAME.",
            "",
            "Prints the line for the file of 'nagare serve --api-key-file' to standard output: it holds the hash of the "
                    + "key. The key itself is shown once, on standard error.",
            ""
        },
        footer = {
            "",
            "Example:",
            "  nagare key team-a >> keys.txt",
            "",
            "Behind a line, 'rpm=N' and 'tpm=N' set what this key may use a minute. Two lines of one name share it, as "
                    + "while one key is replaced by another."
        })
final class KeyCommand implements Callable<Integer> {
    private static final int KEY_BYTES = 32;

    private final Terminal terminal;

    @Parameters(paramLabel = "NAME", description = "Whose key it is, for logs and limits: letters, digits and . _ - @")
    private String name = "";

    KeyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        byte[] random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        String key = "sk-" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        String line;
        try {
            line = ApiKeys.line(name, key);
        } catch (IllegalArgumentException e) {
            terminal.tell("nagare: " + e.getMessage());
            return ExitCode.USAGE;
        }
        if (!terminal.show(line + "\n")) {
            // Why it is lost is said once for every command; that nobody reads any more is no error elsewhere.
            terminal.tell("nagare: the line of " + name + " went nowhere, so its key is not shown");
            return ExitCode.FAILED;
        }
        terminal.tell("The key of " + name + ", which is shown only now: " + key);
        return ExitCode.OK;
    }
}
