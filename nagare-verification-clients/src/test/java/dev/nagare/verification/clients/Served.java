package dev.nagare.verification.clients;

import dev.nagare.engine.CompletionEngine;
import dev.nagare.server.NagareServer;
import dev.nagare.server.ServerConfig;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** An engine behind a server on a free port. Closes both. */
record Served<E extends CompletionEngine>(E engine, NagareServer server) implements AutoCloseable {
    static final String COUNT = "Count to 100, with a comma between each number and no newlines. E.g., 1, 2, 3, ...";
    static final String COUNTED =
            IntStream.rangeClosed(1, 100).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    static final String ADD = "What's 1+1? Answer in one word.";

    static <E extends CompletionEngine> Served<E> start(E engine) {
        return start(engine, config -> config);
    }

    static <E extends CompletionEngine> Served<E> start(E engine, UnaryOperator<ServerConfig.Builder> settings) {
        ServerConfig config = settings.apply(ServerConfig.builder().port(0)).build();
        return new Served<>(engine, NagareServer.start(config, engine));
    }

    String url() {
        return "http://127.0.0.1:" + server.port() + "/v1";
    }

    @Override
    public void close() {
        server.close();
        engine.close();
    }
}
