package dev.nagare.cli;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where answers come from: the options that {@code chat} and {@code complete} share. */
final class SourceOptions {
    @Option(
            names = "--url",
            paramLabel = "URL",
            converter = FlagValues.Url.class,
            description = "Ask a server instead of an engine in this process, such as http://127.0.0.1:8080/v1. "
                    + "OPENAI_BASE_URL says the same; OPENAI_API_KEY is sent as the key.")
    @Nullable
    String url;

    @Option(
            names = "--cacert",
            paramLabel = "FILE",
            converter = FlagValues.File.class,
            description =
                    "Trust the certificates in this file, as PEM, and no others: for a server whose certificate is "
                            + "its own or of a private authority.")
    private @Nullable Path trusted;

    @Option(
            names = {"-m", "--model"},
            paramLabel = "NAME|FILE",
            description = "A GGUF file to run here, or the name of the server's model.")
    @Nullable
    String model;

    @Option(
            names = "--pace",
            paramLabel = "N",
            converter = FlagValues.Pace.class,
            description = "Throttle to N tokens a second, to watch a fast model think slowly. Off by default.")
    @Nullable
    Double pace;

    @Option(
            names = "--policy",
            paramLabel = "FILE|NAME",
            converter = FlagValues.PolicyName.class,
            description = "Moderate the answer by a policy file, or by pii or words, which come with nagare. An answer "
                    + "that a rule ends gives exit code 3. See docs/moderation.md.")
    @Nullable
    String policy;

    @Option(names = "--no-stream", description = "Wait for the whole answer and show it at once.")
    boolean whole;

    @Option(
            names = "--json",
            description = "Show each chunk as one line of JSON, exactly the object on the wire; with --no-stream one "
                    + "line, the completion.")
    boolean json;

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec command;

    /**
     * Says what makes no sense together.
     *
     * @throws ParameterException when something does not
     */
    void check(Terminal terminal) {
        boolean here = server(terminal) == null;
        if (!here && pace != null) {
            throw wrong("--pace throttles an engine in this process; leave it out with --url");
        }
        if (here && trusted != null) {
            throw wrong("--cacert is for a server (--url)");
        }
    }

    /**
     * Whom a server's certificate may be vouched for by; null for those whom the system trusts.
     *
     * @throws ParameterException when the file holds no certificates
     */
    @Nullable
    SSLContext trust() {
        if (trusted == null) {
            return null;
        }
        try {
            return TrustedCertificates.context(trusted);
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw wrong("--cacert: " + e.getMessage());
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(Objects.requireNonNull(command).commandLine(), message);
    }

    /** The server to ask, or null to answer here. A GGUF file is run here unless {@code --url} says otherwise. */
    @Nullable
    String server(Terminal terminal) {
        if (url != null) {
            return url;
        }
        String fromEnvironment = terminal.environment().get("OPENAI_BASE_URL");
        return fromEnvironment == null || fromEnvironment.isBlank() || isNamedAsFile() ? null : fromEnvironment;
    }

    /** Whether the model is a file to run here: by its name, or because there is such a file. */
    boolean isFile(Terminal terminal) {
        return model != null && server(terminal) == null && (isNamedAsFile() || Files.isRegularFile(Path.of(model)));
    }

    private boolean isNamedAsFile() {
        return model != null && model.toLowerCase(Locale.ROOT).endsWith(".gguf");
    }
}
