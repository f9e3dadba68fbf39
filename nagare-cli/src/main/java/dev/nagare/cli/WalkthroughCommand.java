package dev.nagare.cli;

import dev.nagare.engine.CompletionEngine;
import dev.nagare.server.NagareServer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows live how streaming works. */
@Command(
        name = "walkthrough",
        mixinStandardHelpOptions = true,
        versionProvider = NagareVersion.class,
        description = {
            "Shows live how streaming works, in four steps.",
            "",
            "They are those of OpenAI's document 'How to stream completions': the whole reply; the stream, chunk by "
                    + "chunk; how much sooner reading can begin; the token counts.",
            "",
            "It starts a server with the built-in model on a free port of this machine and asks it through the "
                    + "client library. It takes about twenty seconds, most of them in the throttled part of step 3.",
            ""
        })
final class WalkthroughCommand implements Callable<Integer> {
    private static final String HERE = "127.0.0.1";

    private final Terminal terminal;
    private final Engines engines;

    @Option(
            names = "--pace",
            paramLabel = "N",
            defaultValue = "40",
            converter = FlagValues.Pace.class,
            description = "The throttle of step 3, in tokens a second: what a larger model feels like. "
                    + "Default: ${DEFAULT-VALUE}.")
    private double pace = 40;

    WalkthroughCommand(Terminal terminal, Engines engines) {
        this.terminal = terminal;
        this.engines = engines;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (CompletionEngine engine = engines.open(List.of(), Map.of(), null);
                NagareServer fast = Engines.start(engine, HERE, 0);
                CompletionEngine pacedEngine = engines.open(List.of(), Map.of(), pace);
                NagareServer slow = Engines.start(pacedEngine, HERE, 0);
                Answers direct = ServerAnswers.open(url(fast), terminal);
                Answers throttled = ServerAnswers.open(url(slow), terminal)) {
            Walkthrough walkthrough = new Walkthrough(terminal, url(fast));
            walkthrough.introduce();
            walkthrough.wholeReply(direct);
            walkthrough.chunkByChunk(direct);
            walkthrough.howMuchSooner(direct, "as fast as the engine goes");
            walkthrough.howMuchSooner(
                    throttled, "throttled to %.0f tokens a second (--pace %.0f)".formatted(pace, pace));
            walkthrough.tokenCounts(direct);
        } catch (ReaderLeft e) {
            // Whoever read this has had enough, which is no error.
            return ExitCode.OK;
        }
        return ExitCode.OK;
    }

    private static String url(NagareServer server) {
        return "http://" + HERE + ":" + server.port() + "/v1";
    }
}
