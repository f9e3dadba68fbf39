package dev.nagare.cli;

import dev.nagare.engine.CompletionEngine;
import dev.nagare.engine.Moderator;
import dev.nagare.server.AccessLog;
import dev.nagare.server.LogFormat;
import dev.nagare.server.NagareServer;
import dev.nagare.server.ServerListener;
import dev.nagare.server.ServerLoad;
import dev.nagare.server.ServerMetrics;
import dev.nagare.server.SmallFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Serves an engine over HTTP; its further flags are those of {@link ServeFlags}. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        versionProvider = NagareVersion.class,
        customSynopsis = "nagare serve [--config FILE] [OPTIONS]",
        synopsisHeading = "Usage: ",
        description = {
            "Serves OpenAI's chat-completions and completions API until it is stopped.",
            "",
            "Prints one line to standard output when it is ready; what happens after that goes to standard error. "
                    + "With nothing but the built-in model, every model name is answered by it, so that sample code from "
                    + "anywhere runs by changing the base URL; the reply's 'model' says which model it was. With --model, "
                    + "an unknown name is an error (404).",
            "",
            "TERM lets running answers come to their end for as long as --drain says, and ends with exit code 0; "
                    + "Ctrl-C does the same and ends with 130. A second signal ends at once, as does one before the line.",
            ""
        },
        footer = {
            "Every flag but those of the command itself is also a key of the configuration file, without its first "
                    + "dashes: 'rpm: 60', 'model: [a.gguf, b.gguf]', 'alias: {gpt-4o-mini: a}'. A flag wins. Times are "
                    + "written 500ms, 60s or 5m; sizes 64KiB or 16MiB. docs/server.md explains each.",
            "",
            "Examples:",
            "  nagare serve",
            "  nagare serve --port 0 --model smollm.gguf --alias gpt-4o-mini=smollm",
            "  nagare key team-a >> keys.txt",
            "  nagare serve --host 0.0.0.0 --api-key-file keys.txt --rpm 600",
            "  nagare serve --config nagare.yaml --check",
            "  curl -N http://127.0.0.1:8080/v1/chat/completions \\",
            "    -H 'content-type: application/json' -d '{\"model\":\"any\",\"stream\":true,",
            "    \"messages\":[{\"role\":\"user\",\"content\":\"Count to 10.\"}]}'"
        })
final class ServeCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Engines engines;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--config", paramLabel = "FILE", description = "Read settings from a YAML file.")
    private @Nullable Path config;

    @Option(
            names = "--check",
            description =
                    "Check settings, keys, certificate, log, policy and models, say what is wrong, and end: with 0 or 2.")
    private boolean check;

    @Option(names = "--print-config", description = "Print the settings that hold as a configuration file, and end.")
    private boolean print;

    ServeCommand(Terminal terminal, Engines engines) {
        this.terminal = terminal;
        this.engines = engines;
    }

    @Override
    public Integer call() throws InterruptedException {
        Problems problems = new Problems();
        Map<Setting<?>, List<Given>> flags =
                ServeFlags.read(Objects.requireNonNull(spec).commandLine().getParseResult());
        Map<Setting<?>, List<Given>> file = config == null ? Map.of() : ConfigFile.read(config, problems);
        ServePlan plan = ServePlan.of(flags, file, problems);
        if (check) {
            new ServeCheck(engines).check(plan, problems);
        } else if (problems.isEmpty() && !print) {
            ServeCheck.address(plan, problems);
            ServeCheck.judge(plan, problems);
        }
        String named = print ? null : plan.get(Settings.POLICY);
        List<String> wrong = new ArrayList<>();
        WrittenPolicy policy = named == null ? null : Guards.read(named, wrong);
        wrong.forEach(problems::add);
        if (!problems.isEmpty()) {
            problems.inOrder().forEach(problem -> terminal.tell("nagare: " + problem));
            terminal.tell("Try 'nagare serve --help'.");
            return ExitCode.USAGE;
        }
        if (check) {
            terminal.show("Nothing is wrong.\n");
            return ExitCode.OK;
        }
        if (print) {
            terminal.show(WrittenPlan.of(plan));
            return ExitCode.OK;
        }
        return serve(plan, policy);
    }

    private int serve(ServePlan plan, @Nullable WrittenPolicy policy) throws InterruptedException {
        // Before anything else: loading a model may take long.
        StopSignals.Stop stop = terminal.signals().listen();
        ServerPolicy rules = policy == null ? null : ServerPolicy.of(policy);
        try (CompletionEngine engine = guarded(engines.open(plan), plan, rules);
                Log log = log(plan)) {
            ServerMetrics metrics = new ServerMetrics(engine.models().getFirst().id());
            AccessLog lines = log.lines();
            ServerListener listener = metrics;
            if (lines != null) {
                metrics.counter("nagare_access_log_dropped_total", "Lines of the access log that were dropped.", () ->
                        (double) lines.dropped());
                listener = ServerListener.both(metrics, lines);
            }
            if (plan.get(Settings.JUDGE_URL) != null) {
                Judges.count(engine, metrics);
            }
            Moderator moderator = rules == null ? null : rules.moderator();
            Busy busy = new Busy();
            try (NagareServer server =
                    engines.serve(plan.config(), engine, ServerListener.both(listener, busy), metrics, moderator)) {
                terminal.show("Nagare is listening on " + url(plan, server.port()) + "\n");
                int code = stop.await();
                busy.tell(terminal, plan);
                return code;
            }
        }
    }

    private CompletionEngine guarded(CompletionEngine engine, ServePlan plan, @Nullable ServerPolicy rules) {
        String judge = plan.get(Settings.JUDGE_URL);
        if (rules == null && judge == null) {
            return engine;
        }
        if (rules != null) {
            rules.tell(terminal);
        }
        ServerPolicy ruling = rules == null ? ServerPolicy.none() : rules;
        CompletionEngine ruled = ruling.around(engine, plan.require(Settings.VERDICTS));
        return judge == null ? ruled : Judges.around(ruled, judge, plan, terminal.environment());
    }

    private Log log(ServePlan plan) {
        String target = plan.require(Settings.ACCESS_LOG);
        LogFormat format = plan.require(Settings.LOG_FORMAT);
        try {
            return switch (target) {
                case "off" -> new Log(null);
                case "-" -> new Log(AccessLog.to(terminal.err(), format));
                default -> new Log(AccessLog.toFile(Path.of(target), format));
            };
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the access log cannot be written to " + target + ": " + SmallFile.why(e), e);
        }
    }

    private static String url(ServePlan plan, int port) {
        String host = plan.require(Settings.HOST);
        // An IPv6 address stands in brackets in a URL.
        String shown = host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
        return (plan.get(Settings.TLS_CERT) == null ? "http" : "https") + "://" + shown + ":" + port + "/v1";
    }

    /** The access log, where there is one. */
    private record Log(@Nullable AccessLog lines) implements AutoCloseable {
        @Override
        public void close() {
            if (lines != null) {
                lines.close();
            }
        }
    }

    /** Knows how many requests an end would interrupt. */
    private static final class Busy implements ServerListener {
        private volatile @Nullable ServerLoad load;

        @Override
        public void serverStarts(ServerLoad server) {
            load = server;
        }

        void tell(Terminal terminal, ServePlan plan) {
            ServerLoad now = load;
            int open = now == null ? 0 : now.running() + now.waiting();
            if (open > 0) {
                terminal.tell("nagare: stopping when " + open + " requests have ended, at the latest in "
                        + Settings.DRAIN.kind().show().apply(plan.require(Settings.DRAIN))
                        + "; a second signal ends at once");
            }
        }
    }
}
