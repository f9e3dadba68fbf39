package dev.nagare.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How to answer: the options that {@code chat} and {@code complete} share. */
final class SamplingOptions {
    @Option(
            names = {"-t", "--temperature"},
            paramLabel = "T",
            description = "How random the answer is, 0 to 2. Default: 0 for a model in this process, so that the same "
                    + "question gets the same answer; the server's own with --url.")
    @Nullable
    Double temperature;

    @Option(names = "--max-tokens", paramLabel = "N", description = "The most tokens to generate.")
    @Nullable
    Integer maxTokens;

    @Option(names = "--seed", paramLabel = "N", description = "Makes a random answer repeatable.")
    @Nullable
    Long seed;

    @Option(names = "--stop", paramLabel = "TEXT", description = "Stop before this text; up to four of them.")
    List<String> stop = new ArrayList<>();

    @Nullable
    Double temperature(boolean here) {
        return temperature != null || !here ? temperature : (Double) 0.0;
    }
}
