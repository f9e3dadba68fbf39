package dev.nagare.cli;

import dev.nagare.client.ChatClientBuilder;
import dev.nagare.engine.CompletionEngine;
import dev.nagare.engine.Moderator;
import dev.nagare.guard.Policy;
import dev.nagare.local.LocalEngine;
import dev.nagare.local.LocalEngineBuilder;
import dev.nagare.server.MetricsPage;
import dev.nagare.server.NagareServer;
import dev.nagare.server.ServerConfig;
import dev.nagare.server.ServerListener;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Puts the parts together: who answers, and who is served. */
final class Engines {
    /** What a request calls the built-in model. */
    static final String BUILT_IN = LocalEngine.BUILT_IN_MODEL;

    /** How long loading may take before a line says that it is going on. */
    private static final long PATIENCE_MILLIS = 1_000;

    private final Terminal terminal;
    private final EngineOpener opener;

    Engines(Terminal terminal, EngineOpener opener) {
        this.terminal = terminal;
        this.opener = opener;
    }

    /** Whoever answers, by the options. */
    Answers answers(SourceOptions source) {
        String server = source.server(terminal);
        if (server != null) {
            ChatClientBuilder client = ServerAnswers.client(server, terminal);
            SSLContext trust = source.trust();
            if (trust != null) {
                client.sslContext(trust);
            }
            return source.policy == null
                    ? ServerAnswers.of(client)
                    : ServerAnswers.of(client, Guards.policy(source.policy, terminal));
        }
        if (source.model != null && !source.isFile(terminal) && !source.model.equals(BUILT_IN)) {
            terminal.tell("nagare: there is no file '" + source.model + "' and no server to ask for it (--url), so "
                    + BUILT_IN + " answers");
        }
        List<Path> files = source.isFile(terminal) ? List.of(Path.of(String.valueOf(source.model))) : List.of();
        if (source.policy == null) {
            return new EngineAnswers(open(files, Map.of(), source.pace));
        }
        Policy policy = Guards.policy(source.policy, terminal);
        return new EngineAnswers(
                Guards.around(open(files, Map.of(), source.pace), policy), "the policy " + policy.id());
    }

    /** What a request says as its model. */
    String modelName(SourceOptions source) {
        String model = source.model;
        if (model == null) {
            return BUILT_IN;
        }
        return source.isFile(terminal) ? nameOf(Path.of(model)) : model;
    }

    /** Opens the engine of a server. */
    CompletionEngine open(ServePlan plan) {
        return open(plan.all(Settings.MODEL), plan.aliases(), plan.get(Settings.PACE));
    }

    /** Opens an engine, and says so when it takes long. */
    CompletionEngine open(List<Path> paths, Map<String, String> aliases, @Nullable Double pace) {
        if (paths.isEmpty()) {
            // The built-in model is there at once.
            return opener.open(paths, aliases, pace);
        }
        String names = paths.stream().map(Path::toString).collect(Collectors.joining(", "));
        try (Progress _ = Progress.after(PATIENCE_MILLIS, () -> terminal.tell("nagare: loading " + names + " ..."))) {
            return opener.open(paths, aliases, pace);
        }
    }

    /**
     * Serves an engine over HTTP.
     *
     * @throws UncheckedIOException when the address cannot be taken
     */
    static NagareServer start(CompletionEngine engine, String host, int port) {
        return NagareServer.start(ServerConfig.builder().host(host).port(port).build(), engine);
    }

    /**
     * Serves an engine over HTTP as configured.
     *
     * @param moderator who judges texts for callers; null for nobody
     * @throws UncheckedIOException when the address cannot be taken
     */
    NagareServer serve(
            ServerConfig config,
            CompletionEngine engine,
            ServerListener listener,
            MetricsPage metrics,
            @Nullable Moderator moderator) {
        return NagareServer.start(config, engine, listener, metrics, moderator);
    }

    /** The real engine: the built-in model, or the files'. */
    static CompletionEngine local(List<Path> files, Map<String, String> aliases, @Nullable Double pace) {
        LocalEngineBuilder builder = LocalEngine.builder();
        files.forEach(builder::model);
        aliases.forEach(builder::alias);
        if (pace != null) {
            builder.pace(pace);
        }
        return builder.build();
    }

    /** The name under which a file's model is known. */
    static String nameOf(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(".gguf") ? name.substring(0, name.length() - ".gguf".length()) : name;
    }

    /** A line on the terminal if something is not over in time. */
    private record Progress(CountDownLatch over) implements AutoCloseable {
        static Progress after(long millis, Runnable tell) {
            CountDownLatch over = new CountDownLatch(1);
            Thread.ofPlatform().daemon().name("nagare-progress").start(() -> {
                try {
                    if (!over.await(millis, TimeUnit.MILLISECONDS)) {
                        tell.run();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            return new Progress(over);
        }

        @Override
        public void close() {
            over.countDown();
        }
    }
}
