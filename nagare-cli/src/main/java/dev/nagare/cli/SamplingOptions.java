package dev.nagare.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How to answer: the options that {@code chat} and {@code complete} share. */
final class SamplingOptions {
    private static final int MOST_STOPS = 4;

    @Option(
            names = {"-t", "--temperature"},
            paramLabel = "T",
            converter = FlagValues.Temperature.class,
            description = "How random the answer is, 0 to 2. Default: 0 for a model in this process, so that the same "
                    + "question gets the same answer; the server's own with --url.")
    @Nullable
    Double temperature;

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            converter = FlagValues.Tokens.class,
            description = "The most tokens to generate.")
    @Nullable
    Integer maxTokens;

    @Option(names = "--seed", paramLabel = "N", description = "Makes a random answer repeatable.")
    @Nullable
    Long seed;

    @Option(names = "--stop", paramLabel = "TEXT", description = "Stop before this text; up to four of them.")
    List<String> stop = new ArrayList<>();

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec command;

    /**
     * Says what is too much.
     *
     * @throws ParameterException when something is
     */
    void check() {
        if (stop.size() > MOST_STOPS) {
            throw new ParameterException(
                    Objects.requireNonNull(command).commandLine(),
                    "--stop may be given " + MOST_STOPS + " times at most");
        }
    }

    @Nullable
    Double temperature(boolean here) {
        return temperature != null || !here ? temperature : (Double) 0.0;
    }
}
