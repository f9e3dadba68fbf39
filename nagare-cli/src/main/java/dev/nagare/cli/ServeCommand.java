package dev.nagare.cli;

import dev.nagare.engine.CompletionEngine;
import dev.nagare.server.NagareServer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Serves an engine over HTTP. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        versionProvider = NagareVersion.class,
        description = {
            "Serves OpenAI's chat-completions and completions API until it is stopped.",
            "",
            "Prints one line when it is ready. With nothing but the built-in model, every model name is answered by it,",
            "so that sample code from anywhere runs by changing the base URL; the reply's 'model' says which model it",
            "was. With --model, an unknown name is an error (404).",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  nagare serve",
            "  nagare serve --port 0 --model smollm.gguf --alias gpt-4o-mini=smollm",
            "  curl -N http://127.0.0.1:8080/v1/chat/completions -H 'content-type: application/json' \\",
            "    -d '{\"model\":\"any\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Count to 10.\"}]}'"
        })
final class ServeCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Engines engines;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = "The address to listen on. Default: ${DEFAULT-VALUE}, this machine only. There is no "
                    + "authentication yet: put nothing else here on a network that you do not trust.")
    private String host = "127.0.0.1";

    @Option(
            names = {"-p", "--port"},
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "The port to listen on; 0 takes a free one. Default: ${DEFAULT-VALUE}.")
    private int port = 8080;

    @Option(
            names = {"-m", "--model"},
            paramLabel = "FILE",
            description = "A GGUF file to serve, under its file's name without .gguf; may be given several times.")
    private List<String> models = new ArrayList<>();

    @Option(
            names = "--alias",
            paramLabel = "NAME=MODEL",
            description = "Another name for a model; may be given several times.")
    private Map<String, String> aliases = new LinkedHashMap<>();

    @Option(
            names = "--pace",
            paramLabel = "N",
            description = "Throttle every answer to N tokens a second. Off by default.")
    private @Nullable Double pace;

    ServeCommand(Terminal terminal, Engines engines) {
        this.terminal = terminal;
        this.engines = engines;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (port < 0 || port > 65_535) {
            terminal.tell("nagare: --port takes 0 to 65535, not " + port);
            return ExitCode.USAGE;
        }
        CompletionEngine engine = engines.open(models, aliases, pace);
        NagareServer server = start(engine);
        // SIGINT and SIGTERM: end what runs with a word to its reader before the process goes.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, engine), "stop-serving"));
        terminal.show("Nagare is listening on http://" + shown(host) + ":" + server.port() + "/v1\n");
        new CountDownLatch(1).await();
        return ExitCode.OK;
    }

    private NagareServer start(CompletionEngine engine) {
        try {
            return Engines.start(engine, host, port);
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    private static void stop(NagareServer server, CompletionEngine engine) {
        server.close();
        engine.close();
    }

    /** An IPv6 address stands in brackets in a URL. */
    private static String shown(String host) {
        return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    }
}
